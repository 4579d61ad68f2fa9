"""Whole files: what needs no settings, a ledger in a legal standard or a ZIP of named files."""

from __future__ import annotations

from pathlib import Path

from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import INPUTS, file_stems
from xlcost.inputs.columns.outline_lines import comment
from xlcost.inputs.files.faults import FileFault, stumbling
from xlcost.inputs.files.zip_files import head_of, is_archive, is_paper, members, stem_of
from xlcost.inputs.standards.ledger_table import NAMES
from xlcost.inputs.standards.recognition import standard_in, standard_of
from xlcost.values.text_guard import as_text

LEDGER = "ledger"


def whole_file(path: Path) -> tuple[list[str], dict[str, str]] | None:
    """Return what a first settings file says of a file, and input → how sure that is.

    None is every other file, which is looked into.
    """
    if standard := standard_of(path, Limits()):
        return _ledger(path.name, standard), {LEDGER: "standard"}
    if not is_archive(path):
        return None
    try:
        with stumbling(path.name):
            found = sorted(one for one in members(path) if not is_paper(one))
            heads = {name: standard_in(head_of(path, name)) for name in found}
    except FileFault as fault:
        return [f"# {comment(fault.finding(path.name).sentence())}"], {}
    lines: list[str] = []
    inputs: dict[str, str] = {}
    for name, standard in heads.items():
        shown = f"{path.name}/{as_text(name)}"
        if standard:
            lines += _ledger(shown, standard)
            inputs[LEDGER] = "standard"
        elif meant := _named(name):
            lines += ["", f"# {comment(shown)} is read as {meant}, by its name."]
            inputs[meant] = "name"
    return lines or ["", f"# {comment(path.name)}: no file in it has the name of an input."], inputs


def _ledger(name: str, standard: str) -> list[str]:
    said = f"# {comment(name)} is a whole ledger ({NAMES[standard]}):"
    return ["", said, "# it is read without settings where nothing else is the ledger."]


def _named(member: str) -> str:
    """Return the input that a file in a ZIP is by its name, or ""."""
    stem = stem_of(member)
    return next((name for name in INPUTS if stem in file_stems(name)), "")
