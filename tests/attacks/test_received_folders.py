"""A folder received from somebody: what it may not do, and that it is refused in one sentence."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import duckdb
import pytest
from received import LEDGER, Received, listening

from xlcost.errors import NotAllowed
from xlcost.inputs.loading import load
from xlcost.locales.words import LANGUAGES
from xlcost.trust import answers


@pytest.fixture
def received(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Received:
    """Return a folder with a DuckDB and an SQLite file in it, and a profile without answers."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "profile"))
    found = Received(tmp_path)
    monkeypatch.chdir(found.folder)
    with duckdb.connect(str(found.folder / "books.duckdb")) as books:
        books.execute(
            "CREATE TABLE gl AS SELECT '2026-10' AS period, '5000' AS account, "
            "CAST(7.5 AS DECIMAL(18, 2)) AS amount"
        )
    with sqlite3.connect(found.folder / "books.sqlite") as lite:
        lite.execute("CREATE TABLE gl (period TEXT, account TEXT, amount REAL)")
        lite.execute("INSERT INTO gl VALUES ('2026-10', '5000', 7.5)")
    lite.close()
    return found


STATEMENTS = [
    "COPY gl TO '{root}/stolen.csv'",
    "SELECT * FROM gl; COPY gl TO '{root}/stolen.csv'",
    "INSTALL httpfs FROM 'http://127.0.0.1:{port}'",
    "SELECT 1; INSTALL spatial FROM 'http://127.0.0.1:{port}'; LOAD spatial",
    "LOAD '{root}/evil.duckdb_extension'",
    "ATTACH '{root}/made.duckdb' AS made",
    "PRAGMA database_list",
    "SET memory_limit = '1GB'",
    "CALL pragma_version()",
    "INSERT INTO gl SELECT * FROM gl",
    "CREATE TABLE made AS SELECT 1",
    "EXPORT DATABASE '{root}/made'",
    "DROP TABLE gl",
    "SELECT * FROM read_csv('{root}/private/ledger.csv')",
    "SELECT * FROM read_text('{root}/private/ledger.csv')",
    "SELECT * FROM read_parquet('http://127.0.0.1:{port}/x.parquet')",
    "SELECT * FROM '{root}/private/ledger.csv'",
    'SELECT * FROM "{root}/private/ledger.csv"',
    "SELECT * FROM glob('{root}/*')",
    "SELECT * FROM query('COPY gl TO ''{root}/stolen.csv''')",
    "SELECT getenv('HOME') AS account, period, amount FROM gl",
    "WITH a AS (SELECT * FROM read_csv('{root}/private/ledger.csv')) SELECT * FROM a",
    "SELECT (SELECT content FROM read_text('{root}/private/ledger.csv')) AS account FROM gl",
    "FROM duckdb_secrets()",
    "VALUES (1)",
    "SELEC nonsense FROM (((",
    "/* nothing */",
]


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("trust", [True, False])
def test_a_query_is_one_select_whoever_allows_more(
    received: Received, statement: str, *, trust: bool
) -> None:
    """Whatever is no plain SELECT over tables is refused with its key, and nothing happens."""
    with listening() as listener:
        query = statement.format(root=received.root, port=listener.port)
        url = "duckdb://books.duckdb"
        received.settings(f"[ledger]\ndatabase = {url!r}\nquery = {json.dumps(query)}\n")
        before = received.tree()
        ended = received.run("check", *(["--trust"] if trust else []))
    assert ended.exit_code == 2, ended.said
    assert "ledger.query" in ended.said
    assert "9999" not in ended.said
    assert listener.connections == 0
    assert received.tree() == before


POSTGRES = [
    "SELECT pg_read_file('/etc/passwd') AS account",
    "SELECT lo_import('/etc/passwd')",
    "SELECT * FROM dblink('host=127.0.0.1', 'SELECT 1') AS t(a int)",
    "SELECT pg_sleep(600)",
    "SELECT * INTO made FROM gl",
    "SELECT * FROM gl FOR UPDATE",
    "WITH gone AS (DELETE FROM gl RETURNING *) SELECT * FROM gone",
    "COPY gl TO PROGRAM 'touch made'",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT query_to_xml('DROP TABLE gl', true, true, '')",
    "SELECT * FROM pg_shadow",
    "DO $$ BEGIN END $$",
]


