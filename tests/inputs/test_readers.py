"""Readers: text files of every dialect become the table that a person sees."""

from __future__ import annotations

import codecs
import gzip
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.settings import LimitSettings
from xlcost.engine import Engine
from xlcost.inputs.files.faults import Deadline, FileFault
from xlcost.inputs.files.readers import Limits, RawTable, ReadOptions, read_tables
from xlcost.inputs.loading import load
from xlcost.locales.words import LANGUAGES, words

FAST = Limits(careful_bytes=0)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Return one engine for the tests of this module."""
    with Engine() as connection:
        yield connection


def only(path: Path, engine: Engine, **options: object) -> RawTable:
    """Return the only table of a file that has no fault."""
    tables, findings = read_tables(path, ReadOptions(**options), engine, Limits())  # type: ignore[arg-type]
    assert findings == []
    assert len(tables) == 1
    return tables[0]


def fault(path: Path, engine: Engine, limits: Limits | None = None) -> Finding:
    """Return the only finding of a file that cannot be read."""
    tables, findings = read_tables(path, ReadOptions(), engine, limits or Limits())
    assert tables == []
    assert len(findings) == 1
    assert findings[0].severity is Severity.ERROR
    for language in ("en", "nb"):
        assert path.name in findings[0].sentence(language)
    return findings[0]


def rows(raw: RawTable) -> list[tuple[object, ...]]:
    """Return the cells of a table in the order of its rows, `_row` last."""
    frame = raw.table.to_pyarrow().sort_by("_row").to_pylist()
    return [tuple(row.values()) for row in frame]


def write(folder: Path, text: str, encoding: str = "utf-8", name: str = "ledger.csv") -> Path:
    """Write a text as it stands, line ends included."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("encoding", "bom", "seen"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("cp1252", b"", "cp1252"),
        ("latin-1", b"", "cp1252"),
    ],
)
def test_encodings(tmp_path: Path, engine: Engine, encoding: str, bom: bytes, seen: str) -> None:
    """Every usual encoding, with and without a byte order mark, gives the same cells."""
    path = tmp_path / "ledger.csv"
    path.write_bytes(
        bom + "konto;beløp\r\n5000;1 234,50\r\nÆrlig;−å\r\n".replace("−", "-").encode(encoding)
    )
    raw = only(path, engine)
    assert raw.header == ("konto", "beløp")
    assert rows(raw) == [("5000", "1 234,50", 2), ("Ærlig", "-å", 3)]
    assert raw.detected["encoding"] == seen
    assert raw.findings == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters_and_line_ends(tmp_path: Path, engine: Engine, delimiter: str, end: str) -> None:
    """The delimiter is found in spite of decimal commas and quotes, whatever ends the lines."""
    lines = [
        ["account", "text", "amount"],
        ["5000", '"Rent, heating; light|power\tand ""more"""', '"1,50"'],
        ["5010", '"two' + end + 'lines"', '"-2.487,50"'],
        ["5020", "", '"3,25"'],
    ]
    raw = only(write(tmp_path, end.join(delimiter.join(line) for line in lines)), engine)
    assert raw.header == ("account", "text", "amount")
    assert rows(raw) == [
        ("5000", 'Rent, heating; light|power\tand "more"', "1,50", 2),
        ("5010", f"two{end}lines", "-2.487,50", 3),
        ("5020", "", "3,25", 5),
    ]


def test_decimal_commas_are_no_delimiters(tmp_path: Path, engine: Engine) -> None:
    """Decimal commas in every amount do not win over semicolons."""
    body = "".join(f"{5000 + i};{i},50;{i},25;{i},75\n" for i in range(300))
    raw = only(write(tmp_path, "account;jan;feb;mar\n" + body), engine)
    assert raw.detected["delimiter"] == ";"
    assert raw.rows == 300


def test_mixed_encodings_name_the_rows(tmp_path: Path, engine: Engine) -> None:
    """A file whose lines mix UTF-8 and cp1252 is read line by line and says which rows."""
    path = tmp_path / "ledger.csv"
    utf8, old = "5000;Lønn;1\n".encode(), "5001;Lønn;2\n".encode("cp1252")
    path.write_bytes("konto;tekst;beløp\n".encode() + utf8 + old + utf8 + old)
    raw = only(path, engine)
    assert [row[1] for row in rows(raw)] == ["Lønn"] * 4
    (finding,) = raw.findings
    assert finding.code is Code.ENCODING_REPLACED
    assert finding.severity is Severity.WARNING
    assert (finding.got, finding.rows, finding.where.row) == ("3, 5", 2, 3)


