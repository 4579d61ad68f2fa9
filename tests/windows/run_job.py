"""Writes the job of a run into the folder of temporary files, and tells where that is."""

from __future__ import annotations

import json
import sys

from xlcost.addin.run_folder import JOB, PREFIX, encoded, place

if __name__ == "__main__":
    number, cells = sys.argv[1], json.loads(sys.argv[2])
    folder = place() / f"{PREFIX}{number}"
    folder.mkdir()
    (folder / JOB).write_bytes(encoded(cells.items()))
    sys.stdout.buffer.write(str(folder).encode())
