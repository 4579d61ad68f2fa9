"""Passwords: in no message, no file and no traceback that a run leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import own_postgres
import pytest
from own_postgres import PASSWORD, USER, Server
from received import Received, run
from typer.testing import CliRunner

from xlcost.addin import job
from xlcost.console import terminal
from xlcost.dataset.addresses import Address
from xlcost.dataset.settings import InputSettings
from xlcost.values.shown import without_secrets

SECRET = "Zaphod-42!"  # noqa: S105 - what is looked for


@pytest.fixture
def received(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Received:
    """Return a folder, and a profile without answers."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "profile"))
    return Received(tmp_path)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Yield a server with a small ledger."""
    with own_postgres.server() as found:
        with found.connect() as connection:
            connection.execute(
                "CREATE TABLE gl AS SELECT '2026-10'::text AS period, '5000'::text AS account, "
                "7.5::numeric(18, 2) AS amount"
            )
        yield found


@pytest.mark.parametrize(
    "settings",
    [
        "[ledger]\ndatabase = 'postgres://me:{secret}@127.0.0.1:1/books'\ntable = 'gl'\n",
        "[ledger]\ndatabase = 'postgres://me:{secret}@127.0.0.1:1/books'\n",
        "[ledger]\ndatabase = 'postgres//me:{secret}@127.0.0.1/books'\ntable = 'gl'\n",
        "[ledger]\ndatabase = 'mysql://me:{secret}@127.0.0.1/books'\ntable = 'gl'\n",
        "[ledger]\ndatabase = 'postgres://me:x/{secret}@127.0.0.1/books'\ntable = 'gl'\n",
        "[ledger]\ndatabase = 'postgres://me:x?{secret}=1@127.0.0.1/books'\ntable = 'gl'\n",
        "[ledger]\ndatabase = 'postgres://me@127.0.0.1/books?password={secret}'\ntable = 'gl'\n",
        "[ledger]\ndatabase = 'postgres://me@127.0.0.1/books?{secret}'\ntable = 'gl'\n",
        "[ledger]\ndatabase = 'host=127.0.0.1 user=me password={secret}'\ntable = 'gl'\n",
        "[ledger]\ndatabase = 'postgres://me:{secret}@127.0.0.1:x/books'\ntable = 'gl'\n",
        "[ledger]\ndatabase = ['postgres://me:{secret}@127.0.0.1/books']\ntable = 'gl'\n",
        "[ledger]\npassword = '{secret}'\n",
        "[ledger]\npassword_env = '{secret}'\n",
        "[ledger]\nfiles = 'postgres://me:{secret}@127.0.0.1/books'\n",
        "[ledger]\nsheet = 'postgres://me:{secret}@127.0.0.1/books'\n",
        "[report]\ntheme = 'postgres://me:{secret}@127.0.0.1/books'\n",
    ],
)
@pytest.mark.parametrize("command", ["check", "report"])
def test_no_message_has_a_password(received: Received, settings: str, command: str) -> None:
    """Whatever is wrong with the settings around it, the password is in no line that is printed."""
    received.settings(settings.replace("{secret}", SECRET))
    for more in ((), ("--trust",)):
        ended = received.run(command, *more)
        assert SECRET not in ended.said
    kept = received.root / "profile"
    assert all(SECRET.encode() not in p.read_bytes() for p in kept.rglob("*") if p.is_file())


@pytest.mark.parametrize("how", ["url", "env", "variable"])
def test_no_file_of_a_pack_has_a_password(
    received: Received, server: Server, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Workbook, manifest, tables and index hold no password, and the manifest builds again."""
    monkeypatch.setenv("BOOKS", PASSWORD)
    who = {"url": f"{USER}:{PASSWORD.replace('!', '%21')}", "variable": f"{USER}:${{BOOKS}}"}
    more = 'password_env = "BOOKS"\n' if how == "env" else ""
    url = f"postgres://{who.get(how, USER)}@127.0.0.1:{server.port}/postgres"
    received.settings(f'[ledger]\ndatabase = "{url}"\ntable = "gl"\n{more}')
    formats = [word for one in ("json", "csv", "parquet") for word in ("--format", one)]
    ended = received.run("report", "--trust", "--each", "entity", *formats)
    assert ended.exit_code == 0, ended.said
    for text in (ended.said, received.texts()):
        assert PASSWORD not in text
        assert PASSWORD.replace("!", "%21") not in text
    manifest = next(
        path for path in received.out.glob("*.manifest.json") if "entity" not in path.name
    )
    again = run(
        "report", "--manifest", str(manifest), "--out", str(received.root / "again"), "--trust"
    )
    if how == "url":  # the password is not kept, and the sentence says where it may stand
        assert (again.exit_code, "password_env" in again.said) == (2, True), again.said
    else:
        assert again.exit_code == 0, again.said


