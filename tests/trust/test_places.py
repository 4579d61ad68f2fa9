"""Places: what lies in a folder, whatever links, names and systems say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlcost.trust import places

NAMES = st.sampled_from(["a", "b", "link", "loop", "..", ".", "deep", "c"])


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with folders and links of every kind."""
    root = tmp_path_factory.mktemp("tree")
    (root / "a" / "b" / "deep").mkdir(parents=True)
    (root / "a" / "link").symlink_to("b")
    (root / "a" / "b" / "link").symlink_to(root / "c")
    (root / "c").mkdir()
    (root / "c" / "link").symlink_to("../a/b/deep")
    (root / "loop").symlink_to("loop")
    (root / "link").symlink_to("a/link/..")
    return root


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(NAMES, max_size=6))
def test_a_path_ends_where_the_system_says(tree: Path, parts: list[str]) -> None:
    """Links are followed as the system follows them, wherever the system comes to an end."""
    path = os.path.join(tree, *parts)  # noqa: PTH118 - Path would tidy the dots away
    if "loop" not in parts:
        assert places.final(Path(path)) == Path(os.path.realpath(path))


@pytest.mark.parametrize(
    "name",
    [
        "../x", "a/../../x", "/etc/passwd", "//server/share/x", "\\\\server\\share\\x", "C:\\x",
        "c:x", "..\\x", "a\\..\\..\\x", "\\\\?\\C:\\x", "\\\\.\\pipe\\x", "../*.csv", "/**/x",
        "b/link/x", "b/link/*.csv",
    ],
)  # fmt: skip
def test_names_that_lead_out_are_told(tree: Path, name: str) -> None:
    """Climbs, whole paths, drives, shares, devices and links lead out of a folder."""
    assert places.outside(tree / "a", name)


@pytest.mark.parametrize("name", ["x.csv", "b/x.csv", "link/x", "b/../x", "*.csv", "**/x", "b/*/x"])
def test_names_within_are_the_folders_own(tree: Path, name: str) -> None:
    """Names, patterns and links within the folder ask nothing, nor does its own whole path."""
    assert not places.outside(tree / "a", name)
    assert not places.outside(tree / "a", str(tree / "a" / name))


def test_a_share_is_never_looked_at(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies outside by its name is judged without a look: a look would call the server."""

    def looked(*_: object, **__: object) -> None:
        raise AssertionError("somebody looked")

    for name in ("stat", "lstat", "readlink", "listdir", "scandir"):
        monkeypatch.setattr(os, name, looked)
    for name in ("//server/share/x", "\\\\server\\share\\x"):
        assert places.outside(tree, name) == name
        assert places.is_network(name)
