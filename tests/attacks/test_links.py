"""Links out of a folder: what nobody has named is not read, whatever it holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from inputs.profiles.samples import write
from ledger_makers import saft, sie

from xlcost.inputs.loading import load
from xlcost.inputs.profiles.library import named
from xlcost.runs.first_settings import first_settings

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights there")


def test_a_link_out_of_the_folder_is_no_input(tmp_path: Path) -> None:
    """A ledger in a legal standard, a known export and a list behind links are left alone."""
    secret, folder = tmp_path / "secret", tmp_path / "received"
    secret.mkdir()
    folder.mkdir()
    (secret / "saft.xml").write_text(saft(), encoding="utf-8")
    (secret / "bok.se").write_bytes(sie().encode("cp865"))
    export = write(named("amazon-connect-historical-metrics"), secret)
    (secret / "anything.csv").write_text("Account,Amount,Date\n5000,1,2026-10-01\n")
    for path in (secret / "saft.xml", secret / "bok.se", export, secret / "anything.csv"):
        (folder / path.name).symlink_to(path)
    assert not load(folder).facts.sources
    (folder / "ledger.csv").write_text("period,account,amount\n2026-10,5000,9\n")
    made = first_settings(folder)
    assert {source.file for source in made.dataset.facts.sources} <= {"ledger.csv", "xlcost.xlsx"}
