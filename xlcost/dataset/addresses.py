"""Addresses: a database's URL as its named parts, of which only known ones are taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote, unquote

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from xlcost.errors import SettingsError
from xlcost.locales.refusals import refusal, saying
from xlcost.values.shown import HIDDEN

FILES: Final = ("duckdb", "sqlite")
POSTGRES: Final = "postgres"
_SCHEMES: Final = MappingProxyType(
    {"duckdb": "duckdb", "sqlite": "sqlite", "postgres": POSTGRES, "postgresql": POSTGRES}
)
_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<rest>.*)", re.DOTALL)
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_PORT = re.compile(r"[0-9]{1,5}")
_HIGHEST_PORT = 65_535
# What a URL may say after its question mark, and the form of each.
_PARAMETERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "duckdb": {"read_only": "true|True|1"},
        "sqlite": {"mode": "ro"},
        POSTGRES: {
            "application_name": r"[\w .-]{1,63}",
            "channel_binding": "disable|prefer|require",
            "connect_timeout": "[0-9]{1,4}",
            "gssencmode": "disable|prefer|require",
            "service": r"[\w.-]{1,63}",
            "sslmode": "disable|allow|prefer|require|verify-ca|verify-full",
            "sslrootcert": "system",
            "target_session_attrs": "any|read-write|read-only|primary|standby|prefer-standby",
        },
    }
)


@dataclass(frozen=True)
class Address:
    """Where a database is, in named parts.

    Its text, and what a manifest keeps of it, has no password.

    Attributes:
        scheme: "duckdb", "sqlite" or "postgres".
        name: The file, or the database on the server.
        host: The server.
        port: Its port; None is the usual one.
        user: Who asks; may be `${NAME}`.
        password: The password; may be `${NAME}`.
        schema: The schema on the server.
        parameters: What else the URL says.
    """

    scheme: str
    name: str
    host: str = ""
    port: int | None = None
    user: str = ""
    password: str = field(default="", repr=False)
    schema: str = ""
    parameters: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """Return the URL, with its password hidden."""
        tail = "&".join(f"{key}={quote(value)}" for key, value in self.parameters)
        query = f"?{tail}" if tail else ""
        if self.scheme in FILES:
            return f"{self.scheme}://{self.name}{query}"
        secret = self.password if _VARIABLE.fullmatch(self.password) else HIDDEN
        user = self.user if _VARIABLE.fullmatch(self.user) else quote(self.user, safe="")
        who = user + (f":{secret}" if self.password else "")
        port = "" if self.port is None else f":{self.port}"
        path = "/".join(quote(part, safe="") for part in (self.name, self.schema) if part)
        host = self.host if self.host.startswith("[") else quote(self.host, safe=",:")
        return f"{self.scheme}://{who}{'@' if who else ''}{host}{port}/{path}{query}"

    @property
    def variables(self) -> tuple[str, ...]:
        """The environment variables that are sent to the server."""
        given = (_VARIABLE.fullmatch(text) for text in (self.user, self.password))
        return tuple(found[1] for found in given if found)

    @classmethod
    def parse(cls, url: str) -> Address:
        """Return the parts of a URL.

        Raises:
            ValueError: It names no database that xlcost opens; the sentence repeats none of it
                that could be secret.
        """
        found = _URL.fullmatch(url.strip())
        if found is None:
            raise ValueError(saying("mistakes.database_kind", how=saying("mistakes.database_how")))
        scheme = _SCHEMES.get(found["scheme"].lower())
        if scheme is None:
            raise ValueError(
                saying(
                    "mistakes.database_unknown",
                    scheme=found["scheme"],
                    how=saying("mistakes.database_how"),
                )
            )
        rest, _, query = found["rest"].partition("?")
        if scheme not in FILES and "@" in rest.partition("/")[2] + query:
            raise ValueError(saying("mistakes.database_signs"))
        parameters = _parameters(scheme, query)
        if scheme in FILES:
            return cls(scheme, _file(rest), parameters=parameters)
        return _server(scheme, rest, parameters)

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        """Let the settings hold an address where their file has a text."""

        def validated(value: object) -> Address:
            if isinstance(value, Address):
                return value
            if not isinstance(value, str):
                raise ValueError(saying("mistakes.database_text"))  # noqa: TRY004 - pydantic expects it
            return cls.parse(value)

        return core_schema.no_info_plain_validator_function(
            validated, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )


def _parameters(scheme: str, query: str) -> tuple[tuple[str, str], ...]:
    """Return what stands after the question mark, all of it known."""
    allowed = _PARAMETERS[scheme]
    found = {}
    for part in filter(None, query.split("&")):
        key, _, value = part.partition("=")
        key, value = unquote(key), unquote(value)
        if key not in allowed:
            told = "parameter" if re.fullmatch(r"\w{1,40}", key) else "parameter_hidden"
            fields = {"name": key} if told == "parameter" else {}
            known = ", ".join(allowed)
            raise ValueError(saying(f"mistakes.{told}", scheme=scheme, known=known, **fields))
        if not re.fullmatch(allowed[key], value):
            raise ValueError(saying("mistakes.parameter_value", name=key))
        found[key] = value
    return tuple(sorted(found.items()))


def _file(rest: str) -> str:
    name = rest.strip()
    if name.strip("/") in ("", ":memory:") or "\0" in name:
        raise ValueError(saying("mistakes.database_file"))
    return name


def _server(scheme: str, rest: str, parameters: tuple[tuple[str, str], ...]) -> Address:
    """Return the parts of user:password@host:port/database/schema."""
    place, _, path = rest.partition("/")
    who, _, where = place.rpartition("@")
    user, _, password = who.partition(":")
    name, _, schema = path.partition("/")
    host, port = _host(where)
    plain = [unquote(part) for part in (host, name, schema.strip("/"))]
    if any("${" in part for part in plain):
        raise ValueError(saying("mistakes.database_environment"))
    if any("\0" in part for part in (*plain, unquote(user), unquote(password))):
        raise ValueError(saying("mistakes.database_character"))
    return Address(
        scheme,
        plain[1],
        plain[0],
        port,
        unquote(user),
        unquote(password),
        plain[2],
        parameters,
    )


def _host(where: str) -> tuple[str, int | None]:
    """Return the host and the port; an address of IPv6 stands in brackets."""
    if where.startswith("["):
        host, bracket, after = where.partition("]")
        host, port = host + bracket, after.removeprefix(":")
    else:
        host, _, port = where.partition(":")
    if not port:
        return host, None
    if not _PORT.fullmatch(port) or not 0 < int(port) <= _HIGHEST_PORT:
        raise ValueError(saying("mistakes.database_port"))
    return host, int(port)


def value_of(text: str, environment: Mapping[str, str]) -> str:
    """Return a user or a password; `${NAME}` is that variable's value.

    Raises:
        SettingsError: The variable is not set, or the password is the mark of a hidden one.
    """
    found = _VARIABLE.fullmatch(text)
    if found is None:
        if text == HIDDEN:
            raise refusal(SettingsError, "password_hidden")
        return text
    if found[1] not in environment:
        raise refusal(SettingsError, "no_variable", name=found[1])
    return environment[found[1]]
