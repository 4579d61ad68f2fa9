"""Numbers in words, as formulas: digits that no reader's settings can change."""

from __future__ import annotations

import math

from xlcost.report.model.expressions import Said, Size
from xlcost.workbook.formulas.references import closed, constant, text_constant


def said(item: Said, number: str) -> str:
    """Return the formula of a number in words.

    TEXT reads the marks in its codes by the settings of who opens the workbook: "#,##0.0" is
    another number in Oslo than in London. Only codes of zeros are the same everywhere.

    Args:
        item: How it is said.
        number: The formula of the number.
    """
    text = ""
    for size in reversed(item.sizes):
        words = _one(item, size, number)
        bound = "" if math.isinf(size.below) else constant(size.below)
        text = f"IF(ABS({number})<{bound},{words},{text})" if bound else words
    return text


def _one(item: Said, size: Size, number: str) -> str:
    if size.words is not None:
        return text_constant(size.words)
    scaled = f"ABS({number})"
    scaled += f"*{size.times}" if size.times != 1 else f"/{size.over}" if size.over != 1 else ""
    rounded = f"ROUND({scaled},0)"
    power = 10**size.decimals
    whole = f"INT({rounded}/{power})" if size.decimals else rounded
    parts = [text_constant(size.before)] if size.before else []
    largest = size.below * size.times / size.over / power
    if largest > 1000:  # noqa: PLR2004 - from here on there are thousands
        left = f"INT({closed(whole)}/1000)"
        grouped = f'{left}&{text_constant(item.thousand)}&TEXT(MOD({whole},1000),"000")'
        parts.append(f'IF({whole}<1000,{whole}&"",{grouped})')
    else:
        parts.append(whole)
    if size.decimals:
        zeros = "0" * size.decimals
        parts += [text_constant(item.decimal), f'TEXT(MOD({rounded},{power}),"{zeros}")']
    parts += [text_constant(size.after)] if size.after else []
    return "&".join(parts) if len(parts) > 1 else f'{parts[0]}&""'
