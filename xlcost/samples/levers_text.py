"""The sample company's `levers.toml`: what it plans for next year, with a comment on each lever."""

from __future__ import annotations

_ENGLISH = """\
# What Nordlys plans to change. Every key is optional; docs/levers.md lists them all.
# low, base and stretch: with bad luck, as planned, at its best. Amounts are kroner, a year each.

discount_rate = 0.08    # the group's required return
years = 5

[[lever]]
kind = "self_service"
name = "New help pages"
channel = "phone, inbound"
deflection_rate = { low = 0.01, base = 0.03, stretch = 0.05 }  # measured on two topics
automated_cost = 2.5    # a session today
running_cost = 450000   # an editor, half-time
one_off = 600000
cash_share = 0.3        # posts that are not filled again

[[lever]]
kind = "automation"
name = "Chatbot, order status"
channel = "chat"
deflection_rate = { low = 0.05, base = 0.12, stretch = 0.20 }  # resolved, not only contained
automated_cost = 6
running_cost = 500000
one_off = 800000
cash_share = 0.4

[[lever]]
kind = "first_contact_resolution"
name = "Knowledge base for agents"
channel = "phone, inbound"
fcr_gain = { low = 0.01, base = 0.02, stretch = 0.04 }
extra_contacts = 1
running_cost = 300000
cash_share = 0.2

[[lever]]
kind = "outsourcing"
name = "E-mail in the evening"
channel = "email"
share_moved = { low = 0.05, base = 0.10, stretch = 0.15 }
vendor_price = 85
avoidable_share = 0.7   # rent and systems stay
running_cost = 250000   # contract management and quality
one_off = 150000
cash_share = 1

[[lever]]
kind = "callback"
take_up = { low = 0.2, base = 0.35, stretch = 0.5 }
redial_rate = 0.55
callback_cost = 80
running_cost = 60000
cash_share = 0.2

[[lever]]
kind = "routing"
name = "Routing by reason for the call"
transfer_cut = { low = 0.005, base = 0.01, stretch = 0.02 }
transfer_cost = 55
one_off = 250000
cash_share = 0.2

[[lever]]
kind = "handle_time"
name = "Notes written by AI"
seconds_saved = { low = 5, base = 12, stretch = 20 }
running_cost = 900000
one_off = 300000
cash_share = 0.25

[[lever]]
kind = "scheduling"
name = "Four-hour shifts at the peaks"
hours_cut = { low = 0.005, base = 0.010, stretch = 0.020 }
running_cost = 100000
cash_share = 0.8        # overtime and the overflow partner

[[lever]]
kind = "training"
name = "Better written answers"
trainees = 35
training_cost = 6000
training_benefit = { low = 3000, base = 9000, stretch = 14000 }
cash_share = 0.2

[[lever]]
kind = "attrition"
name = "Mentors for new agents"
leavers_cut = { low = 0.1, base = 0.2, stretch = 0.3 }
recruiting_cost = 25000
training_cost = 40000
ramp_cost = 55000
running_cost = 350000
cash_share = 0.5

[[lever]]
kind = "voip_cloud"
name = "One platform in the cloud"
legacy_cost = 1900000
cost_cut = { low = 0.10, base = 0.25, stretch = 0.35 }
one_off = 700000
cash_share = 1
"""

# Each English text of the file and the Norwegian one in its place; the longest come first.
_NORWEGIAN = {
    "# What Nordlys plans to change. Every key is optional; docs/levers.md lists them all.": (
        "# Hva Nordlys vil endre. Ingen nøkkel er påkrevd; docs/levers.md har alle."
    ),
    "# low, base and stretch: with bad luck, as planned, at its best. Amounts are kroner, a year "
    "each.": (
        "# low, base og stretch: med uflaks, som planlagt, på sitt beste. Beløp er kroner i året."
    ),
    "the group's required return": "konsernets avkastningskrav",
    "New help pages": "Nye hjelpesider",
    "measured on two topics": "målt på to temaer",
    "a session today": "en økt i dag",
    "an editor, half-time": "en redaktør på halv tid",
    "posts that are not filled again": "stillinger som ikke fylles igjen",
    "Chatbot, order status": "Chatbot, ordrestatus",
    "resolved, not only contained": "løst, ikke bare holdt unna",
    "Knowledge base for agents": "Kunnskapsbase for agenter",
    "E-mail in the evening": "E-post på kveldstid",
    "rent and systems stay": "husleie og systemer blir",
    "contract management and quality": "avtaleoppfølging og kvalitet",
    "Routing by reason for the call": "Ruting etter årsak",
    "Notes written by AI": "Notater skrevet av KI",
    "Four-hour shifts at the peaks": "Firetimersvakter på toppene",
    "overtime and the overflow partner": "overtid og svartjenesten",
    "Better written answers": "Bedre skriftlige svar",
    "Mentors for new agents": "Faddere for nye agenter",
    "One platform in the cloud": "Én plattform i skyen",
    'channel = "phone, inbound"': 'channel = "telefon, innkommende"',
    'channel = "email"': 'channel = "e-post"',
}


def levers_text(language: str) -> str:
    """Return the text of the plan."""
    text = _ENGLISH
    if language == "nb":
        for english, norwegian in _NORWEGIAN.items():
            text = text.replace(english, norwegian)
    return text
