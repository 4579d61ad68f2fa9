"""A company's own look: what a theme file may say, and that the whole workbook follows it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import fields, replace
from pathlib import Path

import openpyxl
import pytest
from hand_made import company, made
from openxml_audit import OpenXmlValidator

from tests.workbook.pictures import jpeg_head, png
from xlcost.errors import UsageError
from xlcost.report.model.evaluation import evaluate
from xlcost.workbook.logo import read_logo
from xlcost.workbook.render import write_workbook
from xlcost.workbook.theme import DEFAULT
from xlcost.workbook.themes import READABLE, contrast, load_theme

OWN = """
font = "Verdana"
logo = "logo.png"

[colours]
ink = "#102030"
accent = "7A1FA2"
good = "#00695C"
"""


def theme_file(folder: Path, text: str) -> Path:
    """Write a theme beside a logo."""
    (folder / "logo.png").write_bytes(png(300, 100))
    path = folder / "theme.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_default_can_be_read() -> None:
    """Every text colour of the default look has the contrast that WCAG asks for."""
    for ink in (DEFAULT.ink, DEFAULT.grey, DEFAULT.accent, DEFAULT.good, DEFAULT.amber):
        assert contrast(ink, DEFAULT.white) >= READABLE
    assert contrast(DEFAULT.bad, DEFAULT.alert) >= READABLE
    assert contrast("FFFFFF", "000000") == pytest.approx(21)


# What a colour is to who lacks one kind of cones: Machado, Oliveira and Fernandes 2009, severity 1.
SEEN = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def seen_as(code: str, matrix: tuple[tuple[float, ...], ...]) -> str:
    """Return the colour that an eye without red or green takes another for."""
    shares = [int(code[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]
    seen = [sum(part * one for part, one in zip(row, linear, strict=True)) for row in matrix]
    curved = [
        12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055
        for one in (min(max(one, 0.0), 1.0) for one in seen)
    ]
    return "".join(f"{round(255 * one):02X}" for one in curved)


def test_good_and_bad_are_told_apart_by_every_eye() -> None:
    """Good and bad differ in brightness: on paper without colours, and to a red-green blind eye."""
    assert contrast(DEFAULT.good, DEFAULT.bad) >= 1.5
    for matrix in SEEN.values():
        seen = seen_as(DEFAULT.good, matrix), seen_as(DEFAULT.bad, matrix)
        assert contrast(*seen) >= 1.5


def test_a_theme_is_what_its_file_says(tmp_path: Path) -> None:
    """Colours, font and logo are the file's, and what it does not name is the default's."""
    theme = load_theme(theme_file(tmp_path, OWN))
    assert (theme.font, theme.ink, theme.accent) == ("Verdana", "102030", "7A1FA2")
    assert theme.paper == DEFAULT.paper
    assert theme.breadth > 1
    assert theme.logo is not None
    assert (theme.logo.width, theme.logo.height) == (300, 100)
    assert load_theme(theme_file(tmp_path, "")) == DEFAULT


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[colours]\nink = "blue"', 'colours.ink must be a colour such as "#1F2A36".'),
        ('[colours]\nsky = "#000000"', "colours.sky is not known; there are ink, grey,"),
        ("font = 3", "font must be a font name."),
        ('size = "large"', "size is not known; there are font, logo, colours."),
        ("colours = 1", "colours must be a table of names and colours."),
        ("font = ", "is not valid TOML"),
        ('logo = "none.png"', "The logo none.png cannot be read"),
        ('logo = "theme.toml"', "is neither a PNG nor a JPEG; save it as PNG or JPEG."),
    ],
)
def test_a_mistake_is_one_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    """What a theme cannot say is told with the key and what it may be."""
    with pytest.raises(UsageError, match=re.escape(sentence)):
        load_theme(theme_file(tmp_path, text))


def test_a_theme_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is one sentence, not a traceback."""
    with pytest.raises(UsageError, match="cannot be read"):
        load_theme(tmp_path / "none.toml")


