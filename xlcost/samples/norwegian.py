"""Norwegian names of files, headings and words in the sample company's files."""

from __future__ import annotations

from typing import Final

FILES: Final = {
    "ledger": "hovedbok.csv",
    "budget": "budsjett.xlsx",
    "accounts": "kontoplan.csv",
    "cost_centres": "ansvar.csv",
    "activity": "aktivitet.csv",
    "workforce": "bemanning.csv",
    "adjustments": "justeringer.csv",
    "trial_balance": "saldobalanse.csv",
    "intervals": "intervaller.csv",
}

# (input, column) → heading; an empty input stands for all of them.
HEADINGS: Final = {
    ("", "period"): "Periode",
    ("", "date"): "Bilagsdato",
    ("", "timestamp"): "Tidspunkt",
    ("", "account"): "Konto",
    ("", "amount"): "Beløp",
    ("", "cost_centre"): "Ansvar",
    ("", "entity"): "Selskap",
    ("", "version"): "Versjon",
    ("", "document"): "Bilagsnr",
    ("", "vendor"): "Leverandør",
    ("", "text"): "Tekst",
    ("", "currency"): "Valuta",
    ("adjustments", "text"): "Forklaring",
    ("trial_balance", "amount"): "Saldo",
    ("", "channel"): "Kanal",
    ("", "direction"): "Retning",
    ("", "team"): "Team",
    ("accounts", "name"): "Kontonavn",
    ("cost_centres", "name"): "Navn",
    ("", "line"): "Rapportlinje",
    ("", "category"): "Kategori",
    ("", "behaviour"): "Kostnadsatferd",
    ("", "driver"): "Kostnadsdriver",
    ("", "kind"): "Kontotype",
    ("", "recurring"): "Gjentakende",
    ("", "site"): "Sted",
    ("", "manager"): "Leder",
    ("", "active_from"): "Gyldig fra",
    ("", "active_to"): "Gyldig til",
    ("", "offered"): "Innkomne henvendelser",
    ("", "handled"): "Besvarte henvendelser",
    ("", "abandoned"): "Avbrutt",
    ("", "abandoned_in_threshold"): "Avbrutt innen terskel",
    ("", "transferred"): "Overført",
    ("", "repeated"): "Gjentatte henvendelser",
    ("", "answered_in_threshold"): "Besvart innen svarmål",
    ("", "talk_seconds"): "Taletid sekunder",
    ("", "hold_seconds"): "Holdtid sekunder",
    ("", "after_call_seconds"): "Etterarbeid sekunder",
    ("", "wait_seconds"): "Ventetid sekunder",
    ("", "resolved_first_contact"): "Løst ved første kontakt",
    ("", "resolved"): "Løste henvendelser",
    ("", "csat_responses"): "Svar kundetilfredshet",
    ("", "csat_satisfied"): "Fornøyde kunder",
    ("", "sales"): "Salg",
    ("", "leads"): "Salgsmuligheter",
    ("", "fte"): "Årsverk",
    ("", "paid_hours"): "Betalte timer",
    ("", "logged_in_hours"): "Påloggede timer",
    ("", "handle_hours"): "Behandlingstimer",
    ("", "shrinkage_hours"): "Fraværstimer",
    ("", "overtime_hours"): "Overtidstimer",
    ("", "headcount_open"): "Ansatte ved start",
    ("", "headcount_close"): "Ansatte ved slutt",
    ("", "leavers"): "Sluttet",
    ("", "licences_paid"): "Betalte lisenser",
    ("", "licences_used"): "Brukte lisenser",
    ("", "licence_price"): "Lisenspris",
}

WORDS: Final = {"yes": "ja", "no": "nei", "inbound": "inngående", "outbound": "utgående"}

MONTHS: Final = (
    "jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des",
)  # fmt: skip
