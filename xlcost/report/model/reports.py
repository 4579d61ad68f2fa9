"""What every report says of itself: its language, its period, its currency and its alert."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlcost.dataset.findings import Finding, Severity
from xlcost.report.model.context import Context
from xlcost.report.model.labels import period_code
from xlcost.report.model.spec import Report, Sheet


def report(
    ctx: Context,
    sheets: Sequence[Sheet],
    *,
    title: str,
    stem: str,
    created: str,
    version: str,
    notice: str = "",
    allow_errors: bool = False,
    properties: Mapping[str, str],
    noted: Sequence[Finding] = (),
) -> Report:
    """Return sheets as a report.

    Args:
        ctx: Its words, its period and its settings.
        sheets: In the order of the workbook.
        title: Document title.
        stem: How its file's name begins, such as "opex-report".
        created: Run time as ISO text in UTC.
        version: xlcost's version.
        notice: A sentence for the head of every page.
        allow_errors: It was built in spite of errors: where there are some, every page says so.
        properties: What the workbook says about itself to programs, beside its unit.
        noted: What was noticed while it was made.
    """
    language = ctx.word.language
    errors = ctx.data.findings.count(Severity.ERROR) if allow_errors else 0
    warning = ctx.t("alert", errors=errors) if errors else ""
    return Report(
        sheets=tuple(sheets),
        language=language,
        title=title,
        entity=ctx.who,
        period_label=ctx.period_name(),
        file_stem=f"{stem}_{period_code(ctx.data.calendar, ctx.period.key)}_{language}",
        currency=ctx.settings.currency,
        not_available=ctx.t("not_available"),
        created=created,
        version=version,
        alert=" ".join(filter(None, (notice, warning))),
        properties={"unit": ctx.settings.unit, **properties},
        findings=tuple(noted),
    )
