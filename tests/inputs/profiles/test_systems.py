"""Every profile: recognised without settings, read right, and the only one that claims its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from inputs.profiles import samples

from xlcost.dataset.findings import Severity
from xlcost.dataset.limits import Limits
from xlcost.engine import Engine
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.inputs.files.readers import read_tables
from xlcost.inputs.profiles.library import profiles, recognised
from xlcost.inputs.profiles.profile import Profile

ALL = profiles()


@pytest.fixture(params=ALL, ids=lambda one: one.name)
def profile(request: pytest.FixtureRequest) -> Profile:
    """Return each profile in turn."""
    found: Profile = request.param
    return found


def test_read_right_without_settings(profile: Profile, tmp_path: Path) -> None:
    """The sample of a profile, in a file whose name says nothing, gives its known totals."""
    dataset = samples.read(profile, tmp_path)
    said = [one.sentence() for one in dataset.findings]
    assert any(f"read as {profile.title}" in one for one in said), said
    errors = [one.sentence() for one in dataset.findings if one.severity is Severity.ERROR]
    assert not errors, errors
    assert profile.sample.right
    for key, right in profile.sample.right.items():
        found = samples.figures(dataset, profile.input, key)
        wanted = right if isinstance(right, dict) else {"amount": float(right)}
        assert {n: round(found[n], 4) for n in wanted} == pytest.approx(wanted), (key, said)


def test_nobody_else_claims_it(profile: Profile, tmp_path: Path) -> None:
    """No two profiles fit the sample of one equally well, whatever input it is read for."""
    path = samples.write(profile, tmp_path)
    with Engine() as engine:
        tables, findings = read_tables(path, ReadOptions(), engine, Limits())
        assert not findings
        found = [recognised(raw) for raw in tables]
    assert found == [profile]


def test_is_whole(profile: Profile) -> None:
    """A profile has valid keys, an address of its source, where to take it, and both languages."""
    assert profile.settings is not None
    assert profile.sources
    assert all(one.startswith("https://") for one in profile.sources)
    assert profile.take
    assert set(profile.remark) in (set(), {"en", "nb"})
    assert profile.recognition.required or profile.recognition.lines