def test_the_settings_of_a_manifest_take_the_same_path(
    received: Received, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A manifest's database, query, paths and limits are asked about and refused as a folder's."""
    import json

    assert received.run("report").exit_code == 0
    manifest = next(received.out.glob("*.manifest.json"))
    whole = json.loads(manifest.read_text(encoding="utf-8"))
    monkeypatch.setenv("BOOKS", PASSWORD)
    url = f"postgres://{USER}@127.0.0.1:{server.port}/postgres"
    for given, words in (
        ({"ledger": [{"files": ["../private/ledger.csv"]}]}, "--trust"),
        ({"ledger": [{"database": url, "table": "gl", "password_env": "BOOKS"}]}, "--trust"),
        ({"ledger": [{"database": url, "query": "SELECT pg_sleep(99)"}]}, "pg_sleep"),
        ({"ledger": [{"database": f"{url}?options=x", "table": "gl"}]}, "options"),
        ({"ledger": [{"database": "new.duckdb", "table": "gl"}]}, "kind of the database"),
        ({"limits": {"seconds": 999}}, "--trust"),
        ({"report": {"theme": "../private/theme.toml"}}, "--trust"),
    ):
        manifest.write_text(json.dumps({**whole, "settings_given": given}), encoding="utf-8")
        before = received.tree()
        ended = run("report", "--manifest", str(manifest), "--out", str(received.root / "again"))
        assert ended.exit_code == 2, ended.said
        assert words in ended.said
        assert received.tree() == before


@pytest.mark.parametrize("data", ["//server/share", "\\\\server\\share", "{elsewhere}"])
def test_the_data_of_a_manifest_lies_beside_it_or_was_named(received: Received, data: str) -> None:
    """A manifest that leads to a folder of which nobody has spoken is asked about."""
    import json

    assert received.run("report").exit_code == 0
    manifest = next(received.out.glob("*.manifest.json"))
    whole = json.loads(manifest.read_text(encoding="utf-8"))
    deep = received.root / "deep" / "deeper" / manifest.name
    deep.parent.mkdir(parents=True)
    elsewhere = str(received.root / "private")
    deep.write_text(json.dumps({**whole, "data": data.format(elsewhere=elsewhere)}), "utf-8")
    ended = run("report", "--manifest", str(deep), "--out", str(received.root / "again"))
    assert (ended.exit_code, "--trust" in ended.said) == (2, True), ended.said
    assert not (received.root / "again").exists()


def test_a_traceback_has_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    """A bug that carries a URL in its message is told without the password, and so is its log."""

    @terminal.exit_on_error
    def broken() -> None:
        raise RuntimeError(f"postgres://me:{SECRET}@127.0.0.1/books \x1b[31mred")

    import typer

    with pytest.raises(typer.Exit):
        broken()
    said = capsys.readouterr().err
    assert SECRET not in said
    assert "\x1b" not in said
    assert "postgres://me:***@127.0.0.1/books" in said
    log = job._log(RuntimeError(f"postgres://me:{SECRET}@127.0.0.1/books"))
    assert SECRET not in log.read_text(encoding="utf-8")


def test_an_address_shows_no_password() -> None:
    """Text, representation and what a manifest keeps of an address have the password hidden."""
    address = Address.parse(f"postgresql://me:{SECRET}@[::1]:5433/books/gl?sslmode=require")
    assert (address.password, address.host, address.schema) == (SECRET, "[::1]", "gl")
    settings = InputSettings.model_validate({"database": address, "table": "gl"})
    for text in (str(address), repr(address), repr(settings), settings.model_dump_json()):
        assert SECRET not in text
    assert str(address) == "postgres://me:***@[::1]:5433/books/gl?sslmode=require"
    assert str(Address.parse("duckdb://a b.duckdb?read_only=true")).startswith("duckdb://a b")
    assert Address.parse("postgres://me:${BOOKS}@h/d").variables == ("BOOKS",)


@pytest.mark.parametrize(
    "text",
    [
        f"postgres://me:{SECRET}@h/d",
        f"see postgresql+psycopg://me:{SECRET}@h/d.",
        f"host=h password={SECRET} user=me",
        f"https://me:{SECRET}@h/x?y=z",
    ],
)
def test_texts_lose_the_passwords_of_urls(text: str) -> None:
    """Of any text, the password of a URL or of a connection string is left out."""
    assert SECRET not in without_secrets(text)
    assert without_secrets("postgres://me:${BOOKS}@h") == "postgres://me:${BOOKS}@h"
    assert without_secrets("at 10:30 kari@x.no wrote") == "at 10:30 kari@x.no wrote"


def test_doctor_has_no_password() -> None:
    """What the doctor shows of a workbook's paths is without passwords and control characters."""
    from xlcost.addin.doctor import Answer
    from xlcost.console import screens

    answer = Answer(fine=False, sentence=f"postgres://me:{SECRET}@h \x1b]0;x\x07", advice="\x9b31m")

    import typer

    app = typer.Typer()
    app.command()(lambda: screens.show_answers([answer], "en"))
    said = CliRunner().invoke(app, []).output
    assert SECRET not in said
    assert not {"\x1b", "\x07", "\x9b"} & set(said)
