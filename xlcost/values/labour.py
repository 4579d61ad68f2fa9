"""Labour: which accounts are the cost of people, as a list declares it or their name suggests."""

from __future__ import annotations

import re
from enum import Enum

NO_WORDS = frozenset({"no", "n", "nei", "false", "0", "0.0"})
HOURS = frozenset({"paid_hours", "hours", "timer"})  # drivers that only pay is driven by
PEOPLE = frozenset({"fte", "headcount", "årsverk"})  # drivers of pay, and of desks and licences
# What pay is called: English; Nordic; German; French; Dutch, Spanish, Italian, Finnish, Polish.
PAY = re.compile(
    r"salar(?:y|ies)|\bwages?\b|\bpayroll|\bbonus|\bovertime\b|\b(?:holiday|vacation|sick) pay\b"
    r"|\bseverance|\bsocial (?:security|charges|costs|contributions)|\bnational insurance"
    r"|\bemployer'?s?'? (?:contribution|tax|social)|\bbenefits?\b|(?<!sus)pension(?!at)"
    r"|\b(?:staff|personnel|employee|labou?r|people)(?: related)? (?:cost|expense|pay|benefit)"
    r"|\b(?:temporary|temp|agency|hired|contract) (?:staff|workers?|labou?r)\b|\bdirect labou?r"
    r"|\bremuneration|^labou?r$"
    r"|(?<!be)l[øö]n(?!n?som|sam)|feriepeng|semesterersättning|arbeidsgiveravg|arbetsgivaravg"
    r"|pensjon(?!at)|sykepenge|sjuklön|\bsosiale? (?:kost|ytel|utgift|avgift)"
    r"|\bsociala? (?:avgift|kostnad|omkost)"
    r"|\bsociale omkost|overtid|övertid|\bgager?\b|\batp\b|\botp\b|\binnlei[ed]|\bvikar"
    r"|inhyrd personal|personale?(?:kost|omkost|utgift|aufw)|personellkost|^personal$"
    r"|(?<!be)l[oö]hn(?!end)|geh[aä]lt(?!en)|\bsozial(?:vers|abg|aufw|kosten|e (?:aufw|abg|leist))"
    r"|gesetzl\w*\.? soz|überstunde|urlaubsgeld|weihnachtsgeld|altersversorgung"
    r"|leiharbeit|zeitarbeit|berufsgenossenschaft"
    r"|salaires?\b|rémunération|appointements|charges sociales"
    r"|(?:charges|frais|coûts?) de personnel|cotisations (?:sociales|patronales|aux)"
    r"|\burssaf|congés payés|heures supplémentaires"
    r"|\bretraite|\bintérim|personnel (?:intérimaire|extérieur)"
    r"|\blonen\b|salaris|sociale lasten|pensioen|personeelskost|\bsueldos|\bsalarios"
    r"|seguridad social|gastos de personal|\bstipendi\b|oneri sociali|costo del personale"
    r"|\bpalk(?:at|ka|kiot)|henkilöstöku|henkilösivuku|wynagrodzeni",
    re.IGNORECASE,
)
# What is bought about pay, or paid to others than staff, however much the name speaks of pay.
BOUGHT = re.compile(
    r"system|software|programvar|logiciel|licen[cs]|lisens|lizenz|\bapp\b|saas|subscription|abonne"
    r"|computer|processing|\bfees?\b|gebyr|gebühr|honora|consult|konsul|beratung|rådgiv"
    r"|abrechnung|buchhaltung|lønns?(?:føring|kjøring)|bokføring|administra"
    r"|customer|client|\bkunde|\bkund(?:er|bonus)?\b|klant|supplier|vendor|leverandør|leverantör"
    r"|lieferant|fournisseur|loyal|lojal|treue|fidélité|\bpartner|dealer|forhandler",
    re.IGNORECASE,
)
# What is spent on staff beside their pay: labour only where its line says so.
BESIDE = re.compile(
    r"training|\bkurs|opplæring|utbildning|schulung|formation|recruit|rekrut|rekryter"
    r"|\binterest|\brenter?\b|\bzins|\brent\b|premises|lokal(?:e|er)?\b|meals?\b|kantine|canteen"
    r"|overtidsmat|\bgaver?\b|\bgifts?\b|travel|\breise|welfare|velferd",
    re.IGNORECASE,
)
# Words of people that do not say whether they are paid here.
ABOUT = re.compile(
    r"\bstaff|personnel|personell|\bpersonal(?! (?:computer|protect|data|property))|employee"
    r"|\bpeople|workforce|manpower|\bagents?\b|ansatt|medarbe|mitarbeiter|anställd|\blabou?r\b"
    r"|personeel|effectif|henkilöst",
    re.IGNORECASE,
)


class LabourVerdict(Enum):
    """Whether an account is labour, and who says so."""

    DECLARED = "declared"  # a list or a chart of accounts says yes
    DENIED = "denied"  # a list or a chart of accounts says no
    ASSUMED = "assumed"  # its name, or its driver, says so
    DOUBTFUL = "doubtful"  # its name has a word of people, and is not taken
    OTHER = "other"  # nothing says so

    @property
    def counts(self) -> bool:
        """Whether the account is in the cost of labour."""
        return self in (LabourVerdict.DECLARED, LabourVerdict.ASSUMED)

    @property
    def said(self) -> bool:
        """Whether somebody has said it."""
        return self in (LabourVerdict.DECLARED, LabourVerdict.DENIED)


def labour_verdict(said: str, driver: str, line: str, name: str) -> LabourVerdict:
    """Return whether an account is a cost of people; what the list of accounts says counts first.

    Args:
        said: What the list says under labour; blank where it says nothing.
        driver: The driver of the account.
        line: Its report line.
        name: Its name.
    """
    if said.strip():
        denied = said.strip().lower() in NO_WORDS
        return LabourVerdict.DENIED if denied else LabourVerdict.DECLARED
    line, name, driver = line.strip(), name.strip(), driver.strip().lower()
    in_line = _has(PAY, line) and not _has(BESIDE, line)
    pays = in_line or _has(PAY, name) or driver in HOURS
    beside = not in_line and _has(BESIDE, line, name)
    if beside or _has(BOUGHT, line, name):
        return LabourVerdict.DOUBTFUL if pays else LabourVerdict.OTHER
    if pays:
        return LabourVerdict.ASSUMED
    about = _has(ABOUT, line, name) or driver in PEOPLE
    return LabourVerdict.DOUBTFUL if about else LabourVerdict.OTHER


def _has(words: re.Pattern[str], *texts: str) -> bool:
    return any(words.search(text) for text in texts)


def is_labour(said: str, driver: str, line: str, name: str) -> bool:
    """Tell whether an account is in the cost of labour."""
    return labour_verdict(said, driver, line, name).counts
