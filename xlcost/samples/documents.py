"""How each account of the sample company is booked: how many documents, on which day, by whom.

All vendors are invented.
"""

from __future__ import annotations

from typing import NamedTuple

from xlcost.samples.company import Name, same


class Booking(NamedTuple):
    """One account's documents: a mean number a month and cost centre, and what they say."""

    documents: int
    day: int  # 0: any day
    lines: tuple[tuple[str, Name], ...]


def booking(account: str) -> Booking:
    """Return how an account is booked."""
    return _BOOKINGS[account]


_PAYROLL = ""
_BOOKINGS = {
    "3600": Booking(2, 28, (("Nordlys Gruppen AS", Name("Group services", "Konserntjenester")),)),
    "5000": Booking(3, 20, ((_PAYROLL, Name("Payroll", "Lønnskjøring")),)),
    "5020": Booking(1, 20, ((_PAYROLL, Name("Holiday deduction", "Ferietrekk")),)),
    "5030": Booking(
        24,
        0,
        (
            (_PAYROLL, Name("Evening supplement", "Kveldstillegg")),
            (_PAYROLL, Name("Saturday supplement", "Lørdagstillegg")),
        ),
    ),
    "5040": Booking(6, 0, ((_PAYROLL, Name("Overtime 50 %", "Overtid 50 %")),)),
    "5180": Booking(1, 28, ((_PAYROLL, Name("Holiday pay, 12 %", "Feriepenger 12 %")),)),
    "5400": Booking(1, 28, ((_PAYROLL, Name("Employer's contributions", "Arbeidsgiveravgift")),)),
    "5420": Booking(1, 28, (("Trygg Pensjon AS", Name("Pension", "Tjenestepensjon")),)),
    "5800": Booking(3, 0, ((_PAYROLL, Name("Sick pay refunded", "Refusjon sykepenger")),)),
    "5910": Booking(4, 0, (("Kaffe & Brød AS", Name("Canteen", "Kantine")),)),
    "6300": Booking(
        1,
        1,
        (("Havnekvartalet Eiendom AS", Name("Rent", "Husleie")),),
    ),
    "6340": Booking(
        4,
        0,
        (
            ("Fossekraft AS", Name("Electricity", "Strøm")),
            ("Byvarme AS", Name("District heating", "Fjernvarme")),
        ),
    ),
    "6360": Booking(5, 0, (("Blank Renhold AS", Name("Cleaning", "Renhold")),)),
    "6420": Booking(1, 5, (("Samtaleskyen AS", Name("Agent licences", "Agentlisenser")),)),
    "6430": Booking(
        20,
        0,
        (
            ("Vaktplan Norge AS", Name("Workforce planning", "Bemanningsplanlegging")),
            ("Kunnskapsbanken AS", Name("Knowledge base", "Kunnskapsbase")),
            ("Kontorskyen AS", Name("Office subscription", "Kontorpakke")),
            ("Opptak og Kvalitet AS", Name("Call recording", "Samtaleopptak")),
        ),
    ),
    "6540": Booking(2, 0, (("Fjordtek Utstyr AS", same("Headset")),)),
    "6550": Booking(
        2,
        0,
        (
            ("Fjordtek Utstyr AS", Name("Screens", "Skjermer")),
            ("Leasingpartner Vest AS", Name("Computer lease", "Leie av datamaskiner")),
        ),
    ),
    "6720": Booking(2, 0, (("Rådgiverne Sund AS", Name("Project fee", "Prosjekthonorar")),)),
    "6790": Booking(
        40,
        0,
        (
            ("Svartjenesten Nord AS", Name("Overflow calls", "Overløpssamtaler")),
            ("Døgnvakt AS", Name("Calls at night", "Nattsamtaler")),
        ),
    ),
    "6800": Booking(3, 0, (("Kontorhuset AS", Name("Office supplies", "Kontorrekvisita")),)),
    "6860": Booking(
        6,
        0,
        (
            ("Dialogskolen AS", Name("Course, difficult calls", "Kurs, krevende samtaler")),
            ("Fagakademiet Nord AS", Name("Course, new agents", "Kurs, nye medarbeidere")),
        ),
    ),
    "6900": Booking(3, 3, (("Nordtele AS", Name("Lines, fixed price", "Linjer, fastpris")),)),
    "6910": Booking(
        44,
        0,
        (
            ("Nordtele AS", Name("Traffic", "Trafikk")),
            ("Nordtele AS", Name("Traffic to mobiles", "Trafikk til mobil")),
        ),
    ),
    "6920": Booking(20, 0, (("Meldingssentralen AS", Name("Text messages", "SMS")),)),
    "7140": Booking(
        4,
        0,
        (
            ("Reisebyrået Kyst AS", Name("Train", "Togreise")),
            ("Reisebyrået Kyst AS", Name("Flight", "Flyreise")),
            ("Hotell Brygga AS", Name("Hotel", "Hotell")),
        ),
    ),
    "7320": Booking(3, 0, (("Jobbtorget AS", Name("Advertisement", "Stillingsannonse")),)),
    "7500": Booking(1, 2, (("Fjell Forsikring AS", Name("Insurance", "Forsikring")),)),
}
