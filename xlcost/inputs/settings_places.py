"""Settings places: where in the settings workbook a person answers a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any

from xlcost.dataset.findings import Code, Finding, Findings, Severity
from xlcost.dataset.schema import INPUTS
from xlcost.dataset.setting_keys import Parts, key_text, kind_of
from xlcost.dataset.settings import BOOK_NAME, Settings
from xlcost.inputs.configuration.settings_book import SettingsBook
from xlcost.inputs.configuration.setup_cells import SetupCells, setup_cells

# Under which sheet's codes the text of a finding is found.
OF_CODES = {
    Code.UNMAPPED_ACCOUNT: "accounts",
    Code.UNMAPPED_COST_CENTRE: "cost_centres",
    Code.INACTIVE_COST_CENTRE: "cost_centres",
    Code.UNKNOWN_OUTCOME: "words",
    Code.UNKNOWN_DIRECTION: "words",
    Code.NO_HANDLE_TIME: "",
}
OF_FILES = frozenset({Code.NOT_READ, Code.UNREAD_FILE, Code.COUNTED_TWICE, Code.FILE_COPY})
KEYS = {
    Code.WHOLE_COMPANY: "customer_service.cost_centre",
    Code.CHART_PROPOSED: "chart",
    Code.NO_HANDLE_TIME: "report.allocation",
    Code.MISSING_RATE: "report.rates",
}
_SECTION = re.compile(r"\[\[?([a-z_]+(?:\.[a-z_]+)*)\]?\]")
_KEY = re.compile(
    r"(?<![\w.])([a-z_]+) = |(?<![\w.])(files|sheet|duration|outcomes|columns) (?:in|under|says)"
)


@dataclass(frozen=True)
class SettingsPlaces:
    """The settings workbook of a folder, as far as findings speak of it.

    Attributes:
        rows: The cell of each key that has a row.
        values: The value of each key that has one.
        cells: The cells of codes, words and files.
        settings: The settings.
    """

    rows: Mapping[str, str]
    values: Mapping[Parts, Any]
    cells: SetupCells
    settings: Settings = field(default_factory=Settings)

    def of(self, finding: Finding) -> str:
        """Return the cell in which a finding is answered, "" where that is not known."""
        if finding.code in OF_FILES:
            return self.cells.of("files", PurePath(finding.where.file).name)
        if sheet := OF_CODES.get(finding.code, ""):
            return self.cells.of(sheet, finding.got)
        for key in self._keys(finding):
            found = self.rows.get(key) or next(
                (cell for name, cell in self.rows.items() if name.startswith(f"{key}.")), ""
            )
            if found:
                return found
        return ""

    def _keys(self, finding: Finding) -> Iterable[str]:
        """Yield the keys that a finding speaks of, the most certain first."""
        if finding.code in KEYS:
            yield KEYS[finding.code]
            return
        table = self._table(finding.where.file)
        if finding.code is Code.MISSING_COLUMN and table:
            yield from self._naming(table, finding.expected)
            yield from (f"{table}.columns.{one}" for one in (finding.expected, "date", "account"))
            return
        text = finding.message("en")
        sections = _SECTION.findall(text)
        section = sections[0] if sections else ""
        for one, other in _KEY.findall(text):
            key = one or other
            for before in (self._numbered(section, table), table, "report", ""):
                full = f"{before}.{key}" if before else key
                if kind_of(tuple(_unnumbered(full).split("."))).kind != "any":
                    yield full

    def _naming(self, table: str, heading: str) -> Iterable[str]:
        """Yield the keys of a table that name a column, by what they are or by what they say."""
        for parts, value in self.values.items():
            key = key_text(parts)
            if key.startswith(f"{table}.") and heading in (str(value), *parts):
                yield key

    def _table(self, file: str) -> str:
        """Return the table of the settings that names a file, as its keys begin; or ""."""
        name = PurePath(file).name
        for known in INPUTS:
            tables = self.settings.of(known)
            for place, said in enumerate(tables):
                if any(PurePath(name).match(pattern) for pattern in said.files):
                    return f"{known}[{place + 1}]" if len(tables) > 1 else known
        return ""

    def _numbered(self, section: str, table: str) -> str:
        """Return a section as the table of the file has it, where it is that input's."""
        name, _, rest = section.partition(".")
        numbered = table if table.partition("[")[0] == name else name
        return f"{numbered}.{rest}" if rest else numbered


def _unnumbered(key: str) -> str:
    return re.sub(r"\[\d+\]", "", key)


def placed(findings: Findings, folder: Path, book: SettingsBook, settings: Settings) -> Findings:
    """Return findings whose advice names the settings workbook, with sheet and cell.

    Args:
        findings: The findings.
        folder: Where the workbook is.
        book: What it says.
        settings: The settings.
    """
    codes = {*OF_CODES, *OF_FILES}
    wanted = any(one.code in codes for one in findings)
    cells = setup_cells(folder / BOOK_NAME) if wanted else SetupCells()
    places = SettingsPlaces(book.rows, book.values, cells, settings)
    return Findings(
        tuple(
            replace(one, home=BOOK_NAME, cell=places.of(one) if _is_asked(one) else "")
            for one in findings
        )
    )


def _is_asked(finding: Finding) -> bool:
    """Tell whether a finding asks something of a person."""
    return finding.severity is not Severity.NOTE or finding.code in (*KEYS, *OF_FILES)
