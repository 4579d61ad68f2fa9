"""Options: what several commands take, each declared once with its words of help."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer


class Language(StrEnum):
    """Languages of reports, findings and samples."""

    en = "en"
    nb = "nb"


class Dimension(StrEnum):
    """What a company can be split by."""

    cost_centre = "cost_centre"
    site = "site"
    entity = "entity"
    manager = "manager"


class OutputFormat(StrEnum):
    """What stands beside the workbook, which is always written."""

    html = "html"
    pptx = "pptx"
    pdf = "pdf"
    json = "json"
    csv = "csv"
    parquet = "parquet"
    xlsx = "xlsx"


class PrintedPages(StrEnum):
    """Which pages are printed."""

    short = "short"
    full = "full"


MORE, SELDOM = "More than one workbook, and its looks", "Seldom needed"


def flag(name: str, text: str, **more: Any) -> Any:
    """Return an option that is there or not, without a type beside it in the help."""
    return typer.Option(name, metavar="", help=text, **more)


def taking(value: str, name: str, text: str, **more: Any) -> Any:
    """Return an option whose value has the word of a reader in the help, and no type of Python."""
    return typer.Option(name, metavar=value, help=text, **more)


def _known_formats(text: str) -> str:
    """Return formats as they were named, one or several with commas between, if all are known."""
    words = [word.strip().lower() for word in text.split(",")]
    for word in words:
        if word not in [one.value for one in OutputFormat]:
            message = f"'{word}' is none of them"
            raise typer.BadParameter(message)
    return ",".join(words)


def formats_of(asked: Sequence[str] | None) -> tuple[str, ...]:
    """Return the formats that were named, each once, in the order in which they were named."""
    return tuple(dict.fromkeys(word for one in asked or () for word in one.split(",")))


_DATA = taking(
    "FOLDER",
    "--data",
    "Folder with your exports and, if there, xlcost.xlsx. Default: this folder.",
)
Data = Annotated[Path, _DATA]
DataOfReport = Annotated[Path | None, _DATA]  # a manifest names its own
Out = Annotated[Path, taking("FOLDER", "--out", "Folder for the report; created if missing.")]
Period = Annotated[
    str | None,
    taking(
        "PERIOD", "--period", "2026-10, 2026P10 or 2026. Default: the last period of the ledger."
    ),
]
Lang = Annotated[
    Language | None, taking("en|nb", "--lang", "Language. Default: the one in the settings.")
]
DataLang = Annotated[Language, taking("en|nb", "--lang", "Language of the data and the report.")]
AllowErrors = Annotated[
    bool,
    flag("--allow-errors", "Build despite errors; every page says so.", rich_help_panel=SELDOM),
]
Levers = Annotated[
    Path | None,
    taking("FILE", "--levers", "The plan. Default: levers.toml in the data folder."),
]
Each = Annotated[
    Dimension | None,
    taking(
        "cost_centre|site|entity|manager",
        "--each",
        "Also one report for each of these, and an index.",
        rich_help_panel=MORE,
    ),
]
Processes = Annotated[
    int | None,
    taking(
        "NUMBER",
        "--processes",
        "With --each: reports built in parallel. Default: one per processor.",
        min=1,
        rich_help_panel=MORE,
    ),
]
Pdf = Annotated[bool, flag("--pdf", "Also as PDF; needs LibreOffice.", rich_help_panel=MORE)]
PagesOf = Annotated[
    PrintedPages,
    taking(
        "short|full",
        "--pages",
        "Pages in print and PDF: the main ones, or all. Default: short.",
        rich_help_panel=MORE,
    ),
]
Formats = Annotated[
    list[str] | None,
    taking(
        "html|pptx|pdf|json|csv|parquet",
        "--format",
        "Also a web page, slides, a PDF or tables; several with commas.",
        parser=_known_formats,
        rich_help_panel=MORE,
    ),
]
Incognito = Annotated[
    bool,
    flag(
        "--incognito",
        "For screenshots: amounts scaled, names replaced, ratios unchanged.",
        rich_help_panel=MORE,
    ),
]
Theme = Annotated[
    Path | None,
    taking("FILE", "--theme", "A file with your colours, font and logo.", rich_help_panel=MORE),
]
Previous = Annotated[
    list[Path] | None,
    taking(
        "PATH",
        "--previous",
        "Earlier report, or folder, to take comments from; --out is always read.",
        rich_help_panel=SELDOM,
    ),
]
ManifestFile = Annotated[
    Path | None,
    taking(
        "FILE",
        "--manifest",
        "Rebuild the report of this manifest.",
        rich_help_panel=SELDOM,
    ),
]
Trust = Annotated[
    bool,
    flag(
        "--trust",
        "Allow the folder access beyond its own files: databases, paths, limits.",
        rich_help_panel=SELDOM,
    ),
]
AllowChanged = Annotated[
    bool,
    flag(
        "--allow-changed",
        "With --manifest: also if source files have changed.",
        rich_help_panel=SELDOM,
    ),
]
