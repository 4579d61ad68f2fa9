"""What is wanted of a run, and a pack that it made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.earlier import Earlier
from xlcost.dataset.findings import Finding, Findings
from xlcost.dataset.settings import Settings
from xlcost.locales.words import words
from xlcost.report.model.evaluation import Address
from xlcost.report.model.expressions import Value
from xlcost.report.model.spec import Pages, Report
from xlcost.system.identity import Stamp
from xlcost.workbook.theme import DEFAULT, Theme


@dataclass(frozen=True)
class SignOff:
    """Who stands for a final pack, in place of what the settings say; its manifest keeps it.

    Attributes:
        prepared_by, reviewed_by, approved_by: Names; "" leaves it to the settings.
        on: The day of these signatures.
    """

    prepared_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""
    on: date | None = None

    def signed(self, settings: Settings) -> Settings:
        """Return settings of a final pack with these names and this day."""
        names = {role: name for role, name in asdict(self).items() if name and role != "on"}
        days = {role.replace("_by", "_on"): self.on for role in names if self.on}
        report = settings.report.model_copy(update={"status": "final", **names, **days})
        return settings.model_copy(update={"report": report})


@dataclass(frozen=True)
class Options:
    """What a pack is, besides its data.

    Attributes:
        allow_errors: Build in spite of findings of severity error; every page then says so.
        incognito: Multiply money and replace names, for screenshots; every page then says so.
        pdf: Also as PDF, through LibreOffice.
        formats: Also as a page ("html"), as slides ("pptx"), or as tables for other tools: "json",
            "csv", "parquet".
        theme: A file with the company's look, in place of the settings'.
        previous: Earlier packs, or folders of them, besides those in the output folder.
        pages: Whether the pages that everybody gets are printed ("short"), or all ("full").
        sign_off: Who signs it as final, in place of the settings.
    """

    allow_errors: bool = False
    incognito: bool = False
    pdf: bool = False
    formats: tuple[str, ...] = ()
    theme: Path | None = None
    previous: tuple[Path, ...] = ()
    pages: Pages = "short"
    sign_off: SignOff | None = None


@dataclass(frozen=True)
class RunSpec:
    """What is wanted of one run; every pack of it is made alike.

    Attributes:
        data: Folder of the data.
        settings: The settings that the data was read with.
        language: "en" or "nb".
        created: The run time, ISO text in UTC.
        options: What each pack is.
        remark: A sentence for About.
        earlier: What earlier packs held, where it is not read from them.
        findings: What was found about those earlier packs.
        theme: The look of its workbooks.
        look: The files that it was read from: its own, and that of the logo.
    """

    data: Path
    settings: Settings
    language: str
    created: str
    options: Options = Options()
    remark: str = ""
    earlier: Earlier | None = None
    findings: tuple[Finding, ...] = ()
    theme: Theme = DEFAULT
    look: tuple[Stamp, ...] = ()

    @property
    def notice(self) -> str:
        """What every page says of a pack that is incognito."""
        return words(self.language).text("incognito.notice") if self.options.incognito else ""

    def stem(self, name: str) -> str:
        """Return a file name without its ending: what is incognito takes no report's place."""
        return f"{name}_incognito" if self.options.incognito else name


@dataclass(frozen=True)
class Pack:
    """A finished pack: its data, its report, the value of every cell, and its workbook."""

    dataset: Dataset
    report: Report
    values: Mapping[Address, Value]
    path: Path

    @property
    def findings(self) -> Findings:
        """What was wrong with its data, and what was noticed while its report was made."""
        return self.dataset.findings + self.report.findings
