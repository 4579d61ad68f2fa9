"""Words of totals: how rows of sums and of results are called, in the languages of Excel."""

from __future__ import annotations

# As one pattern of RE2, whose \b knows ASCII letters only: words end in one of those.
_TOTALS = (
    # English, French, Spanish, Portuguese, Italian
    r"grand totals?|sub-?totals?|totals?|somme|sous-total|suma(?: total)?|soma|totais|subtotale?",
    r"totale?(?: complessivo)?",
    # Norwegian, Swedish, Danish
    r"totalsum(?:ma)?|hovedtotal|hovudtotal|totalt|delsum(?:ma)?|delresultat|summa|i alt|sum",
    # German, Dutch
    r"summen?|gesamt(?:ergebnis|summe)?|zwischensumme|teilergebnis|ergebnis|insgesamt|endsumme",
    r"(?:eind|sub)?totaal",
    # Finnish, Icelandic, Polish
    r"kokonaissumma|v[äa]lisumma|samtals|suma ko[ńn]cowa|razem",
    # Czech, Slovak, Hungarian, Turkish, Estonian, Slovenian
    r"celkem|celkom|celkov[ýy] sou[čc]et|spolu|mindösszesen|(?:vég)?összeg|összesen",
    r"(?:genel )?toplam|kokku|üldsumma|skupaj",
)
TOTAL_WORDS = "|".join(_TOTALS)
_RESULTS = (
    r"gross (?:profit|margin|result|loss)|contribution margin|ebit(?:d?a)?",
    r"net (?:operating |ordinary |other )?(?:income|profit|loss|result|earnings|revenue|surplus)",
    r"(?:operating|ordinary) (?:income|profit|loss|result|earnings|surplus)",
    r"(?:profit|result|income|loss|earnings|surplus)(?: or loss)? (?:before|after)\b.*",
    r"(?:profit|result|loss|surplus)(?: or loss)? for the (?:year|period|month)",
    r"(?:drifts|års|ordinært |brutto|netto|finans|periode)resultat.*",
    r"resultat(?: (?:før|etter|av|efter|innan|för|före|i perioden|hittil)\b.*)?",
    r"(?:brutto|netto)(?:fortjeneste|avanse)|dekningsbidrag|dækningsbidrag|täckningsbidrag",
    r"(?:rörelse|årets |primært )resultat.*|bruttovinst|resultat før.*",
    r"(?:betriebs|jahres|roh|perioden)(?:ergebnis|überschuss|ertrag|gewinn)",
    r"r[ée]sultat (?:d'exploitation|net|courant|avant).*|marge brute",
    r"(?:bedrijfs|netto|bruto)(?:resultaat|winst)|resultaat (?:voor|na).*",
    r"resultado (?:neto|bruto|de|antes).*|beneficio (?:neto|bruto).*|margen bruto",
    r"risultato (?:netto|operativo|prima).*|utile (?:netto|lordo).*|liikevoitto|liiketulos",
)
RESULT_WORDS = "|".join(_RESULTS)
# The word first and anything behind it ("Sum 5000-5001"), codes first and the word at the end
# ("5010 Ergebnis"), or the name of a result.
TOTALS = (
    rf"(?i)^(?:[^0-9a-zæøåäöüß]*(?:{TOTAL_WORDS})\b.*|[^a-zæøåäöüß]*\b(?:{TOTAL_WORDS})\W*"
    rf"|\W*(?:kaikki )?yhteensä.*|\W*(?:{RESULT_WORDS})\W*)$"
)
# Rows of a ledger by account that say a balance and no posting.
BALANCES = (
    r"(?i)^\W*(?:(?:beginning|opening|closing|ending|starting|brought forward|carried forward)"
    r" balance|balance (?:brought|carried) forward|(?:inn|ut)gående (?:saldo|balanse)|"
    r"(?:in|ut)gående (?:balans|saldo)|(?:primo|ultimo)(?: saldo)?|(?:primo|ultimo)saldo|"
    r"ib|ub|(?:anfangs|end|schluss)(?:bestand|saldo)|"
    r"saldovortrag|eröffnungs(?:saldo|bilanz)|solde (?:initial|final|d'ouverture|à nouveau)|"
    r"saldo (?:inicial|final|anterior|iniziale|finale)|(?:begin|eind)saldo)[^a-zæøåäöü]*$"
)
