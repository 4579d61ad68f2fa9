"""Write docs/sample/: a company's exports, what `xlcost init` says of them, and their report.

Usage: `python docs/sample.py`; `python -m tests.regenerate` writes it, too.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook

from xlcost.console import next_steps, screens, terminal
from xlcost.runs.first_settings import FirstSettings, first_settings
from xlcost.runs.pack import build_report
from xlcost.samples.exports import LAST, make_exports

FOLDER = Path(__file__).with_name("sample")
PAGE = Path(__file__).with_name("first-report.md")
EXPORTS = "exports"
PACK = f"opex-report_{LAST}_en.xlsx"
SAID = "init.txt"
SURROUNDINGS = {"SOURCE_DATE_EPOCH": "1793865600", "COLUMNS": "80"}  # 2026-11-05
HASH = re.compile(r"[0-9a-f]{32,64}")
BLOCK = re.compile(r"(?<=```text\n).*?(?=```)", re.DOTALL)


def build(folder: Path = FOLDER) -> Path:
    """Write the exports and, by what `xlcost init` says of them, their report; return its path."""
    make_exports(folder / EXPORTS)
    with tempfile.TemporaryDirectory() as name, surroundings():
        data = Path(name) / EXPORTS
        shutil.copytree(folder / EXPORTS, data)
        said = printed(first_settings(data, "en"))
        (folder / SAID).write_text(said.replace(f"{name}{os.sep}", ""), "utf-8", newline="\n")
        built = build_report(data, Path(name) / "out", LAST, "en")
        shutil.copyfile(built.path, folder / PACK)
    return folder / PACK


@contextlib.contextmanager
def surroundings() -> Iterator[None]:
    """Set the clock and the width of the terminal, so that everybody gets the same."""
    before = dict(os.environ)
    os.environ.update(SURROUNDINGS)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def printed(made: FirstSettings) -> str:
    """Return what `xlcost init` prints."""
    with contextlib.redirect_stdout(io.StringIO()) as shown:
        code = screens.show_first_settings(made)
        terminal.show_next("en", next_steps.after_init(made.path, errors=code > 0))
    lines = (line.rstrip() for line in shown.getvalue().splitlines())
    return "\n".join(lines) + "\n"


def write_page(page: Path = PAGE, folder: Path = FOLDER) -> None:
    """Put what `xlcost init` said into the page of the first report."""
    said = (folder / SAID).read_text("utf-8")
    text = BLOCK.sub(lambda _: said, page.read_text("utf-8"), count=1)
    page.write_text(text, "utf-8", newline="\n")


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the cells of each sheet; of a file that was read, its size and hash hang on zlib."""
    book = load_workbook(path, read_only=True, data_only=True)
    return {
        sheet.title: [
            row
            for row in sheet.iter_rows(values_only=True)
            if not any(HASH.fullmatch(str(cell)) for cell in row)
        ]
        for sheet in book
    }


def main() -> None:
    """Write the folder and the page; a workbook in which no cell is another one stays as it is."""
    with tempfile.TemporaryDirectory() as name:
        new = Path(name)
        build(new)
        for path in sorted(one for one in new.rglob("*") if one.is_file()):
            old = FOLDER / path.relative_to(new)
            same = path.suffix == ".xlsx" and old.is_file() and contents(path) == contents(old)
            if not same:
                old.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, old)
    write_page()


if __name__ == "__main__":
    main()
