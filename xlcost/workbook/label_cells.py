"""Labels of a chart that are the texts of cells: an extension of the format since Excel 2013.

openpyxl does not write it, so it is added to the written part. A reader that does not know it
shows the texts as they were.
"""

from __future__ import annotations

import uuid

from lxml import etree

from xlcost.workbook.book import LabelCells

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_WORDS = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LATER = "http://schemas.microsoft.com/office/drawing/2012/chart"
_LABEL_EXTENSION = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
_RANGE_EXTENSION = "{02D57815-91ED-43cb-92C2-25804820EDAC}"
_FLAGS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
_AFTER_LABELS = ("trendline", "errBars", "cat", "val", "smooth", "shape", "extLst")


def label_from_cells(root: etree._Element, labels: LabelCells) -> None:
    """Write the texts of cells above the points of one series."""
    series = next(
        one
        for one in root.iter(f"{{{_CHART}}}ser")
        if one.find(f"{{{_CHART}}}idx").get("val") == str(labels.series)  # type: ignore[union-attr]  # every series has one
    )
    list_ = etree.Element(f"{{{_CHART}}}dLbls")
    for number, text in enumerate(labels.texts):
        list_.append(_label(number, text, labels))
    _properties(list_, labels)
    extension = _extension(list_, _LABEL_EXTENSION)
    etree.SubElement(extension, f"{{{_LATER}}}showDataLabelsRange", val="1")
    after = next(child for child in series if etree.QName(child).localname in _AFTER_LABELS)
    after.addprevious(list_)
    _range(series, labels)


def _label(number: int, text: str, labels: LabelCells) -> etree._Element:
    label = _child(None, "dLbl")
    _child(label, "idx", val=str(number))
    rich = _child(_child(label, "tx"), "rich")
    _word(rich, "bodyPr")
    paragraph = _word(rich, "p")
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"{labels.formula} {number}")
    field = _word(paragraph, "fld", id=f"{{{str(key).upper()}}}", type="CELLRANGE")
    _look(field, "rPr", labels)
    _word(_word(field, "pPr"), "defRPr")
    _word(field, "t").text = text
    _word(paragraph, "endParaRPr", lang="en-US")
    _flags(label)
    extension = _extension(label, _LABEL_EXTENSION)
    etree.SubElement(extension, f"{{{_LATER}}}showDataLabelsRange", val="1")
    return label


def _properties(parent: etree._Element, labels: LabelCells) -> None:
    """Say how labels look, and that they say nothing but their cells."""
    fill = _child(parent, "spPr")
    _word(fill, "noFill")
    _word(_word(fill, "ln"), "noFill")
    look = _child(parent, "txPr")
    _word(look, "bodyPr")
    paragraph = _word(look, "p")
    _look(_word(paragraph, "pPr"), "defRPr", labels)
    _word(paragraph, "endParaRPr", lang="en-US")
    _flags(parent)


def _flags(parent: etree._Element) -> None:
    _child(parent, "dLblPos", val="t")
    for flag in _FLAGS:
        _child(parent, flag, val="0")


def _look(parent: etree._Element, name: str, labels: LabelCells) -> None:
    look = _word(parent, name, sz=str(int(labels.size * 100)), b="0")
    _word(_word(look, "solidFill"), "srgbClr", val=labels.ink)
    _word(look, "latin", typeface=labels.font)


def _range(series: etree._Element, labels: LabelCells) -> None:
    """Name the range of the cells and what they show."""
    extension = _extension(series, _RANGE_EXTENSION)
    range_ = etree.SubElement(extension, f"{{{_LATER}}}datalabelsRange")
    etree.SubElement(range_, f"{{{_LATER}}}f").text = labels.formula
    cache = etree.SubElement(range_, f"{{{_LATER}}}dlblRangeCache")
    _child(cache, "ptCount", val=str(len(labels.texts)))
    for number, text in enumerate(labels.texts):
        _child(_child(cache, "pt", idx=str(number)), "v").text = text


def _extension(parent: etree._Element, uri: str) -> etree._Element:
    list_ = _child(parent, "extLst")
    name = f"{{{_CHART}}}ext"
    return etree.SubElement(list_, name, nsmap={"c15": _LATER}, uri=uri)


def _child(parent: etree._Element | None, name: str, **attributes: str) -> etree._Element:
    tag = f"{{{_CHART}}}{name}"
    if parent is None:
        return etree.Element(tag, attributes, nsmap={"c": _CHART, "a": _WORDS})
    return etree.SubElement(parent, tag, attributes)


def _word(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_WORDS}}}{name}", attributes)
