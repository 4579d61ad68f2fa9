"""The manifest of a pack: everything that it was built from, and the same pack once more."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import openpyxl
import pytest
from small_company import write_folder
from test_cli import xlcost
from workbook.pictures import png

from xlcost import __version__
from xlcost.dataset.earlier import Comment, Earlier, EarlierPack
from xlcost.errors import UsageError
from xlcost.outputs.manifest import packed, read_manifest, unpacked
from xlcost.outputs.run_specs import Options
from xlcost.runs.batch import build_batch
from xlcost.runs.pack import build_report
from xlcost.runs.rebuild import rebuild

PERIOD = "2026-02"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of data with settings of its own."""
    more = '[report.materiality]\namount = 100\npct = 0.01\n\n[ledger]\ncost_is = "positive"'
    return write_folder(tmp_path_factory.mktemp("run") / "data", more=more)


@pytest.fixture(scope="module")
def manifest(folder: Path) -> Path:
    """Return the manifest of a pack in Norwegian."""
    built = build_report(folder, folder.parent / "out", PERIOD, "nb", options=Options())
    (path,) = built.more
    return path


def test_a_manifest_holds_everything(folder: Path, manifest: Path) -> None:
    """Version, settings, period, language, sources, libraries, methods, controls, workbook."""
    found = json.loads(manifest.read_text(encoding="utf-8"))
    workbook = manifest.parent / found["workbook"]["file"]
    assert found["workbook"]["sha256"] == hashlib.sha256(workbook.read_bytes()).hexdigest()
    assert (found["xlcost"], found["language"], found["period"]) == (__version__, "nb", "2026P02")
    assert found["settings"]["report"]["materiality"]["amount"] == "100"
    sources = {entry["file"]: entry["sha256"] for entry in found["sources"]}
    for name, sha256 in sources.items():
        assert sha256 == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert {"ledger.csv", "budget.csv", "accounts.csv"} <= sources.keys()
    assert {"python", "openpyxl", "duckdb", "holidays"} <= found["libraries"].keys()
    assert found["methods"]["full_year_forecast"]
    assert found["controls"]
    assert all(control["passed"] for control in found["controls"])
    assert found["data"] == "../data"


def test_the_same_pack_is_built_again(manifest: Path, tmp_path: Path) -> None:
    """From the manifest and unchanged files comes the same workbook, byte by byte."""
    built = rebuild(manifest, tmp_path / "again", data=manifest.parent.parent / "data")
    assert built.same
    first = manifest.parent / built.path.name
    assert built.path.read_bytes() == first.read_bytes()


def test_the_pack_of_a_part_is_built_again(folder: Path, tmp_path: Path) -> None:
    """A part's manifest gives the part once more, with the company's budget."""
    found = build_batch(folder, folder.parent / "parts", "site", PERIOD)
    name = found.parts[1].entry.file.replace(".xlsx", ".manifest.json")
    built = rebuild(found.index.parent / name, tmp_path)
    assert built.path.name == found.parts[1].entry.file
    assert built.same


def test_settings_that_changed_since_do_not_matter(
    folder: Path, manifest: Path, tmp_path: Path
) -> None:
    """The settings are those of the manifest, whatever the folder's say by now."""
    (tmp_path / "data").mkdir()
    for path in folder.iterdir():
        (tmp_path / "data" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "data" / "xlcost.toml").write_text("[report]\ncurrency = 'EUR'\n", "utf-8")
    assert rebuild(manifest, tmp_path / "out", data=tmp_path / "data").same


def test_a_source_that_changed_is_refused(manifest: Path, tmp_path: Path) -> None:
    """Another ledger is exit 2 with its name and both hashes; allowed, it is built and told."""
    other = write_folder(tmp_path / "data", extra=0.01)
    old = next(one for one in read_manifest(manifest).sources if one.file == "ledger.csv")
    new = hashlib.sha256((other / "ledger.csv").read_bytes()).hexdigest()
    with pytest.raises(UsageError, match=rf"ledger\.csv.*{new}.*{old.sha256}"):
        rebuild(manifest, tmp_path / "out", data=other)
    assert not list((tmp_path / "out").glob("*.xlsx"))
    built = rebuild(manifest, tmp_path / "out", data=other, allow_changed=True)
    assert built.path.is_file()
    assert built.same is None
    assert "ledger.csv" in built.remarks[0]