@pytest.mark.parametrize("statement", POSTGRES)
def test_a_query_of_a_server_is_read_before_anybody_is_called(
    received: Received, statement: str
) -> None:
    """A query that is no plain SELECT reaches no server, be the folder trusted."""
    with listening() as listener:
        url = f"postgres://me@127.0.0.1:{listener.port}/books"
        received.settings(f"[ledger]\ndatabase = '{url}'\nquery = '''{statement}'''\n")
        ended = received.run("check", "--trust")
    assert (ended.exit_code, listener.connections) == (2, 0), ended.said


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("duckdb://books.duckdb?allow_unsigned_extensions=true", "allow_unsigned_extensions"),
        ("duckdb://books.duckdb?config=%7B%7D", "config"),
        ("duckdb://books.duckdb?read_only=false", "read_only"),
        ("duckdb://:memory:", "must name the file"),
        ("duckdb://", "must name the file"),
        ("sqlite://books.sqlite?mode=rwc", "mode"),
        ("books.duckdb", "must begin with the kind"),
        ("new.duckdb", "must begin with the kind"),
        ("md:everything", "must begin with the kind"),
        ("mysql://me@127.0.0.1/books", "mysql is no database"),
        ("file:///etc/passwd", "file is no database"),
        ("http://127.0.0.1/books", "http is no database"),
        ("postgres://me@127.0.0.1/books?options=-c%20x=y", "options"),
        ("postgres://me@127.0.0.1/books?passfile=/tmp/x", "passfile"),
        ("postgres://me@127.0.0.1:99999/books", "port"),
        ("postgres://${HOME}.example.com/books", "from the environment|must begin"),
    ],
)
def test_an_address_is_taken_by_its_known_parts(received: Received, url: str, words: str) -> None:
    """A URL with anything else is refused with what is wrong, and no file is made."""
    import re

    received.settings(f"[ledger]\ndatabase = '{url}'\ntable = 'gl'\n")
    before = received.tree()
    ended = received.run("check", "--trust")
    assert ended.exit_code == 2, ended.said
    assert re.search(words, ended.said), ended.said
    assert received.tree() == before


ASKING = {
    "a database file": "[ledger]\ndatabase = 'duckdb://books.duckdb'\ntable = 'gl'\n",
    "a path that climbs": "[ledger]\nfiles = '../private/ledger.csv'\n",
    "a path that climbs after a way in": "[ledger]\nfiles = 'x/../../private/ledger.csv'\n",
    "a whole path": "[ledger]\nfiles = '{root}/private/ledger.csv'\n",
    "a pattern that climbs": "[ledger]\nfiles = '../*/ledger.csv'\n",
    "a share of Windows": "[ledger]\nfiles = '\\\\server\\share\\ledger.csv'\n",
    "a share with slashes": "[ledger]\nfiles = '//server/share/ledger.csv'\n",
    "a drive": "[ledger]\nfiles = 'C:\\ledger.csv'\n",
    "a climb of Windows": "[ledger]\nfiles = '..\\private\\ledger.csv'\n",
    "a higher limit": "[limits]\nseconds = 21\n",
    "more memory": "[limits]\nmemory_bytes = 88888888888\n",
    "a theme elsewhere": "[report]\ntheme = '../private/theme.toml'\n",
}


@pytest.mark.parametrize("command", ["check", "report", "plan"])
@pytest.mark.parametrize("text", ASKING.values(), ids=ASKING)
def test_who_asks_for_more_is_refused_without_a_person(
    received: Received, text: str, command: str
) -> None:
    """Without a terminal the run ends with 2, names --trust, and has read and written nothing."""
    received.settings(text.replace("{root}", str(received.root)))
    before = received.tree()
    ended = received.run(command)
    assert ended.exit_code == 2, ended.said
    assert "--trust" in ended.said
    assert "9999" not in ended.said
    assert received.tree() == before
    assert not received.out.exists()


@pytest.mark.parametrize("link", ["ledger.csv", "budget.csv", "levers.toml", "xlcost.toml"])
def test_a_link_out_of_the_folder_is_asked_about(received: Received, link: str) -> None:
    """A file that is a link to one elsewhere is not read, whatever it is called."""
    (received.root / "private" / "plan.toml").write_text("", encoding="utf-8")
    target = "private/plan.toml" if link.endswith(".toml") else "private/ledger.csv"
    (received.folder / link).unlink(missing_ok=True)
    (received.folder / link).symlink_to(received.root / target)
    ended = received.run("check")
    assert ended.exit_code == 2, ended.said
    assert "--trust" in ended.said
    assert received.run("check", "--trust").exit_code in (0, 1)


def test_a_linked_folder_is_asked_about(received: Received) -> None:
    """A file below a folder that is a link elsewhere lies elsewhere, by its name and a pattern."""
    (received.folder / "sub").symlink_to(received.root / "private")
    for files in ("sub/ledger.csv", "sub/*.csv", "s*/ledger.csv"):
        received.settings(f"[ledger]\nfiles = '{files}'\n")
        ended = received.run("check")
        assert (ended.exit_code, "--trust" in ended.said) == (2, True), (files, ended.said)


