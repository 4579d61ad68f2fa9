"""An Office file whose bytes depend on what is in it, and not on the clock."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

_FIRST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can say
_WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_WORKBOOK = ".xlsx"
_PROPERTIES = "docProps/core.xml"


def same_bytes(content: bytes, moment: datetime) -> bytes:
    """Return the same file with one time in it, in the workbooks of its charts, too.

    Args:
        content: The file.
        moment: When it was made, for the reader; the times of its parts are none.
    """
    made = io.BytesIO()
    said = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for item in read.infolist():
            part = read.read(item)
            if item.filename.endswith(_WORKBOOK):
                part = same_bytes(part, moment)
            elif item.filename == _PROPERTIES:
                part = _WHEN.sub(rb"\g<1>" + said + rb"\g<2>", part)
            plain = zipfile.ZipInfo(item.filename, _FIRST)
            plain.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(plain, part)
    return made.getvalue()