def test_ragged_rows(tmp_path: Path, engine: Engine) -> None:
    """Wider rows are used and reported once; narrower ones end in NULL; blank ones are no rows."""
    text = "a;b\n1;2\n\n3;4;5\n ; \n6\n7;8;9;\n;;;;\n"
    raw = only(write(tmp_path, text), engine)
    assert raw.header == ("a", "b", "")
    assert rows(raw) == [
        ("1", "2", None, 2),
        ("3", "4", "5", 4),
        ("6", None, None, 6),
        ("7", "8", "9", 7),
    ]
    (finding,) = raw.findings
    assert (finding.code, finding.rows, finding.where.row) == (Code.RAGGED_ROW, 2, 4)


def test_separator_line(tmp_path: Path, engine: Engine) -> None:
    """Excel's own `sep=` line names the delimiter and is no row."""
    raw = only(write(tmp_path, "sep=|\r\na;x|b;y\r\n1|2\r\n"), engine)
    assert raw.header == ("a;x", "b;y")
    assert rows(raw) == [("1", "2", 3)]
    assert raw.detected["header_row"] == "2"


def test_titles_above_the_header(tmp_path: Path, engine: Engine) -> None:
    """Rows of titles above the names are not taken for the names."""
    text = "Cost report;;\nPrinted 31.12.2025;;\n\nAccount;Text;Amount\n5000;Rent;1,50\n"
    raw = only(write(tmp_path, text), engine)
    assert raw.header == ("Account", "Text", "Amount")
    assert rows(raw) == [("5000", "Rent", "1,50", 5)]


def test_two_header_rows(tmp_path: Path, engine: Engine) -> None:
    """Groups above names that repeat become part of the names."""
    text = "Account;2025;;2026;\nNo;Actual;Budget;Actual;Budget\n5000;1;2;3;4\n"
    raw = only(write(tmp_path, text), engine)
    assert raw.header == (
        "Account / No",
        "2025 / Actual",
        "2025 / Budget",
        "2026 / Actual",
        "2026 / Budget",
    )
    assert rows(raw) == [("5000", "1", "2", "3", "4", 3)]


def test_years_are_names(tmp_path: Path, engine: Engine) -> None:
    """Years and months may be names of columns."""
    raw = only(write(tmp_path, "account;2025;2026-01;202602\n5000;1;2;3\n"), engine)
    assert raw.header == ("account", "2025", "2026-01", "202602")


def test_duplicate_and_unnamed_columns(tmp_path: Path, engine: Engine) -> None:
    """Names that repeat or are missing are kept as they are."""
    raw = only(write(tmp_path, 'a,,a,"b\nc"\nx,1,2,3\n'), engine)
    assert raw.header == ("a", "", "a", "b c")
    assert rows(raw) == [("x", "1", "2", "3", 3)]


def test_options_override(tmp_path: Path, engine: Engine) -> None:
    """What the settings say wins over what would be detected."""
    path = write(tmp_path, "x;y\nkonto,æ\n5000,1\n", "cp1252")
    raw = only(path, engine, encoding="cp1252", delimiter=",", header_row=2)
    assert raw.header == ("konto", "æ")
    raw = only(path, engine, delimiter=",", skip_rows=1)
    assert (raw.header, rows(raw)) == (("konto", "æ"), [("5000", "1", 3)])
    raw = only(path, engine, delimiter=",", skip_rows=1, header_row=0)
    assert raw.header == ("", "")
    assert raw.rows == 2


def test_wrong_encoding_is_reported(tmp_path: Path, engine: Engine) -> None:
    """Bytes that the named encoding does not have are replaced and reported, never dropped."""
    raw = only(write(tmp_path, "a;b\nLønn;1\n", "cp1252"), engine, encoding="utf-8")
    assert rows(raw) == [("L\ufffdnn", "1", 2)]
    assert [finding.code for finding in raw.findings] == [Code.ENCODING_REPLACED]
    _, findings = read_tables(raw.file, ReadOptions(encoding="klingon"), engine, Limits())
    assert findings[0].reason == "unknown_encoding"