def test_links_and_paths_within_the_folder_ask_nothing(received: Received) -> None:
    """What ends in the folder is the folder's own, on whatever way."""
    (received.folder / "sub").mkdir()
    (received.folder / "sub" / "gl.csv").write_text(LEDGER, encoding="utf-8")
    (received.folder / "link.csv").symlink_to(received.folder / "sub" / "gl.csv")
    for files in ("link.csv", "sub/../sub/gl.csv", str(received.folder / "sub" / "gl.csv"), "s*/*"):
        received.settings(f"[ledger]\nfiles = '{files}'\n[limits]\nseconds = 5\n")
        ended = received.run("check")
        assert ended.exit_code == 0, (files, ended.said)


def test_the_logo_of_a_theme_lies_in_the_folder(received: Received) -> None:
    """A theme in the folder may not show a picture from elsewhere, nor a theme that is named."""
    (received.root / "private" / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    theme = received.folder / "theme.toml"
    for logo in (
        "../private/logo.png",
        str(received.root / "private" / "logo.png"),
        "//srv/s/l.png",
    ):
        theme.write_text(f"logo = '{logo}'\n", encoding="utf-8")
        received.settings("[report]\ntheme = 'theme.toml'\n")
        ended = received.run("report")
        assert (ended.exit_code, "--trust" in ended.said) == (2, True), ended.said
        received.settings("")
        ended = received.run("report", "--theme", str(theme))
        assert (ended.exit_code, "--trust" in ended.said) == (2, True), ended.said
    assert not received.out.exists()


def test_a_trusted_folder_is_asked_once_and_not_after_a_change(received: Received) -> None:
    """--trust allows and is remembered for these settings; other settings are asked about again."""
    text = "[ledger]\ndatabase = 'duckdb://books.duckdb'\ntable = 'gl'\n"
    received.settings(text)
    assert received.run("check").exit_code == 2
    assert received.run("check", "--trust").exit_code == 0
    assert received.run("check").exit_code == 0
    received.settings(text.replace("table = 'gl'", "query = 'SELECT * FROM gl'"))
    assert received.run("check").exit_code == 2
    received.settings(text)
    assert received.run("check").exit_code == 0
    moved = received.folder.rename(received.root / "moved")
    with pytest.raises(NotAllowed, match="--trust"):
        load(moved)


def test_an_answer_lies_in_the_profile_for_its_owner_alone(received: Received) -> None:
    """The answer is a file of the person's profile that nobody else reads; none in the folder."""
    received.settings(ASKING["a higher limit"])
    names = {path.name for path in received.folder.iterdir()}
    assert received.run("check", "--trust").exit_code == 0
    assert {path.name for path in received.folder.iterdir()} == names
    kept = list(answers.place().iterdir())
    assert answers.place() == received.root / "profile" / "xlcost" / "trust"
    assert [path.stat().st_mode & 0o777 for path in kept] == [0o600]
    assert answers.place().stat().st_mode & 0o777 == 0o700
    said = json.loads(kept[0].read_text(encoding="ascii"))
    assert (said["folder"], said["allowed"]) == (str(received.folder), True)


@pytest.mark.parametrize("spoil", ["mode", "text", "other", "deep"])
def test_an_answer_that_others_could_write_or_nobody_can_read_is_none(
    received: Received, spoil: str
) -> None:
    """A file that others may change, or that is no answer to this question, allows nothing."""
    received.settings(ASKING["a higher limit"])
    assert received.run("check", "--trust").exit_code == 0
    (kept,) = answers.place().iterdir()
    if spoil == "mode":
        kept.chmod(0o666)
    elif spoil == "text":
        kept.write_bytes(b"\xff{")
    elif spoil == "other":
        kept.write_text(kept.read_text("ascii").replace("received", "receiver"), "ascii")
    else:
        kept.write_text("[" * 100_000, "ascii")
    assert received.run("check").exit_code == 2


def test_trust_holds_for_the_run_where_the_profile_takes_no_file(
    received: Received, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no answer can be kept, --trust allows this run and says so."""
    (received.root / "flat").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(received.root / "flat"))
    received.settings(ASKING["a higher limit"])
    ended = received.run("check", "--trust")
    assert ended.exit_code == 0, ended.said
    assert "for this run only" in ended.said
    assert received.run("check").exit_code == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_what_was_asked(received: Received, language: str) -> None:
    """In both languages the sentence has the key, what it asks for and what to do."""
    received.settings(ASKING["a path that climbs"] + ASKING["a higher limit"])
    ended = received.run("check", "--lang", language)
    for words in ("ledger.files", "../private/ledger.csv", "limits.seconds", "21", "--trust"):
        assert words in ended.said


def test_an_allowed_database_is_read_and_its_bytes_stay(received: Received) -> None:
    """A person's leave opens it for reading: DuckDB by table and query, SQLite by both."""
    before = received.tree()
    for url in ("duckdb://books.duckdb", "sqlite://books.sqlite"):
        for what in ("table = 'gl'", "query = 'SELECT period, account, amount FROM gl'"):
            received.settings(f"[ledger]\ndatabase = '{url}'\n{what}\n")
            dataset = load(received.folder, permission=lambda _: True)
            assert float(dataset.facts.ledger_total) == 7.5
    (received.folder / "xlcost.toml").unlink()
    assert received.tree() == before


def test_a_view_that_reads_files_is_told_by_its_name(received: Received) -> None:
    """A database file is cut off from others: its view over one is named, behind views, too."""
    source = received.folder / "more.parquet"
    with duckdb.connect(str(received.folder / "books.duckdb")) as books:
        books.execute(f"COPY gl TO '{source}' (FORMAT parquet)")
        books.execute(f"CREATE VIEW beside AS SELECT * FROM read_parquet('{source}')")
        books.execute("CREATE VIEW behind AS SELECT * FROM beside")
    for what in ("table = 'beside'", "table = 'behind'", "query = 'SELECT * FROM behind'"):
        received.settings(f"[ledger]\ndatabase = 'duckdb://books.duckdb'\n{what}\n")
        ended = received.run("check", "--trust")
        assert ended.exit_code == 2, ended.said
        assert "the view beside of books.duckdb reads other files" in ended.said


def test_the_database_file_cannot_be_talked_out_of_its_lock(received: Received) -> None:
    """Whatever reached DuckDB or SQLite would write, load, attach and change nothing."""
    from xlcost.dataset.settings import InputSettings
    from xlcost.inputs.configuration.databases import opened

    said = {"database": "duckdb://books.duckdb", "table": "gl"}
    database = opened(InputSettings.model_validate(said), received.folder, "ledger")
    for statement in (
        f"COPY gl TO '{received.root}/stolen.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        f"ATTACH '{received.root}/made.duckdb'",
        "SET enable_external_access = true",
        "SET threads = 1",
        f"SELECT * FROM read_csv('{received.secret}')",
        "INSERT INTO gl SELECT * FROM gl",
    ):
        with pytest.raises(duckdb.Error):
            database.connection.con.execute(statement)
    database.close()
    said = {"database": "sqlite://books.sqlite", "table": "gl"}
    database = opened(InputSettings.model_validate(said), received.folder, "ledger")
    for statement in (
        "DELETE FROM gl",
        f"ATTACH '{received.root}/made.sqlite' AS made",
        "PRAGMA journal_mode = DELETE",
        "SELECT load_extension('x')",
        f"VACUUM INTO '{received.root}/made.sqlite'",
    ):
        with pytest.raises(sqlite3.Error):
            database.connection.con.execute(statement).fetchall()
    database.close()
    assert not (received.root / "stolen.csv").exists()


def test_a_pack_that_is_a_link_elsewhere_is_not_read(received: Received) -> None:
    """In the output folder and one of --previous a link out is told, and never followed."""
    assert received.run("report").exit_code == 0
    pack = next(received.out.glob("*.xlsx"))
    away = pack.rename(received.root / "private" / "pack.xlsx")
    received.out.joinpath("link.xlsx").symlink_to(away)
    older = received.folder / "packs"
    older.mkdir()
    older.joinpath("older.xlsx").symlink_to(away)
    ended = received.run("report", "--previous", str(older))
    said = " ".join(ended.said.split())
    assert ended.exit_code == 0, said
    for name in ("link.xlsx", "older.xlsx"):
        assert f"{name}: It could not be read" in said or name in said
    assert "a link to a file outside" in said
    assert (received.out / "link.xlsx").is_symlink()


def test_a_limit_that_is_no_number_is_no_way_out(received: Received) -> None:
    """Limits of infinity and of no number are refused or asked about."""
    for value in ("inf", "nan", "1e300"):
        received.settings(f"[limits]\nseconds = {value}\n")
        assert received.run("check").exit_code == 2


def test_the_engine_that_reads_files_is_locked() -> None:
    """The engine of the folder's own files loads no extension, and keeps its settings."""
    from xlcost.engine import Engine

    with Engine() as engine:
        for statement in ("SET autoload_known_extensions = true", "SET lock_configuration = false"):
            with pytest.raises(duckdb.Error):
                engine.connection.con.execute(statement)


def test_files_is_no_place_for_a_url(received: Received) -> None:
    """A database's URL among the files is told, without its password."""
    received.settings("[ledger]\nfiles = 'postgres://me:Zaphod-42!@127.0.0.1/books'\n")
    ended = received.run("check", "--trust")
    assert "Zaphod-42!" not in ended.said
    assert ended.exit_code in (1, 2)
