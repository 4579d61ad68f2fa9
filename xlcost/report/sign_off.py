"""Whether a pack is preliminary or final, who signed it, and whether its controls let it be so."""

from __future__ import annotations

from collections.abc import Mapping

from xlcost.report import checks
from xlcost.report.model.context import Context
from xlcost.report.model.evaluation import Address
from xlcost.report.model.expressions import Literal, Ref, Verdict
from xlcost.report.model.spec import Cell, Report, Row

KEY = "sign_off"
SIGNATURES = Ref("signatures", "prepared", "label")
ROLES = ("prepared", "reviewed", "approved")


def row(ctx: Context, failed: Ref) -> Row:
    """Return the row of Summary that says it, live: `failed` counts the controls that failed."""
    status = ctx.settings.status
    verdict = Verdict(failed, 0.0, ctx.t(f"close.{status}"), ctx.t(f"close.{status}_open"))
    label = ctx.t("about.status")
    missing = [ctx.t(f"about.{role}") for role in ROLES if not getattr(ctx.settings, f"{role}_by")]
    if status == "final" and missing:
        label = ctx.t("close.unsigned", roles=", ".join(missing).lower())
    by_column = {
        "label": Cell(Literal(label), link="about", to=SIGNATURES),
        # Preliminary is neither good nor bad, and final is what its controls let it be.
        "verdict": Cell(verdict, "word", "verdict" if status == "final" else ""),
    }
    return Row(KEY, by_column)


def alert(ctx: Context, report: Report, values: Mapping[Address, object]) -> str:
    """Return the sentence for the head of every page: a final pack must have no failed control."""
    failed = checks.failed(report, values) if ctx.settings.status == "final" else 0
    if not failed:
        return report.alert
    return " ".join(filter(None, (report.alert, ctx.t("close.final_failed", failed=failed))))