def test_text_cannot_pose_as_a_typed_cell(tmp_path: Path, engine: Engine) -> None:
    """The marker of typed cells is replaced in text from outside, and so is NUL."""
    raw = only(write(tmp_path, "a;b\n\x1fN5;1\x002\n"), engine)
    assert rows(raw) == [("\ufffdN5", "1\ufffd2", 2)]
    assert raw.findings[0].rows == 1


@pytest.mark.parametrize("text", ["", "\n\n", " ;;\n"])
def test_empty_files(tmp_path: Path, engine: Engine, text: str) -> None:
    """A file without anything in it is a finding."""
    assert fault(write(tmp_path, text), engine).code is Code.EMPTY_FILE


def test_missing_file(tmp_path: Path, engine: Engine) -> None:
    """A file that is gone is a finding, not an exception."""
    assert fault(tmp_path / "gone.csv", engine).code is Code.UNREADABLE_FILE


def test_time_that_other_programs_take_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a file has the time that it has on a quiet one; two threads take one."""
    deadline = Deadline(20.0)
    monkeypatch.setattr(time, "monotonic", lambda: deadline.started + 300.0)
    monkeypatch.setattr(time, "process_time", lambda: deadline.worked + 15.0)
    deadline.check()
    assert deadline.left == pytest.approx(5.0)
    monkeypatch.setattr(time, "process_time", lambda: deadline.worked + 21.0)
    with pytest.raises(FileFault):
        deadline.check()
    monkeypatch.setattr(time, "monotonic", lambda: deadline.started + 15.0)
    deadline.check()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_limit_says_which_setting_raises_it(language: str) -> None:
    """Whoever has a file as large as that reads in the sentence what to write, and where."""
    said = words(language).section("reasons").values()
    for name in LimitSettings.model_fields:
        assert any(f"({name} under [limits]" in sentence for sentence in said), name


def test_limits_of_text(tmp_path: Path, engine: Engine) -> None:
    """Size, fields, columns and time of a text file have limits, each with its own sentence."""
    path = write(tmp_path, "a;b\n" + "1;2\n" * 50_000 + "x" * 40_000 + ";1\n")
    assert fault(path, engine, Limits(unpacked_bytes=1000)).reason == "unpacked"
    assert fault(path, engine, Limits(field_bytes=1000)).reason == "field"
    assert fault(path, engine, Limits(seconds=0.0)).reason == "seconds"
    wide = write(tmp_path, "a;b\n1;2" + ";" * 2000 + "\n")
    assert fault(wide, engine, Limits(columns=1000)).reason == "columns"


def test_gzip(tmp_path: Path, engine: Engine) -> None:
    """A packed text file is read as if it were not, and a bomb is not unpacked."""
    path = tmp_path / "ledger.csv.gz"
    path.write_bytes(gzip.compress(b"a;b\n1;2\n"))
    assert rows(only(path, engine)) == [("1", "2", 2)]
    path.write_bytes(gzip.compress(b"a;b\n" + b"1;2\n" * 2_000_000))
    for limits in (Limits(unpacked_bytes=10**6), Limits(unpacked_bytes=10**6, careful_bytes=0)):
        assert fault(path, engine, limits).reason == "unpacked"
    path.write_bytes(gzip.compress(b"a;b\n1;2\n")[:-9])
    assert fault(path, engine).reason == "damaged"


def test_fast_path_is_lazy_and_exact_on_demand(tmp_path: Path, engine: Engine) -> None:
    """A big clean file is a scan without row numbers until somebody asks for them."""
    path = write(tmp_path, "account;text;amount\r\n" + '5000;"a;b";1,50\r\n;;2\r\n' * 500)
    (raw,), findings = read_tables(path, ReadOptions(), engine, FAST)
    assert findings == []
    assert not raw.exact_rows
    assert raw.rows is None
    assert raw.header == ("account", "text", "amount")
    frame = raw.table.to_pyarrow()
    assert frame.num_rows == 1000
    assert frame.column("_row").null_count == 1000
    assert rows(raw.exact())[:2] == [("5000", "a;b", "1,50", 2), ("", "", "2", 3)]
    assert raw.exact().exact_rows


@pytest.mark.parametrize(
    "odd",
    [
        '5001;"two\nlines";3\n',
        "\n5001;x;3\n",
        ";;\n",
        "5001;x\n",
        "5001;x;3;4\n",
        "5001;L\xf8nn;3\n",
    ],
)
def test_oddities_below_the_head_are_read_exactly(tmp_path: Path, engine: Engine, odd: str) -> None:
    """What the head of a big file did not show is right once `exact()` has read it."""
    path = tmp_path / "ledger.csv"
    head = b"account;text;amount\n" + b"5000;plain text;1,50\n" * 4000
    path.write_bytes(head + odd.encode("latin-1") + b"5002;last;9\n")
    (raw,), _ = read_tables(path, ReadOptions(), engine, FAST)
    (careful,), _ = read_tables(path, ReadOptions(), engine, Limits())
    assert not raw.exact_rows
    assert rows(raw.exact()) == rows(careful)
    assert rows(careful)[-1][:3] == ("5002", "last", "9")


@pytest.mark.parametrize("named", [None, "cp1252"])
@pytest.mark.parametrize("where", [0, 20_000])
def test_big_files_in_other_encodings(
    tmp_path: Path, engine: Engine, where: int, named: str | None
) -> None:
    """A big cp1252 file is read at once, wherever its first letter beyond ASCII stands."""
    lines = ["konto;tekst;beløp" if not where else "konto;tekst;amount"]
    lines += [f"{i};{'Lønn' if i == where else 'text'};1,50" for i in range(20_001)]
    path = write(tmp_path, "\r\n".join(lines), "cp1252")
    (raw,), _ = read_tables(path, ReadOptions(encoding=named), engine, FAST)
    exact = raw.exact()
    assert exact.detected["encoding"] == "cp1252"
    (careful,), _ = read_tables(path, ReadOptions(), engine, Limits())
    assert exact.header == careful.header
    assert rows(exact) == rows(careful)
    assert rows(exact)[where][:2] == (str(where), "Lønn")


def test_unclosed_quote_below_the_head(tmp_path: Path, engine: Engine) -> None:
    """Where a big file cannot be read to its end, `exact()` has a finding and no rows."""
    path = write(tmp_path, "a;b\n" + "1;2\n" * 20_000 + '"open;1\n3;4\n')
    (raw,), _ = read_tables(path, ReadOptions(), engine, FAST)
    exact = raw.exact()
    assert exact.rows == 0
    assert exact.findings[-1].reason == "unclosed_quote"
    assert exact.findings[-1].where.row == 20_002


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters='\0\x1f"\r\n;,|\t', exclude_categories=["Cc"]),
    max_size=6,
)
QUOTED = st.text(st.sampled_from('ab; ,"|\tø'), min_size=1, max_size=6).map(
    lambda text: '"' + text.replace('"', '""') + '"'
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    table=st.lists(st.lists(CELL | QUOTED, min_size=3, max_size=3), min_size=1, max_size=12),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_two_paths_one_table(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], end: str
) -> None:
    """The fast path, the lines path and the careful path give the same cells for the same file."""
    lines = ["code;name;amount", *(";".join(["1", *row]) for row in table)]
    lines[0] += ";text"
    path = write(tmp_path_factory.mktemp("paths"), end.join(lines) + end)
    options = ReadOptions(delimiter=";", header_row=1, header_rows=1)
    with Engine() as engine:
        (fast,), _ = read_tables(path, options, engine, FAST)
        (careful,), _ = read_tables(path, options, engine, Limits())
        cells = [row[:-1] for row in rows(careful)]
        assert sorted(row[:-1] for row in rows(fast)) == sorted(cells)
        assert rows(fast.exact()) == rows(careful)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_folder_named_like_a_column_adds_none(tmp_path: Path, kind: str) -> None:
    """A folder named account=9 says nothing of the files in it, be they scanned or not."""
    folder = tmp_path / "account=9"
    folder.mkdir()
    lines = [f"(DATE '2026-10-01', '{5000 + n % 3}', {n}.25)" for n in range(300)]
    with duckdb.connect() as connection:
        rows = f"SELECT * FROM (VALUES {', '.join(lines)}) AS t(date, account, amount)"
        connection.execute(f"COPY ({rows}) TO '{folder / f'ledger.{kind}'}' (FORMAT {kind})")
    for limits in (Limits(), Limits(careful_bytes=1)):
        facts = load(folder, limits=limits).facts
        assert sorted(set(facts.ledger["account"])) == ["5000", "5001", "5002"]
