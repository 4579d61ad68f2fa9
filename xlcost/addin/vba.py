"""The VBA of the template workbook, as text: generated wrappers and the modules written by hand.

Run `python -m xlcost.addin.vba` to write `templates/vba/xlcost_functions.bas` after a change of
the catalogue. Every line of VBA ends in CRLF, and is plain ASCII: a VBA project knows one code
page only, and not the reader's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

import xlcost
from xlcost.addin.wizard import category, descriptions
from xlcost.catalogue.families import catalogue
from xlcost.catalogue.registry import Argument, Metric
from xlcost.errors import DeclarationError, EnvironmentFault

FUNCTIONS = "xlcost_functions"
RUNTIME = "xlcost_runtime"
MEMORY = "xlcost_memory"
BUTTONS = "xlcost_buttons"
RUN = "xlcost_run"
OUTSIDE = "xlcost_outside"
WORKBOOK = "ThisWorkbook"
# Not XLCOST_STATUS: the sheet Report has a defined name that Excel would take for the same.
STATUS = "XLCOST_VERSIONS"

_WIDTH = 100
# What is no ASCII in help texts, and how it is written without.
_PLAIN = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "—": "-",
        "×": "x",
        "·": "*",
        "≥": ">=",
        "≤": "<=",
        "’": "'",
        "“": '"',
        "”": '"',
        "…": "...",
        "÷": "/",
        "\u00a0": " ",
    }
)
# Words that VBA keeps for itself, of those that could name an argument.
_RESERVED_WORDS = """
any array as boolean byte byref byval call case close const currency date debug dim do double each
else empty end enum error event exit explicit false for friend function get global goto if
implements in input integer is let like lock long loop lset me mod name new next not nothing null
object on open option optional or paramarray preserve print private property public put raiseevent
redim rem resume return rset seek select set single static step stop string sub then time to true
type unlock until variant wend while with withevents write xor
"""
_RESERVED = frozenset(_RESERVED_WORDS.split())

_HEAD = f"""Attribute VB_Name = "{FUNCTIONS}"
'Written by xlcost from its catalogue of functions; changes here are lost with the next one.
Option Explicit
"""
_STATUS_FUNCTION = f"""
Public Function {STATUS}() As Variant
Attribute {STATUS}.VB_Description = "Versions of xlcost and Python, or why Python does not answer."
    {STATUS} = XlcostState()
End Function
"""


def function_module(metrics: Iterable[Metric] | None = None) -> str:
    """Return the module of wrappers: one VBA function for every name of every metric."""
    listed = tuple(catalogue() if metrics is None else metrics)
    taken = {name for metric in listed for name in metric.excel_names}
    wrappers = [_wrapper(metric, name, taken) for metric in listed for name in metric.excel_names]
    return _text([_HEAD, *wrappers, _STATUS_FUNCTION, _descriptions(listed)])


def runtime_module() -> str:
    """Return the module that the wrappers call: cells to Python, and answers to cells."""
    return source(f"{RUNTIME}.bas")


def memory_module() -> str:
    """Return the module that remembers answers, and asks for a block of cells at once."""
    return source(f"{MEMORY}.bas")


def buttons_module() -> str:
    """Return the module of the buttons' macros."""
    return source(f"{BUTTONS}.bas")


def run_module() -> str:
    """Return the module that starts a run of Python, asks how it goes and obeys its answer."""
    return source(f"{RUN}.bas")


def outside_module() -> str:
    """Return the module with all that the buttons do outside of Excel."""
    return source(f"{OUTSIDE}.bas")


def workbook_module() -> str:
    """Return the code of ThisWorkbook."""
    return source(f"{WORKBOOK}.cls")


def folder() -> Path:
    """Return the folder of the VBA sources: in the installed package, or in the checkout.

    Raises:
        EnvironmentFault: Neither is there.
    """
    package = Path(xlcost.__file__).parent
    for place in (package / "templates" / "vba", package.parent / "templates" / "vba"):
        if place.is_dir():
            return place
    message = "The VBA sources of xlcost are missing; install xlcost again."
    raise EnvironmentFault(message)


def source(file: str) -> str:
    """Return a VBA source as it stands in its file, lines ending in CRLF."""
    text = (folder() / file).read_bytes().decode("ascii")
    return _text([text.replace("\r\n", "\n")])


