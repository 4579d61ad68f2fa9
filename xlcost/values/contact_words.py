"""Contact words: what a word says of a channel, a direction, an outcome, a unit or an answer."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

INBOUND, OUTBOUND, INTERNAL = "inbound", "outbound", "internal"
PHONE = "phone"
_SELF_SERVICE = re.compile(
    r"self[ _-]?(?:service|help)|selv(?:betjen|hjelp)|sj[aä]lv(?:betj|service)"
    r"|selbst(?:bedien|serv)|libre[ _-]service|autoservicio|zelfbedien|itsepalvel"
    r"|\bivr\b|talemeny|bots?\b|virtual a"
    r"|knowledge ?base|\bfaq|help ?cent(?:re|er)|hjelpesider"
)
SHORTEST = 2  # letters of a word that says no channel in a heading: "x", "im"


def plain(text: str) -> str:
    """Return a word without what does not matter: case, spaces, punctuation."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


@cache
def _file() -> dict[str, Any]:
    source = files("xlcost.values").joinpath("contact_words.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


@cache
def _meanings(section: str) -> dict[str, str]:
    """Return plain word → what it means, of a section of lists."""
    return {plain(word): name for name, words in _file()[section].items() for word in words}


@cache
def _channels(kind: str) -> dict[str, str]:
    """Return plain word → channel, of the `words` or of the `like` of every channel."""
    found = {plain(word): name for name, own in _file()["channels"].items() for word in own[kind]}
    return {**found, **{plain(name): name for name in _file()["channels"]}}


def direction(text: str) -> str:
    """Return "inbound", "outbound" or "internal", or "" where a word says none of them."""
    return _meanings("directions").get(plain(text), "")


def split_channel(text: str) -> tuple[str, str]:
    """Return the channel of a text such as "Inbound voice" without the direction, and that."""
    words = [word for word in re.split(r"[\s_\-/,:]+", text.strip()) if word]
    # One word in front or behind is a direction where something is left that is a channel.
    for place, rest in ((0, words[1:]), (-1, words[:-1])):
        if len(words) > 1 and (said := direction(words[place])):
            bare = " ".join(rest).strip("() ")
            if channel(bare) or kin(bare):
                return bare, said
    return text, ""


def channel(text: str) -> str:
    """Return the channel that a word means, such as "phone" for Voice; "" where none is known."""
    return _channels("words").get(plain(text), "")


def kin(text: str) -> str:
    """Return the channel that a word is another name of, if nothing else tells them apart."""
    return _channels("like").get(plain(text), "")


def channel_and_direction(text: str) -> tuple[str, str]:
    """Return what a name of a channel means: its channel, and the direction that it names."""
    bare, said = split_channel(text)
    return channel(bare) or plain(bare), said


def is_phone(text: str) -> bool:
    """Tell whether a channel is the telephone."""
    return channel(split_channel(text)[0]) == PHONE


def is_self_service(text: str) -> bool:
    """Tell whether a channel's sessions need no agent: self-service, a bot, a menu of the phone."""
    return _SELF_SERVICE.search(text.casefold()) is not None


def outcome(text: str) -> str:
    """Return what an outcome counts for beside being offered; "" where none is known."""
    if direction(text) == OUTBOUND:  # a kind of call beside inbound and abandoned
        return "handled"
    return _meanings("outcomes").get(plain(text), "")


def answer(text: str) -> bool | None:
    """Return what yes and no say; None where a text is neither."""
    return {"yes": True, "no": False}.get(_meanings("answers").get(plain(text), ""))


def unit(text: str) -> str:
    """Return "ms", "s", "min", "h" or "d" for a word of a unit, or ""."""
    return _meanings("units").get(plain(text), "")


def unit_of_heading(heading: str) -> str | None:
    """Return the unit that a heading names: Talk time (ms), Call minutes, Avg talk (mm:ss)."""
    known = _meanings("heading_units")
    if inside := re.search(r"[(\[]([^()\[\]]+)[)\]]\s*$", heading):
        named = known.get(plain(inside[1])) or unit(inside[1])
        if named:
            return named
    # "15 minutes" is how long an interval or a target is.
    words = [w for w in re.split(r"[\W_]+", re.sub(r"\d+[\W_]*[^\W\d_]+", " ", heading)) if w]
    found = {known[plain(word)] for word in words if plain(word) in known}
    return found.pop() if len(found) == 1 else None


def everyone() -> list[str]:
    """Return the words that name all teams together, beside those of totals."""
    found: list[str] = _file()["totals"]["words"]
    return found


def is_everyone(text: str) -> bool:
    """Tell whether a word names all teams together."""
    return plain(text) in {plain(word) for word in everyone()}


def is_both_ways(text: str) -> bool:
    """Tell whether a word names inbound and outbound together."""
    return plain(text) in {plain(word) for word in _file()["totals"]["directions"]}


def nearest(wanted: str, names: Iterable[str]) -> str | None:
    """Return which of some channels a word means: the same word, a synonym, else its only kin."""
    every = list(dict.fromkeys(names))
    for key in (lambda name: name.strip().casefold(), _synonym, _family):
        asked = key(wanted)
        fitting = [name for name in every if asked and key(name) == asked]
        if len(fitting) == 1 or (fitting and key is not _family):
            return fitting[0]
    return None


def _synonym(text: str) -> str:
    bare, _said = split_channel(text)
    return channel(bare) or plain(bare)


def _family(text: str) -> str:
    bare, _ = split_channel(text)
    return channel(bare) or kin(bare)


def one_word(names: Mapping[str, float] | Iterable[str]) -> dict[str, str]:
    """Return for each spelling of a channel the one that it goes by: the first that means it."""
    first: dict[str, str] = {}
    found = {}
    for name in names:
        bare, _ = split_channel(name)
        key = channel(bare) or plain(bare)
        found[name] = first.setdefault(key, bare.strip())
    return found


def headings() -> dict[str, list[str]]:
    """Return what the systems of contact centres call the canonical columns."""
    found: dict[str, list[str]] = _file()["headings"]
    return found


@cache
def _averages() -> dict[str, tuple[str, str]]:
    return {
        plain(heading): (measure, own["weight"])
        for measure, own in _file()["averages"].items()
        for heading in own["headings"]
    }


def average(heading: str) -> tuple[str, str] | None:
    """Return what a column of averages is one of, and what it is weighted with, by its heading."""
    bare = re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*$", "", heading)
    return _averages().get(plain(heading)) or _averages().get(plain(bare))


def names_phone(headings: Iterable[str]) -> bool:
    """Tell whether headings of counts speak of calls, and none of another channel."""
    named = {
        found
        for heading in headings
        for word in re.split(r"[\W_]+", heading)
        if (found := _channels("words").get(plain(word)) or _channels("like").get(plain(word)))
    }
    return named == {PHONE}


@cache
def _unread(section: str) -> frozenset[str]:
    return frozenset(plain(word) for word in _file()["unread"][section])


def _words_of(heading: str) -> set[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return {plain(word) for word in re.split(r"[\W_]+", apart) if word}


def speaks_of_sums(heading: str) -> bool:
    """Tell whether a heading that nobody read stands over sums or averages of contacts."""
    words = _words_of(heading)
    return bool(words & _unread("sums")) and not words & _unread("identity")


def names_identity(heading: str) -> bool:
    """Tell whether a heading stands over what tells one contact from the next."""
    return bool(_words_of(heading) & _unread("identity"))


def channel_of_heading(heading: str) -> str:
    """Return the channel of a heading that stands over counts, such as Incoming chats; or ""."""
    words = _words_of(heading)
    if words & (_unread("never") | _unread("identity")):
        return ""
    named = {
        found for word in words if len(word) > SHORTEST and (found := channel(word) or kin(word))
    }
    return named.pop() if len(named) == 1 else ""


def direction_of_heading(heading: str) -> str:
    """Return the direction that a heading names, as Outgoing messages does; or ""."""
    named = {found for word in _words_of(heading) if (found := direction(word))}
    return named.pop() if len(named) == 1 else ""
