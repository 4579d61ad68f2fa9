"""What people write on Commentary goes on from build to build, whatever happens to the file."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from commented import change, resave, rows, turn_over, words_of, write, write_data
from hand_made import company, made, settings, values
from libreoffice import differences

from xlcost.dataset.earlier import Comment, Earlier, merged
from xlcost.dataset.findings import Code
from xlcost.errors import EnvironmentFault
from xlcost.inputs.packs import earlier_packs, pack_tables
from xlcost.runs.pack import BuiltReport, build_report
from xlcost.workbook import safe_replace

OCTOBER = "2026-10"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a small company's folder."""
    return write_data(tmp_path / "data")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return where its packs are written."""
    return tmp_path / "out"


def build(data: Path, out: Path, language: str = "en", **amounts: int) -> Path:
    """Build the pack of October, with some amounts changed."""
    if amounts:
        write_data(data, **amounts)
    return build_report(data, out, OCTOBER, language).path


def codes(built: BuiltReport) -> list[Code]:
    """Return the codes of what was found about earlier packs."""
    mine = (Code.UNREADABLE_FILE, Code.STALE_COMMENT, Code.OTHER_COMPANY, Code.EMPTY_FILE)
    return [finding.code for finding in built.findings if finding.code in mine]


def test_ten_builds_lose_no_comment(data: Path, out: Path, tmp_path: Path) -> None:
    """Comments outlive new amounts, sorting, other names, the other language and LibreOffice."""
    english = build(data, out)
    assert [row["line"] for row in rows(english)] == [
        "Total OpEx", "Salaries", "Telephony", "Agent licences", "Service fees",
    ]  # fmt: skip
    write(
        english, "Salaries", text="Two hires\nbegan early", cause="Permanent",
        action="Plan again", owner="Kari", due=date(2026, 12, 1),
    )  # fmt: skip
    write(english, "Service fees", text="+10 % contacts")
    assert len(words_of(build(data, out))) == 2  # 2: again
    change(english, turn_over)
    write(english, "Telephony", text="New trunks")
    assert len(words_of(build(data, out, wages=140_000))) == 3  # 3: sorted, other amounts
    norwegian = build(data, out, "nb")  # 4: the other language
    assert len(words_of(norwegian)) == 3
    write(norwegian, "Agent licences", text="Færre lisenser", cause="Varig")
    assert len(words_of(build(data, out))) == 4  # 5: and back
    book = openpyxl.load_workbook(english)
    book["Commentary"].title = "Notes for the CFO"
    book.save(english)
    norwegian.unlink()
    assert len(words_of(build(data, out))) == 4  # 6: a renamed sheet
    resave(english, tmp_path / "office", "xlsx")
    assert len(words_of(build(data, out))) == 4  # 7: saved by LibreOffice
    resave(english, tmp_path / "office", "ods", "xlsx")
    assert (
        len(words_of(build(data, out, wages=140_000, lines=30_000))) == 4
    )  # 8: by way of ODS; not material
    english.rename(out / "my notes.xlsx")
    assert len(words_of(build(data, out))) == 4  # 9: a renamed file
    (out / "broken.xlsx").write_bytes((out / "my notes.xlsx").read_bytes()[:5000])
    built = build_report(data, out, OCTOBER)  # 10: a half-written file beside it
    assert Code.UNREADABLE_FILE in codes(built)

    kept = {row["line"]: row for row in rows(built.path)}
    assert words_of(built.path) == {
        "Salaries": ["Two hires\nbegan early"],
        "Service fees": ["+10 % contacts"],
        "Telephony": ["New trunks"],
        "Agent licences": ["Færre lisenser"],
    }
    assert kept["Salaries"]["due"] == datetime(2026, 12, 1)  # noqa: DTZ001  # a cell has no zone
    assert [kept["Salaries"][name] for name in ("cause", "action", "owner")] == [
        "Permanent", "Plan again", "Kari",
    ]  # fmt: skip
    assert kept["Agent licences"]["cause"] == "Permanent"
    assert kept["Salaries"]["written"] == 30_000
    assert kept["Salaries"]["state"] == "stale"
    assert kept["Agent licences"]["state"] == "current"
    assert kept["Telephony"]["state"] == "stale"  # no longer material, and moved besides
    assert rows(built.path)[-1]["line"] == "Telephony"
    assert differences(built.path) == []


def test_a_comment_is_stale_until_somebody_says_that_it_holds(data: Path, out: Path) -> None:
    """New words, or a cleared amount, tie a comment to the variance that its reader saw."""
    path = build(data, out)
    write(path, "Salaries", text="Overtime")
    first = build_report(write_data(data, wages=150_000), out, OCTOBER)
    finding = next(one for one in first.findings if one.code is Code.STALE_COMMENT)
    assert (finding.got, finding.expected) == ("30,000.00", "50,000.00")
    assert "Salaries" in finding.sentence()
    assert rows(path)[1]["state"] == "stale"
    again = build_report(data, out, OCTOBER)  # nobody has said a word in between
    assert Code.STALE_COMMENT in codes(again)
    assert (rows(path)[1]["state"], rows(path)[1]["written"]) == ("stale", 30_000)
    write(path, "Salaries", written=None)
    second = build_report(data, out, OCTOBER)
    assert codes(second) == []
    assert (rows(path)[1]["state"], rows(path)[1]["written"]) == ("current", 50_000)
    build(data, out, wages=160_000)
    write(path, "Salaries", text="Overtime, still")
    build(data, out)
    assert (rows(path)[1]["state"], rows(path)[1]["written"]) == ("current", 60_000)


def test_rows_and_columns_of_people_are_read(data: Path, out: Path) -> None:
    """A row added below, a column moved, one added, a heading renamed: every word is there."""
    path = build(data, out)

    def edit(sheet: Any, first: int, last: int, columns: dict[str, int]) -> None:
        sheet.cell(last + 1, columns["line"]).value = "Whole floor"
        sheet.cell(last + 1, columns["text"]).value = "Moves in May"
        sheet.cell(last + 2, columns["line"]).value = "Telephony"
        sheet.cell(last + 2, columns["owner"]).value = "Ola"
        sheet.cell(first, columns["draft"]).value = "My own sentence."
        sheet.cell(first - 1, columns["action"]).value = "What we do"
        sheet.cell(first, columns["action"]).value = "Wait"
        sheet.tables["commentary"].tableColumns[columns["action"] - 1].name = "What we do"
        sheet.insert_rows(1, 3)
        left, right = sheet.tables["commentary"].ref.split(":")
        moved = [left[0] + str(first + 2), right[0] + str(last + 3)]
        sheet.tables["commentary"].ref = ":".join(moved)
        sheet.tables["commentary"].autoFilter.ref = ":".join(moved)

    change(path, edit)
    found = rows(build(data, out))

    assert words_of(path) == {"Whole floor": ["Moves in May"], "Total OpEx": ["My own sentence."]}
    assert found[0]["action"] == "Wait"
    assert next(row for row in found if row["line"] == "Telephony")["owner"] == "Ola"
    assert found[-1]["state"] == "own note"
    assert words_of(build(data, out))["Whole floor"] == ["Moves in May"]


def test_different_words_in_two_files_are_both_kept(data: Path, out: Path) -> None:
    """Two copies that people wrote in apart from each other give two rows; a later one wins."""
    path = build(data, out)
    shutil.copy(path, out / "copy.xlsx")
    write(path, "Salaries", text="Overtime")
    write(out / "copy.xlsx", "Salaries", text="New hires")
    assert sorted(words_of(build(data, out))["Salaries"]) == ["New hires", "Overtime"]
    (out / "copy.xlsx").unlink()
    norwegian = build(data, out, "nb")

    def join(sheet: Any, first: int, last: int, columns: dict[str, int]) -> None:
        mine = [row for row in range(first, last + 1) if sheet.cell(row, columns["text"]).value]
        for row in mine:
            sheet.cell(row, columns["text"]).value = f"{sheet.cell(row, columns['text']).value}!"

    change(norwegian, join)
    assert sorted(words_of(build(data, out))["Salaries"]) == ["New hires!", "Overtime!"]


def test_words_that_follow_each_other_leave_the_last() -> None:
    """Of words made from others only the latest stay; a circle loses nobody's."""

    def said(text: str, *before: str) -> Comment:
        marks = tuple(Comment("", 1, "x", None, text=one).mark for one in before)
        return Comment("", 1, "x", None, text=text, before=marks)

    def texts(*found: Comment) -> list[str]:
        return [comment.text for comment in merged(found)]

    assert texts(said("a"), said("b", "a"), said("c", "a", "b")) == ["c"]
    assert texts(said("a"), said("b")) == ["a", "b"]
    assert texts(said("a", "b"), said("b", "a")) == ["a", "b"]
    assert texts(said("a"), said("", "a")) == ["a"]