def test_a_file_that_came_or_went_is_refused(manifest: Path, tmp_path: Path) -> None:
    """A source that is missing now, or was not there then, is named."""
    data = write_folder(tmp_path / "data", more="[ledger]\ncost_is = 'positive'")
    (data / "activity.csv").unlink()
    with pytest.raises(UsageError, match=r"activity\.csv was read then"):
        rebuild(manifest, tmp_path / "out", data=data)


@pytest.mark.parametrize("text", ["no json", "{}", '{"format": 99}'])
def test_what_is_no_manifest_is_one_sentence(tmp_path: Path, text: str) -> None:
    """A file that is no manifest is refused in words."""
    path = tmp_path / "x.manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="is no manifest"):
        read_manifest(path)


def test_earlier_packs_survive_in_a_manifest() -> None:
    """Comments and what earlier packs reported come out of JSON as they went in."""
    comment = Comment("", 202601, "cost | People | Salaries", 12.5, text="Ågot: =1+1")
    pack = EarlierPack(Path("old.xlsx"), "", 202601, amounts={("cost | A | B", 202601): 1.25})
    earlier = Earlier((comment,), pack, None)
    assert unpacked(json.loads(json.dumps(packed(earlier)))) == earlier
    assert unpacked(None) == Earlier()


def test_the_command_line_says_that_it_is_the_same(manifest: Path, tmp_path: Path) -> None:
    """The command builds from a manifest alone, in its language, and exits with 0."""
    done = xlcost("report", "--manifest", manifest, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "identisk med den første" in done.stdout
    refused = xlcost("report", "--manifest", manifest, "--lang", "en", "--out", tmp_path)
    assert refused.returncode == 2
    assert "--lang" in refused.stderr


def test_comments_of_an_earlier_pack_are_in_the_same_pack(folder: Path, tmp_path: Path) -> None:
    """A pack that went on with an earlier one is built again without it, words and all."""
    first = build_report(folder, tmp_path, "2026-01")
    workbook = openpyxl.load_workbook(first.path)
    sheet = next(one for one in workbook if "commentary" in one.tables)
    top = int("".join(filter(str.isdigit, sheet.tables["commentary"].ref.split(":")[0])))
    titles = {str(cell.value): cell.column for cell in sheet[top]}
    sheet.cell(top + 1, titles["Comment"]).value = "The bonus was early."
    workbook.save(first.path)
    second = build_report(folder, tmp_path, PERIOD)
    path = second.path.with_name(f"{second.path.stem}.manifest.json")
    assert "The bonus was early." in path.read_text(encoding="utf-8")
    first.path.unlink()
    assert rebuild(path, tmp_path / "again").same


def theme_of(folder: Path, font: str) -> Path:
    """Write a company's look and return its file."""
    path = folder / "theme.toml"
    path.write_text(f'font = "{font}"\n', encoding="utf-8")
    return path


def test_the_look_of_a_pack_is_in_its_manifest(folder: Path, tmp_path: Path) -> None:
    """A pack in the company's look is built again in it; another look is refused by name."""
    theme = theme_of(tmp_path, "Verdana")
    built = build_report(folder, tmp_path / "out", PERIOD, options=Options(theme=theme))
    path = built.path.with_name(f"{built.path.stem}.manifest.json")
    found = read_manifest(path)
    assert found.theme is not None
    assert found.theme.sha256 == hashlib.sha256(theme.read_bytes()).hexdigest()
    assert rebuild(path, tmp_path / "again").same
    theme_of(tmp_path, "Arial")
    with pytest.raises(UsageError, match="is not the one that the report was built with"):
        rebuild(path, tmp_path / "third")
    theme.unlink()
    with pytest.raises(UsageError, match="is not there; name it with --theme"):
        rebuild(path, tmp_path / "fourth")
    (tmp_path / "elsewhere").mkdir()
    other = theme_of(tmp_path / "elsewhere", "Verdana")
    assert rebuild(path, tmp_path / "fifth", theme=other).same


def test_the_logo_of_a_pack_is_in_its_manifest(folder: Path, tmp_path: Path) -> None:
    """Another logo under the same name is told with both hashes; allowed, the pack is built."""
    theme, logo = tmp_path / "theme.toml", tmp_path / "logo.png"
    theme.write_text('logo = "logo.png"\n', encoding="utf-8")
    logo.write_bytes(png(20, 10))
    built = build_report(folder, tmp_path / "out", PERIOD, options=Options(theme=theme))
    path = built.path.with_name(f"{built.path.stem}.manifest.json")
    found = read_manifest(path)
    then = hashlib.sha256(logo.read_bytes()).hexdigest()
    assert found.logo is not None
    assert (found.logo.file, found.logo.sha256) == ("../logo.png", then)
    assert rebuild(path, tmp_path / "again").same
    logo.write_bytes(png(20, 11))
    now = hashlib.sha256(logo.read_bytes()).hexdigest()
    with pytest.raises(UsageError, match=rf"logo .*logo\.png is not .* {now} and was {then}"):
        rebuild(path, tmp_path / "third")
    again = rebuild(path, tmp_path / "fourth", allow_changed=True)
    assert again.same is None
    assert "logo.png" in again.remarks[0]


def test_every_file_that_changed_is_named(folder: Path, manifest: Path, tmp_path: Path) -> None:
    """Where several files are others, the refusal has the name of each."""
    data = tmp_path / "data"
    data.mkdir()
    for path in folder.iterdir():
        (data / path.name).write_bytes(path.read_bytes())
    for name in ("ledger.csv", "budget.csv"):
        path = data / name
        path.write_bytes(path.read_bytes() + path.read_bytes().splitlines(keepends=True)[-1])
    with pytest.raises(UsageError, match=r"ledger\.csv is not the file.*budget\.csv is not the"):
        rebuild(manifest, tmp_path / "out", data=data)


def test_the_plan_of_a_pack_is_in_its_manifest(tmp_path: Path) -> None:
    """A plan of levers that came, went or changed since is told with both hashes."""
    data = write_folder(tmp_path / "data")
    plan = data / "levers.toml"
    plan.write_text('[[lever]]\nkind = "automation"\nname = "A bot"\n', encoding="utf-8")
    built = build_report(data, tmp_path / "out", PERIOD)
    path = built.path.with_name(f"{built.path.stem}.manifest.json")
    then = hashlib.sha256(plan.read_bytes()).hexdigest()
    found = read_manifest(path)
    assert found.levers is not None
    assert (found.levers.file, found.levers.sha256) == ("levers.toml", then)
    plan.write_text("years = 4\n", encoding="utf-8")
    now = hashlib.sha256(plan.read_bytes()).hexdigest()
    with pytest.raises(UsageError, match=rf"levers\.toml .* {now} and was {then}"):
        rebuild(path, tmp_path / "again")
    plan.unlink()
    with pytest.raises(UsageError, match=rf"levers\.toml .* none and was {then}"):
        rebuild(path, tmp_path / "again")


def test_a_pack_in_spite_of_errors_is_built_again(tmp_path: Path) -> None:
    """Leave to build with errors, and the forms besides the workbook, are in the manifest."""
    data = write_folder(tmp_path / "data")
    with (data / "ledger.csv").open("a", encoding="utf-8") as file:
        file.write("2026-02-20,6000,CON,A,,,many\n")
    options = Options(allow_errors=True, formats=("json",))
    built = build_report(data, tmp_path / "out", PERIOD, options=options)
    path = built.path.with_name(f"{built.path.stem}.manifest.json")
    found = read_manifest(path).options
    assert (found.allow_errors, found.pdf, found.formats) == (True, False, ["json"])
    again = rebuild(path, tmp_path / "again")
    assert again.same
    assert [one.suffix for one in again.more] == [".json", ".json"]
