"""Reports that are known to be right, and how another build is compared with them part by part.

`python -m tests.regenerate` builds them anew; look at the difference before it is committed.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).with_name("golden")
LANGUAGES = ("en", "nb")
MOST_LINES = 12  # of a part's differences that are told

# What may differ between two right builds: part, pattern of a line, and why.
IGNORED: tuple[tuple[str, str, str], ...] = (
    (
        r"xl/theme/theme1\.xml",
        r".*",
        "openpyxl's own theme, another one a version; no cell and no chart of ours points at it",
    ),
    (
        r"docProps/app\.xml",
        r"\s*<(?:\w+:)?(?:Application|AppVersion)>.*",
        "the name and version of openpyxl",
    ),
)


def golden(language: str) -> Path:
    """Return the place of the known report of a language."""
    return FOLDER / f"report_{language}.xlsx"


def build(path: Path, language: str) -> None:
    """Write the report of the hand-made company."""
    from hand_made import company, made

    from xlcost.report.model.evaluation import evaluate
    from xlcost.workbook.render import write_workbook

    report = made(company(), language=language)
    write_workbook(report, evaluate(report), path)


def parts(path: Path) -> dict[str, list[str]]:
    """Return every part of a workbook as lines, without what may differ."""
    with zipfile.ZipFile(path) as file:
        return {name: list(_kept(name, _lines(name, file.read(name)))) for name in file.namelist()}


def _kept(name: str, lines: Iterator[str]) -> Iterator[str]:
    patterns = [line for part, line, _ in IGNORED if re.fullmatch(part, name)]
    return (line for line in lines if not any(re.fullmatch(one, line) for one in patterns))


def _lines(name: str, data: bytes) -> Iterator[str]:
    """Yield an XML part element by element, anything else as its checksum."""
    if not name.endswith((".xml", ".rels", ".vml")):
        yield hashlib.sha256(data).hexdigest()
        return
    yield from _elements(etree.fromstring(data), 0)


def _elements(element: etree._Element, depth: int) -> Iterator[str]:
    name = etree.QName(element).localname
    attributes = "".join(
        f' {etree.QName(key).localname}="{value}"' for key, value in sorted(element.items())
    )
    text = element.text if element.text and (element.text.strip() or not len(element)) else ""
    indent = "  " * depth
    if not len(element):
        yield (
            f"{indent}<{name}{attributes}>{text!r}</{name}>"
            if text
            else f"{indent}<{name}{attributes}/>"
        )
        return
    yield f"{indent}<{name}{attributes}>"
    for child in element:
        yield from _elements(child, depth + 1)
    yield f"{indent}</{name}>"


def differences(expected: Path, found: Path) -> list[str]:
    """Return what differs between two workbooks: parts that only one has, then lines."""
    if not expected.is_file():
        return [
            f"{expected.name} is not there: run `python -m tests.regenerate`, look, and commit it"
        ]
    before, after = parts(expected), parts(found)
    told = [f"only in {expected.name}: {name}" for name in before if name not in after]
    told += [f"only in {found.name}: {name}" for name in after if name not in before]
    if not told and list(before) != list(after):
        told.append(f"the parts stand in another order: {list(after)}")
    for name in before:
        if name in after and before[name] != after[name]:
            lines = difflib.unified_diff(before[name], after[name], name, name, n=1, lineterm="")
            told += list(lines)[: MOST_LINES + 3]
    return told


def main() -> None:
    """Build the known reports anew."""
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        build(golden(language), language)
        sys.stdout.write(f"{golden(language)}\n")
    import docs.sample

    docs.sample.main()
    sys.stdout.write(f"{docs.sample.FOLDER}\n")


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    sys.path[:0] = [str(here), str(here.parent)]
    main()