def test_words_that_nobody_could_read_are_refused(tmp_path: Path) -> None:
    """A pale text colour is refused with the nearest shade that can be read."""
    with pytest.raises(UsageError, match=r"accent #FFCC00 is hard to read on white") as raised:
        load_theme(theme_file(tmp_path, '[colours]\naccent = "#FFCC00"'))
    found = re.search(r"#([0-9A-F]{6}) would do", str(raised.value))
    assert found is not None
    assert contrast(found[1], "FFFFFF") >= READABLE
    with pytest.raises(UsageError, match=r"ink #FFFFFF .* on white"):
        load_theme(theme_file(tmp_path, '[colours]\nink = "#FFFFFF"'))


def test_the_example_of_the_documentation_is_a_theme(tmp_path: Path) -> None:
    """docs/report.md names every colour, and its example can be used as it stands."""
    page = Path(__file__).resolve().parents[2] / "docs" / "report.md"
    (example,) = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    theme = load_theme(theme_file(tmp_path, example))
    assert theme.font == "Arial"
    assert replace(theme, font=DEFAULT.font, breadth=1.0, logo=None) == DEFAULT
    named = set(re.findall(r"^(\w+) =", example, re.MULTILINE))
    assert named | {"breadth"} == {field.name for field in fields(theme)}


def test_pictures_are_looked_at() -> None:
    """A logo is a whole PNG or JPEG with a size; anything else is refused."""
    assert (read_logo(png(7, 9)).width, read_logo(png(7, 9)).height) == (7, 9)
    jpeg = read_logo(jpeg_head(40, 30))
    assert (jpeg.kind, jpeg.width, jpeg.height) == ("jpeg", 40, 30)
    whole = (png(7, 9), jpeg_head(40, 30))
    for data in (whole[0][:-3], whole[0][:18], whole[1][:-1], whole[1][:24], b"GIF89a", b""):
        with pytest.raises(ValueError, match=r"cut short|neither|no whole"):
            read_logo(data)
    with pytest.raises(ValueError, match="no size"):
        read_logo(jpeg_head(0, 30))


def test_the_whole_workbook_follows_the_theme(tmp_path: Path) -> None:
    """Fonts, colours, charts and headers are the theme's; the logo is on Summary; it is valid."""
    theme = load_theme(theme_file(tmp_path, OWN))
    report = made(company())
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path, theme)
    book = openpyxl.load_workbook(path)
    fonts = {cell.font.name for row in book["Summary"].iter_rows() for cell in row if cell.value}
    assert fonts == {"Verdana"}
    assert book["Summary"].sheet_properties.tabColor.rgb.endswith("7A1FA2")
    with zipfile.ZipFile(path) as file:
        charts = [name for name in file.namelist() if name.startswith("xl/charts/chart")]
        drawn = b"".join(file.read(name) for name in charts)
        styles = file.read("xl/styles.xml")
        assert file.read("xl/media/image1.png") == png(300, 100)
        drawing = file.read("xl/drawings/drawing1.xml")
    for old in (DEFAULT.ink, DEFAULT.accent, DEFAULT.good, "Calibri"):
        assert old.encode() not in drawn
    assert DEFAULT.ink.encode() not in styles
    assert b'descr="Hand AS"' in drawing
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_a_wide_font_gets_wide_columns(tmp_path: Path) -> None:
    """Columns are made for the font's own letters, so that nothing is cut or shows ###."""
    report = made(company())
    widths = []
    for theme in (DEFAULT, load_theme(theme_file(tmp_path, 'font = "Verdana"'))):
        path = tmp_path / "report.xlsx"
        write_workbook(report, evaluate(report), path, theme)
        widths.append(openpyxl.load_workbook(path)["OpEx by line"].column_dimensions["B"].width)
    assert widths[1] > 1.15 * widths[0]