def _text(parts: Sequence[str]) -> str:
    return "".join(parts).replace("\n", "\r\n")


def _wrapper(metric: Metric, name: str, taken: AbstractSet[str]) -> str:
    """Return one function; its arguments have the names that the wizard shows."""
    arguments = [_argument_name(argument, taken) for argument in metric.arguments]
    declared = [
        f"{'' if argument.required else 'Optional '}ByVal {given} As Variant"
        for argument, given in zip(metric.arguments, arguments, strict=True)
    ]
    head = _wrapped(f"Public Function {name}(", declared, ") As Variant")
    by_cell = not metric.columns and not any(one.is_range for one in metric.arguments)
    called = "XlcostCellCall" if by_cell else "XlcostCall"
    body = _wrapped(f'    {name} = {called}("{metric.name}", Array(', arguments, "))")
    description = f"Attribute {name}.VB_Description = {_quoted(metric.summary)}"
    return f"\n{head}\n{description}\n{body}\nEnd Function\n"


def _argument_name(argument: Argument, taken: AbstractSet[str]) -> str:
    """Return an argument's name in VBA.

    VBA writes a name in one way in the whole project. Where a function has the name too, the
    argument takes its capitals, or the cells would show the function in small letters.

    Raises:
        DeclarationError: VBA keeps the word for itself.
    """
    if argument.name in _RESERVED:
        message = f"{argument.name!r} is a word of VBA; the argument needs another name."
        raise DeclarationError(message)
    capitals = argument.name.upper()
    return capitals if capitals in taken else argument.name


def _wrapped(start: str, parts: Sequence[str], end: str) -> str:
    """Return a statement, continued on further lines where it is long."""
    lines = [start]
    for place, part in enumerate(parts):
        piece = part + (end if place == len(parts) - 1 else ",")
        if len(lines[-1]) + len(piece) + 3 > _WIDTH:
            lines.append(f"        {piece}")
        else:
            lines[-1] += piece if lines[-1].endswith("(") else f" {piece}"
    return " _\n".join(line.rstrip() for line in lines)


def _descriptions(metrics: Sequence[Metric]) -> str:
    """Return the Subs that tell Excel's function wizard categories and the help of arguments.

    Excel keeps no argument help in the file, so it is told at each opening, and the workbook is
    left as saved as it was. One Sub a family, since VBA limits the size of a procedure.
    """
    families: dict[str, list[Metric]] = {}
    for metric in metrics:
        families.setdefault(_title(metric.family), []).append(metric)
    calls = "".join(f"    Describe{family}\n" for family in families)
    start = f"""
Public Sub DescribeFunctions()
    'The help of the function wizard; the workbook is not marked as changed.
    Dim wasSaved As Boolean

    On Error Resume Next
    wasSaved = ThisWorkbook.Saved
{calls}    XlcostDescribe "{STATUS}", "xlcost", _
        "Versions of xlcost and Python, or why Python does not answer.", Empty
    ThisWorkbook.Saved = wasSaved
End Sub
"""
    return start + "".join(_family(family, members) for family, members in families.items())


def _family(title: str, metrics: Sequence[Metric]) -> str:
    calls = [_description(metric, name) for metric in metrics for name in metric.excel_names]
    return f"\nPrivate Sub Describe{title}()\n{''.join(calls)}End Sub\n"


def _description(metric: Metric, name: str) -> str:
    texts = [_quoted(text) for text in descriptions(metric).values()]
    help_lines = ", _\n        ".join(texts)
    return (
        f'    XlcostDescribe "{name}", {_quoted(category(metric))}, _\n'
        f"        {_quoted(metric.summary)}, Array( _\n"
        f"        {help_lines})\n"
    )


def _title(family: str) -> str:
    return "".join(part.capitalize() for part in family.split("_"))


def _quoted(text: str) -> str:
    """Return a text as a VBA literal.

    Raises:
        DeclarationError: The text has a letter that is no ASCII and has no plain stand-in.
    """
    plain = text.translate(_PLAIN)
    if not plain.isascii():
        message = f"Help for Excel is written in ASCII; this is not: {text!r}."
        raise DeclarationError(message)
    return '"' + plain.replace('"', '""') + '"'


if __name__ == "__main__":
    (folder() / f"{FUNCTIONS}.bas").write_bytes(function_module().encode("ascii"))
