"""Validates Office files with Microsoft's Open XML SDK, without Windows; started by `wheels.run`.

Reads a list of files from standard input and prints a list of findings for each of them, for the
oldest version of Office that we write for, one between, and Microsoft 365. The SDK's assemblies lie
in one wheel, a runtime of .NET in another; pythonnet starts the one with the other.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

VERSIONS = ("Office2010", "Office2016", "Microsoft365")
ASSEMBLIES = ("System.IO.Packaging", "DocumentFormat.OpenXml.Framework", "DocumentFormat.OpenXml")
_PLATFORM = ".NETCoreApp,Version=v8.0"
_MOST = 100_000


def packages() -> Path:
    """Return the folder that `wheels` filled: it is the first on this process' path."""
    return Path(os.environ["PYTHONPATH"])


def runtime(home: Path) -> Path:
    """Lay the runtime, which came inside another program, out as an installed one."""
    host = _unpacked(home)
    described = json.loads(next(host.glob("*.deps.json")).read_text(encoding="utf-8"))
    parts = described["targets"][described["runtimeTarget"]["name"]]
    pack = next(name for name in parts if name.startswith("runtimepack"))
    version = pack.rpartition("/")[2]
    root = home / "dotnet"
    configuration = root / "runtimeconfig.json"
    if configuration.is_file():
        return configuration
    resolver, shared = root / "host/fxr" / version, root / "shared/Microsoft.NETCore.App" / version
    for folder in (resolver, shared):
        folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(host / "libhostfxr.so", resolver)
    shutil.copy(host / "libhostpolicy.so", shared)
    kinds = {kind: parts[pack].get(kind, {}) for kind in ("runtime", "native")}
    for name in (Path(file).name for files in kinds.values() for file in files):
        if (host / name).is_file():
            shutil.copy(host / name, shared)
    library = f"Microsoft.NETCore.App.Runtime.linux-x64/{version}"
    listed = {
        kind: {Path(file).name: facts for file, facts in files.items()}
        for kind, files in kinds.items()
    }
    package = {"type": "package", "serviceable": True, "sha512": "", "path": ""}
    dependencies = {
        "runtimeTarget": {"name": f"{_PLATFORM}/linux-x64", "signature": ""},
        "compilationOptions": {},
        "targets": {_PLATFORM: {}, f"{_PLATFORM}/linux-x64": {library: listed}},
        "libraries": {library: package},
    }
    _write(shared / "Microsoft.NETCore.App.deps.json", dependencies)
    options = {
        "tfm": "net8.0",
        "framework": {"name": "Microsoft.NETCore.App", "version": "8.0.0"},
        "configProperties": {"System.Globalization.Invariant": True},
    }
    _write(configuration, {"runtimeOptions": options})
    return configuration


def _write(file: Path, content: dict[str, Any]) -> None:
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    unfinished.write_text(json.dumps(content), encoding="utf-8")
    unfinished.replace(file)


def _unpacked(home: Path) -> Path:
    """Return the folder of the program that brought the runtime along."""
    found = next(home.rglob("libhostfxr.so"), None)
    if found is None:
        target = home / "nested"
        for archive in (*home.rglob("*.tar.gz"), *home.rglob("*.zip")):
            shutil.unpack_archive(archive, target)
        found = next(home.rglob("libhostfxr.so"))
    return found.parent


def sdk(home: Path) -> Any:
    """Start .NET in this process and return the SDK's namespaces."""
    configuration = runtime(home)
    from clr_loader import get_coreclr
    from pythonnet import set_runtime

    root = str(configuration.parent)
    set_runtime(get_coreclr(runtime_config=str(configuration), dotnet_root=root))
    import clr

    folder = next(home.rglob("DocumentFormat.OpenXml.Framework.dll")).parent
    sys.path.append(str(folder))
    for name in ASSEMBLIES:
        clr.AddReference(str(folder / f"{name}.dll"))
    for name in ("", ".Packaging", ".Validation"):
        import_module(f"DocumentFormat.OpenXml{name}")
    return sys.modules["DocumentFormat.OpenXml"]


def findings(found: Any, file: str) -> list[str]:
    """Return the findings of one file, the same ones counted, with the versions that say them."""
    kinds: Counter[tuple[str, str, str]] = Counter()
    versions: dict[tuple[str, str, str], list[str]] = {}
    for version in VERSIONS:
        judge = found.Validation.OpenXmlValidator(getattr(found.FileFormatVersions, version))
        judge.MaxNumberOfErrors = _MOST
        document = found.Packaging.SpreadsheetDocument.Open(file, False)
        try:
            for error in judge.Validate(document):
                kind = str(error.Part.Uri), str(error.Id), str(error.Description)[:300]
                kinds[kind] += 1
                versions.setdefault(kind, [])
                if version not in versions[kind]:
                    versions[kind].append(version)
        finally:
            document.Dispose()
    return [
        f"{part}: {count} x {identity}: {text} ({', '.join(versions[part, identity, text])})"
        for (part, identity, text), count in kinds.items()
    ]


if __name__ == "__main__":
    answers_to = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    asked = json.load(sys.stdin)
    assert all(zipfile.is_zipfile(file) for file in asked)
    namespaces = sdk(packages())
    with answers_to:
        json.dump([findings(namespaces, file) for file in asked], answers_to)