@pytest.mark.parametrize("fault", ["damaged", "password", "empty", "locked", "stranger"])
def test_a_pack_that_cannot_be_read_is_never_replaced(
    data: Path, out: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new pack goes beside it, the run says so with exit 3, and the old one is untouched."""
    path = build(data, out)
    write(path, "Salaries", text="Overtime")
    shutil.copy(path, out / "copy.xlsx")
    if fault == "damaged":
        path.write_bytes(path.read_bytes()[:-3000])
    elif fault == "password":
        path.write_bytes(pack_tables.OLE + bytes(4000))
    elif fault == "empty":
        path.write_bytes(b"")
    elif fault == "stranger":
        openpyxl.Workbook().save(path)
    else:
        refuse = Path.open

        def opened(self: Path, *args: Any, **options: Any) -> Any:
            if self == path.resolve():
                raise PermissionError(13, "Permission denied", str(self))
            return refuse(self, *args, **options)

        monkeypatch.setattr(Path, "open", opened)
    before = path.read_bytes() if fault != "locked" else b""

    with pytest.raises(EnvironmentFault, match=r"opex-report_2026-10_en \(new\)\.xlsx"):
        build_report(data, out, OCTOBER)

    monkeypatch.undo()
    assert fault == "locked" or path.read_bytes() == before
    beside = out / "opex-report_2026-10_en (new).xlsx"
    assert words_of(beside)["Salaries"] == ["Overtime"]
    write(beside, "Telephony", text="New trunks")
    if fault != "locked":
        path.unlink()
        assert set(words_of(build(data, out))) == {"Salaries", "Telephony"}


def test_a_pack_that_changes_during_the_run_is_read_again(
    data: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words that are saved while the new pack is being written are in it."""
    path = build(data, out)
    whole, times = safe_replace.write_workbook, []

    def late(*args: Any, **options: Any) -> None:
        if not times:
            write(path, "Salaries", text="Just in time")
        times.append(1)
        whole(*args, **options)

    monkeypatch.setattr(safe_replace, "write_workbook", late)
    assert words_of(build(data, out))["Salaries"] == ["Just in time"]
    assert len(times) == 2


def test_another_company_keeps_its_words(data: Path, out: Path) -> None:
    """A pack of another company is not mixed in, and one with words is not replaced."""
    path = build(data, out)
    write(path, "Salaries", text="Overtime")
    text = (data / "xlcost.toml").read_text(encoding="utf-8")
    (data / "xlcost.toml").write_text(text.replace("Hand AS", "Foot AS"), encoding="utf-8")

    with pytest.raises(EnvironmentFault, match="left as it is"):
        build_report(data, out, OCTOBER)

    assert words_of(path)["Salaries"] == ["Overtime"]
    assert words_of(out / "opex-report_2026-10_en (new).xlsx") == {}


def test_words_on_another_month_are_not_replaced(data: Path, out: Path) -> None:
    """September's pack under October's name keeps its words; October's goes beside it."""
    september = build_report(data, out, "2026-09").path
    text = (data / "budget.csv").read_text(encoding="utf-8")
    (data / "budget.csv").write_text(text.replace("2026-10", "2026-09"), encoding="utf-8")
    september = build_report(data, out, "2026-09").path
    write(september, rows(september)[0]["line"], text="September's")
    september.rename(out / f"opex-report_{OCTOBER}_en.xlsx")

    with pytest.raises(EnvironmentFault):
        build_report(data, out, OCTOBER)


def test_the_month_before_says_what_it_reported(data: Path, out: Path) -> None:
    """The next month knows the actuals, the forecast and the methods of the pack before."""
    build_report(data, out, "2026-09")
    build(data, out)
    whose = earlier_packs.Successor("Hand AS", company().scope, 202610)
    reading = earlier_packs.read_earlier(out, whose, settings().limits.limits())
    last, same = reading.earlier.last, reading.earlier.same

    assert last is not None
    assert same is not None
    assert (last.period, same.period) == (202609, 202610)
    assert last.amounts["cost | People | Salaries", 202609] == 100_000
    assert same.amounts["income | Income | Service fees", 202610] == 12_500
    assert last.forecast["cost | People | Salaries"] > 0
    assert last.methods["forecast"]
    assert last.status == "preliminary"
    (expected,) = reading.earlier.forecasts  # the pack of the period itself is none of them
    assert (expected.period, expected.next_period) == (202609, 202610)
    assert expected.year == last.forecast
    assert expected.next["cost | People | Salaries"] == 100_000


def test_previous_names_packs_elsewhere(data: Path, tmp_path: Path) -> None:
    """Packs that are named go on as well, whatever company they say they are of."""
    from xlcost.outputs.run_specs import Options

    path = build(data, tmp_path / "old")
    write(path, "Salaries", text="Overtime")
    options = Options(previous=(tmp_path / "old",))
    built = build_report(data, tmp_path / "fresh", OCTOBER, options=options)
    assert words_of(built.path) == {"Salaries": ["Overtime"]}


def test_a_lost_table_is_found_by_its_keys(data: Path, out: Path) -> None:
    """A program that drops tables and properties drops no comment."""
    path = build(data, out)
    write(path, "Salaries", text="Overtime")
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for name in list(sheet.tables):
            del sheet.tables[name]
    for name in [one.name for one in book.custom_doc_props.props]:
        del book.custom_doc_props[name]
    book.properties.creator = "Somebody"
    book.save(path)
    assert words_of(build(data, out)) == {"Salaries": ["Overtime"]}


def test_categories_and_gone_lines_keep_their_words() -> None:
    """A line in a new category keeps its comment; one that is gone stands below with its words."""
    comments = (
        Comment("", 202610, "cost | Staff | Salaries", 35_000.0, text="moved"),
        Comment("", 202610, "cost | Travel | Flights", 9_000.0, text="gone"),
        Comment("", 202609, "cost | People | Salaries", 1.0, text="September's own"),
    )
    found = values(company(), earlier=Earlier(comments=comments))

    assert found["commentary", "comment1", "text"] == "moved"
    assert found["commentary", "comment1", "state"] == "current"
    assert found["commentary", "comment3", "line"] == "Flights"
    assert found["commentary", "comment3", "state"] == "line gone"
    assert found["commentary", "comment3", "written"] == 9_000
    assert ("commentary", "comment4", "text") not in found


def test_no_comments_without_a_reason() -> None:
    """Without a budget and without words there is no sheet, and About says why."""
    report = made(company(budget=company().facts.budget.iloc[:0]))
    assert "commentary" not in {sheet.key for sheet in report.sheets}
