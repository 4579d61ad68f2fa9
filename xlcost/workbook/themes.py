"""A company's own look, read from a file: colours that can be read, a font, a logo."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from xlcost.errors import UsageError
from xlcost.system.identity import Stamp, read_whole, stamp
from xlcost.values.text_guard import stamped_toml
from xlcost.workbook.logo import Logo, read_logo
from xlcost.workbook.theme import DEFAULT, Theme

READABLE = 4.5  # the contrast that WCAG asks of text
LARGEST = 2_000_000  # bytes of a logo, which every report carries
MOST_PIXELS = 4000
_BREADTHS: Mapping[str, float] = MappingProxyType(
    {
        "calibri": 1.0,
        "carlito": 1.0,
        "aptos": 1.1,
        "arial": 1.12,
        "helvetica": 1.12,
        "liberation sans": 1.12,
        "segoe ui": 1.12,
        "open sans": 1.17,
        "roboto": 1.1,
        "tahoma": 1.12,
        "verdana": 1.3,
        "georgia": 1.15,
        "times new roman": 1.0,
        "cambria": 1.06,
        "garamond": 0.97,
    }
)
_OTHER_BREADTH = 1.2  # of a font that nobody measured: better too wide a column than ###
# What is read on what; the first is the one to change.
_PAIRS = (
    ("ink", "white"),
    ("ink", "paper"),
    ("grey", "white"),
    ("accent", "white"),
    ("good", "white"),
    ("bad", "white"),
    ("amber", "white"),
    ("bad", "alert"),
    ("input_ink", "input"),
    ("ink", "alert"),
)


def _plain(code: str) -> str:
    return code.removeprefix("#").upper()


Colour = Annotated[str, Field(pattern=r"^#?[0-9A-Fa-f]{6}$"), AfterValidator(_plain)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Colours(_Model):
    """The colours that a file may name; what it does not name is as it was."""

    ink: Colour = DEFAULT.ink
    grey: Colour = DEFAULT.grey
    middle: Colour = DEFAULT.middle
    light: Colour = DEFAULT.light
    paper: Colour = DEFAULT.paper
    white: Colour = DEFAULT.white
    accent: Colour = DEFAULT.accent
    good: Colour = DEFAULT.good
    bad: Colour = DEFAULT.bad
    amber: Colour = DEFAULT.amber
    alert: Colour = DEFAULT.alert
    input: Colour = DEFAULT.input
    input_ink: Colour = DEFAULT.input_ink


class _File(_Model):
    font: str = Field(default=DEFAULT.font, min_length=1, max_length=31, pattern=r"^[\w .-]+$")
    logo: str = ""
    colours: _Colours = Field(default_factory=_Colours)


def load_theme(path: Path) -> Theme:
    """Return the look that a TOML file describes, as `read_theme` does."""
    return read_theme(path)[0]


def read_theme(path: Path) -> tuple[Theme, tuple[Stamp, ...]]:
    """Return the look that a TOML file describes, and what was read: the file and its logo.

    Args:
        path: The file; its logo is named from the folder that it lies in.

    Raises:
        UsageError: The file is not there, says what it cannot, or has words in colours that
            nobody could read; one sentence a mistake.
    """
    read, own = _parsed(path)
    colours = read.colours.model_dump()
    faint = _unreadable(colours)
    if faint:
        raise UsageError(f"The theme {path.name} cannot be used. {' '.join(faint)}")
    logo, picture = _logo(path, read.logo) if read.logo else (None, None)
    breadth = _BREADTHS.get(read.font.casefold(), _OTHER_BREADTH)
    files = (own, picture) if picture else (own,)
    return Theme(font=read.font, breadth=breadth, logo=logo, **colours), files


def logo_file(path: Path) -> Path | None:
    """Return the file of the logo that a look names, or None.

    Raises:
        UsageError: The look cannot be read.
    """
    name = _parsed(path)[0].logo
    return path.parent / name if name else None


def _parsed(path: Path) -> tuple[_File, Stamp]:
    """Return what the file of a look says, and which bytes say so."""
    try:
        if not path.exists():
            raise UsageError(f"The theme {path} cannot be read: there is no such file.")
        said, read = stamped_toml(path)
        return _File.model_validate(said), read
    except ValidationError as fault:
        mistakes = " ".join(_sentence(error["loc"], error["type"]) for error in fault.errors())
        raise UsageError(f"The theme {path.name} cannot be used. {mistakes}") from fault


def _sentence(where: tuple[int | str, ...], kind: str) -> str:
    """Return what is wrong with one key, and what it may be."""
    name = ".".join(str(part) for part in where)
    if kind == "extra_forbidden":
        known = _Colours.model_fields if where[0] == "colours" else _File.model_fields
        return f"{name} is not known; there are {', '.join(known)}."
    if where[0] == "colours" and len(where) > 1:
        return f'{name} must be a colour such as "#1F2A36".'
    if name == "colours":
        return "colours must be a table of names and colours."
    return f"{name} must be a {'font name' if name == 'font' else 'file name'}."


def _unreadable(colours: Mapping[str, str]) -> list[str]:
    """Return a sentence for each text colour that is too near to what it is written on."""
    sentences = []
    for text, behind in _PAIRS:
        has = contrast(colours[text], colours[behind])
        if has < READABLE:
            enough = _readable(colours[text], colours[behind])
            sentences.append(
                f"colours.{text} #{colours[text]} is hard to read on {behind} "
                f"#{colours[behind]} (contrast {has:.1f}, at least {READABLE} is needed)"
                + (f": #{enough} would do." if enough else ".")
            )
    return sentences


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    darker, lighter = sorted((_light(first), _light(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _light(code: str) -> float:
    """Return the relative luminance of a colour."""
    shares = [int(code[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # the curve of sRGB
        for share in shares
    ]
    return sum(part * one for part, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _readable(text: str, behind: str) -> str:
    """Return the nearest shade of a colour that can be read; empty where none can."""
    end = 0 if _light(behind) > 0.18 else 255  # noqa: PLR2004  # what is as far from black as from white
    parts = [int(text[at : at + 2], 16) for at in (0, 2, 4)]
    for step in range(1, 51):
        mixed = "".join(f"{round(part + (end - part) * step / 50):02X}" for part in parts)
        if contrast(mixed, behind) >= READABLE:
            return mixed
    return ""


def _logo(theme: Path, name: str) -> tuple[Logo, Stamp]:
    path = theme.parent / name
    try:
        if path.stat().st_size > LARGEST:
            size = f"{LARGEST / 1_000_000:.0f} MB"
            raise UsageError(f"The logo {name} is larger than {size}; save it smaller.")
        content = read_whole(path)
        logo = read_logo(content)
    except OSError as fault:
        raise UsageError(f"The logo {name} cannot be read: {fault.strerror}.") from fault
    except ValueError as fault:
        raise UsageError(f"The logo {name} {fault}; save it as PNG or JPEG.") from fault
    if max(logo.width, logo.height) > MOST_PIXELS:
        raise UsageError(f"The logo {name} has more than {MOST_PIXELS} pixels a side.")
    return logo, stamp(path, content)
