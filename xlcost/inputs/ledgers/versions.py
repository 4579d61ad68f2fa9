"""Versions: which of actual, original, revised, forecast and prior year a text means."""

from __future__ import annotations

from xlcost.dataset.facts import ACTUAL, BUDGET, ORIGINAL, PRIOR_YEAR, REVISED

VERSIONS = {
    **dict.fromkeys(("actual", "actuals", "faktisk", "regnskap", "virkelig", "ist"), ACTUAL),
    **dict.fromkeys((BUDGET, ORIGINAL, "budsjett", "opprinnelig", "adopted", ""), ORIGINAL),
    **dict.fromkeys((REVISED, "revidert", "justert", "amended"), REVISED),
    **dict.fromkeys(("forecast", "prognose"), "forecast"),
    **dict.fromkeys(("prior_year", "prior year", "fjorår", "i fjor"), PRIOR_YEAR),
}


def version_name(text: str) -> str:
    """Return the version that a text means; an unknown one stays as it is."""
    folded = text.strip().casefold()
    return VERSIONS.get(folded, folded)


def default_version(input_name: str) -> str:
    """Return the version of rows that name none."""
    return ORIGINAL if input_name == "budget" else ACTUAL
