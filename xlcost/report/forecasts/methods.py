"""The methods that held when a report was made, and which of them are others than last time."""

from __future__ import annotations

from xlcost.dataset.earlier import EarlierPack
from xlcost.dataset.pack_format import BUDGET_NO, METHOD, METHODS, METHODS_COLUMNS, SETTING
from xlcost.report.model import cells
from xlcost.report.model.context import Context
from xlcost.report.model.full_year import default_method
from xlcost.report.model.labels import capital
from xlcost.report.model.spec import Column, Grid, Row

CHANGED = "methods_changed"
BY_LINE = "forecast_by_line."


def now(ctx: Context) -> dict[str, str]:
    """Return the method of each setting that figures depend on, by the setting's name."""
    methods, settings = ctx.settings.methods, ctx.settings
    by_setting: dict[str, str] = {
        "forecast": methods.forecast or default_method(ctx),
        **{BY_LINE + name: method for name, method in methods.forecast_by_line.items()},
        "service_level": methods.service_level,
        "price_volume_mix": methods.price_volume_mix,
        "attrition": methods.attrition,
        "allocation": settings.allocation,
    }
    if bool((ctx.frames.opex["version_no"] == BUDGET_NO).any()):
        by_setting["budget_version"] = ctx.frames.budget_version
    return by_setting


def changed(ctx: Context, pack: EarlierPack) -> list[tuple[str, str, str]]:
    """Return the settings whose method is another one than in an earlier pack: name, then, now.

    A setting that only one of the two packs has is a change where lines had methods of their own;
    elsewhere an older version of xlcost knew nothing of it.
    """
    current = now(ctx)
    moved = []
    for setting in dict.fromkeys([*current, *pack.methods]):
        own = setting.startswith(BY_LINE)
        general = {"then": pack.methods.get("forecast", ""), "now": current["forecast"]}
        before = pack.methods.get(setting, general["then"] if own else "")
        after = current.get(setting, general["now"] if own else "")
        if before and after and before != after:
            moved.append((setting, before, after))
    return moved


def record(ctx: Context) -> Grid:
    """Return the methods for the Data sheet, as the next pack reads them."""
    rows = tuple(
        Row(f"method{number}", {SETTING: cells.words(setting), METHOD: cells.words(method)})
        for number, (setting, method) in enumerate(now(ctx).items(), start=1)
    )
    columns = tuple(Column(name, name) for name in METHODS_COLUMNS)
    return Grid(METHODS, columns, rows, title=ctx.t("outlook.methods_record"), table=True)


def alert(ctx: Context) -> str:
    """Return a warning that names the settings that changed since the last pack, or nothing."""
    pack = ctx.earlier.last
    listed = changed(ctx, pack) if pack else []
    if not pack or not listed:
        return ""
    names = ", ".join(_name(ctx, setting) for setting, _, _ in listed)
    return ctx.t("outlook.methods_alert", period=ctx.period_name(pack.period), settings=names)


def changes(ctx: Context) -> Grid | None:
    """Return the methods that changed since the last pack, for About; None where none did."""
    pack = ctx.earlier.last
    listed = changed(ctx, pack) if pack else []
    if not pack or not listed:
        return None
    rows = []
    for number, (setting, before, after) in enumerate(listed, start=1):
        by_column = cells.texts(
            label=capital(_name(ctx, setting)),
            then=_method(ctx, before),
            now=_method(ctx, after),
        )
        rows.append(Row(f"changed{number}", by_column))
    columns = (
        Column("label", ctx.t("outlook.setting"), width=34),
        Column("then", ctx.t("outlook.before"), width=28, wrap=True),
        Column("now", ctx.t("outlook.after"), width=44, wrap=True),
    )
    title = ctx.t("outlook.methods_title", period=ctx.period_name(pack.period))
    return Grid(CHANGED, columns, tuple(rows), title=title)


def _name(ctx: Context, setting: str) -> str:
    if setting.startswith(BY_LINE):
        line = setting.removeprefix(BY_LINE)
        return ctx.t("outlook.settings.forecast_by_line", line=line)
    known = ctx.word.section("report.outlook.settings")
    return str(known.get(setting, setting))


def _method(ctx: Context, method: str) -> str:
    """Return what a method is called; versions of a budget keep their own names."""
    for section in ("methods", "allocation", "outlook.variants", "versions"):
        known = ctx.word.section(f"report.{section}")
        if method in known:
            return str(known[method])
    return method
