"""Drives a LibreOffice over UNO; run by the system's Python, the only one that has `uno`.

Reads one JSON request on standard input: `workbook`, `profile`, `names` (defined names, and what
to write into them), `macros` to run then, and `sheets` to read back. Writes one JSON answer: every
cell of each sheet, every defined cell, and each macro's fate.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_SECONDS = 120
_RUN_MACROS_WITHOUT_ASKING = 4


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _connected(port: int) -> Any:
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    address = f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext"
    until = time.monotonic() + _SECONDS
    while True:
        try:
            return resolver.resolve(address)
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)


def _property(name: str, value: object) -> Any:
    from com.sun.star.beans import PropertyValue

    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _run(document: Any, macro: str) -> str:
    """Run a macro of the workbook, and return what went wrong, or nothing."""
    script = document.getScriptProvider().getScript(
        f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document"
    )
    try:
        script.invoke((), (), ())
    except Exception as fault:  # noqa: BLE001 - told to the test
        return str(fault)
    return ""


def _named(document: Any) -> dict[str, Any]:
    """Return the one cell that each defined name of ours stands for."""
    found = {}
    for name in document.NamedRanges.ElementNames:
        area = document.NamedRanges.getByName(name).getReferredCells()
        if name.startswith("xlcost_") and area is not None:
            found[name] = area.getCellByPosition(0, 0)
    return found


def _wait(document: Any, asks_itself: bool) -> None:
    """Wait until no run is under way; where its timer does not, ask as the timer would."""
    until = time.monotonic() + _SECONDS
    run = _named(document).get("xlcost_run_number")
    while run is not None and run.String and time.monotonic() < until:
        time.sleep(0.5)
        if not asks_itself:
            _run(document, "xlcost_run.XlcostAsk")


def _open(desktop: Any) -> list[str]:
    """Return the addresses of the open documents."""
    documents = desktop.getComponents().createEnumeration()
    found = []
    while documents.hasMoreElements():
        found.append(documents.nextElement().getURL())
    return found


def _cells(sheet: Any) -> list[list[Any]]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    area = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    return [list(row) for row in area.getDataArray()]


def main() -> None:
    """Open the workbook, calculate everything, run the macros, read the sheets back."""
    request = json.load(sys.stdin)
    port = _free_port()
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={Path(request['profile']).as_uri()}",
            f"--accept=socket,host=127.0.0.1,port={port};urp;",
        ],
        stdout=sys.stderr,
    )
    context = None
    try:
        context = _connected(port)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        # Not hidden, though headless: only a workbook with a view runs its own code on opening.
        options = (_property("MacroExecutionMode", _RUN_MACROS_WITHOUT_ASKING),)
        address = Path(request["workbook"]).as_uri()
        document = desktop.loadComponentFromURL(address, "_blank", 0, options)
        changed = document.isModified()
        document.calculateAll()
        for name, text in request["names"].items():
            _named(document)[name].String = text
        macros = {}
        for macro in request["macros"]:
            macros[macro] = _run(document, macro)
            _wait(document, request["waits"])
        sheets = {name: _cells(document.Sheets.getByName(name)) for name in request["sheets"]}
        names = {name: cell.String for name, cell in _named(document).items()}
        answer = {"sheets": sheets, "names": names, "macros": macros, "changed": changed}
        json.dump(answer | {"documents": _open(desktop)}, sys.stdout)
        sys.stdout.flush()
        document.close(True)
        desktop.terminate()
    finally:
        try:
            office.wait(30)
        except subprocess.TimeoutExpired:
            office.kill()


if __name__ == "__main__":
    main()
