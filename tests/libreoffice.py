"""LibreOffice as the second opinion: it recalculates what a test wrote."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

# A cold start on a busy machine takes a while; a hang must still end the test.
_SECONDS = 300


def recalculate(path: Path) -> Path:
    """Return a copy of a workbook whose formulas Calc has calculated.

    Formulas that openpyxl wrote have no cached value, so loading calculates them. A workbook that
    has cached values needs a hard recalculation instead: a plain load trusts the cache.

    Args:
        path: The workbook, an .xlsx file.

    Returns:
        The path of the calculated copy, in a folder beside the original.
    """
    program = shutil.which("soffice")
    if program is None:
        message = "LibreOffice (soffice) is needed; install libreoffice-calc."
        raise RuntimeError(message)
    target = path.parent / f"{path.stem}-calculated"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        # A profile of its own, so that tests never meet an open LibreOffice or each other.
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(target),
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    result = target / path.name
    if not result.is_file():
        message = f"LibreOffice wrote no {result.name}."
        raise RuntimeError(message)
    return result
