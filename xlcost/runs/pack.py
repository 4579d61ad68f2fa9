"""The monthly run: one public call from a folder of files to a finished report."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from xlcost import __version__
from xlcost.dataset.comment_keys import part_of
from xlcost.dataset.dataset import Dataset
from xlcost.dataset.earlier import Earlier
from xlcost.dataset.findings import Code, Findings, Severity
from xlcost.dataset.incognito import factor, incognito
from xlcost.dataset.pack_format import RUN, SCOPE
from xlcost.dataset.scope import Scope
from xlcost.dataset.settings import BOOK_NAME, Settings
from xlcost.errors import (
    EnvironmentFault,
    FindingsError,
    LeftBeside,
    UsageError,
    told_by_system,
)
from xlcost.inputs.configuration.reach import reach_of_theme
from xlcost.inputs.loading import Progress, load
from xlcost.inputs.met_codes import MetCodes
from xlcost.inputs.packs.earlier_packs import EarlierReading, Successor, read_earlier
from xlcost.locales.refusals import refusal
from xlcost.locales.words import LANGUAGES, words
from xlcost.outputs.folder import made, proved
from xlcost.outputs.manifest import encoded, manifest_path
from xlcost.outputs.others import manifest_of, run_of, write_others
from xlcost.outputs.pdf import office, stand_in
from xlcost.outputs.run_specs import Options, Pack, RunSpec
from xlcost.report import checks, index
from xlcost.report.build import build
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.spec import Report
from xlcost.runs.new_codes import AddedCodes, add_new_codes
from xlcost.system import stopping
from xlcost.system.garbage import collected_after
from xlcost.trust import answers
from xlcost.trust.answers import remembered
from xlcost.trust.requests import Permission, require
from xlcost.workbook.atomic import Written
from xlcost.workbook.formulas.fitting import Values, fitted
from xlcost.workbook.safe_replace import ChangedMeanwhile, replace_safely
from xlcost.workbook.theme import DEFAULT
from xlcost.workbook.themes import load_theme, read_theme

ATTEMPTS = 3  # to read and replace a pack that somebody is writing to
INCOGNITO = "incognito"


def _quietly(step: str) -> None:
    """Say nothing: nobody asked for progress."""
    del step


@dataclass(frozen=True)
class BuiltReport:
    """What a run made.

    Attributes:
        path: The finished workbook.
        findings: Everything that was noticed about the data.
        seconds: How long the run took.
        failed: How many controls of the sheet Checks failed.
        more: What else was written: PDF, tables for other tools, the manifest.
        remarks: What else a reader should know of the run.
        amounts: Total OpEx as the pack shows it, by the column of OpEx by line.
        comments: How many variances have words, and how many ask for some.
        same: Whether a pack that was built again is the same; None where that is not asked.
    """

    path: Path
    findings: Findings
    seconds: float
    failed: int = 0
    more: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    amounts: Mapping[str, float] = field(default_factory=dict)
    comments: tuple[int, int] = (0, 0)
    same: bool | None = None


class Unfinished(EnvironmentFault):
    """A pack stands, and not in its own place, or without all that was wanted beside it.

    Attributes:
        built: The pack as it stands.
    """

    def __init__(self, message: str, built: BuiltReport) -> None:
        super().__init__(message)
        self.built = built


def build_report(
    data: Path | str,
    out: Path | str,
    period: str | None = None,
    language: str | None = None,
    *,
    allow_errors: bool = False,
    options: Options | None = None,
    on_progress: Progress | None = None,
    permission: Permission = remembered,
) -> BuiltReport:
    """Build the monthly OpEx report of a folder of files.

    What people wrote on Commentary of earlier packs in the output folder goes on in the new one.

    Args:
        data: Folder with the ledger and, if there, `xlcost.toml` and the other inputs.
        out: Folder for the report; made if it is not there.
        period: `2026-10`, `2026P10` or `2026`; without it, the last period of the ledger.
        language: "en" or "nb"; without it, the settings' language.
        allow_errors: Build in spite of findings of severity error; every page then says so.
        options: What else is wanted of the pack; leave to build with errors counts here too.
        on_progress: Called with the name of each step as it starts.
        permission: As in `load`.

    Returns:
        The path of the workbook, the findings and the seconds it took.

    Raises:
        FindingsError: The data has errors and `allow_errors` is not set; nothing was written.
        UsageError: The folder, the period or the settings cannot mean anything.
        EnvironmentFault: The report could not be written; an older one is as it was.
    """
    started = time.monotonic()
    say = on_progress or _quietly
    wanted = options or Options()
    wanted = replace(wanted, allow_errors=wanted.allow_errors or allow_errors)
    folder, target = data_folder(data), output_folder(out, wanted, permission)
    dataset, remark = _loaded(folder, period, language, say, permission)
    answers.name(folder)  # its packs may be built again from their manifests without a question
    dataset, spec = specified(dataset, folder, language, wanted)
    built = write_pack(dataset, target, spec, on_progress=say)
    remarks = (*built.remarks, remark) if remark else built.remarks
    return replace(built, seconds=time.monotonic() - started, remarks=remarks)


def _loaded(
    folder: Path, period: str | None, language: str | None, say: Progress, permission: Permission
) -> tuple[Dataset, str]:
    """Return what a folder holds, and what is said of codes that its workbook did not have yet.

    A workbook that got rows is read again: the manifest speaks of the file as it then is.
    """
    added: list[AddedCodes] = []

    def look(codes: MetCodes, dataset: Dataset) -> None:
        settings = dataset.settings
        added.append(add_new_codes(folder, codes, settings, str(dataset.period)))

    observe = look if (folder / BOOK_NAME).exists() else None
    dataset = load(
        folder, period=period, on_progress=say, language=language, permission=permission,
        observe=observe,
    )  # fmt: skip
    if any(one.count and one.in_place for one in added):
        dataset = load(
            folder, period=period, on_progress=say, language=language, permission=permission
        )
    return dataset, " ".join(one.remark for one in added if one.remark)


def specified(
    dataset: Dataset, folder: Path, language: str | None, options: Options
) -> tuple[Dataset, RunSpec]:
    """Return the data as it is reported, and what is wanted of every pack of this run.

    Raises:
        FindingsError: The data has errors that are not allowed, or there is nothing to report.
    """
    _refuse_errors(dataset, allow_errors=options.allow_errors)
    if options.sign_off:
        dataset = replace(dataset, settings=options.sign_off.signed(dataset.settings))
    theme = options.theme or _theme_of(folder, dataset.settings)
    options = replace(options, theme=theme)
    look, files = read_theme(theme) if theme else (DEFAULT, ())
    chosen = language or dataset.settings.report.language
    spec = RunSpec(folder, dataset.settings, chosen, created(), options, theme=look, look=files)
    if not options.incognito:
        return dataset, spec
    remark = words(chosen).text("incognito.factor", factor=factor(dataset))
    return incognito(dataset), replace(spec, remark=remark)


@collected_after()
def write_pack(
    dataset: Dataset, out: Path, spec: RunSpec, *, name: str = "", on_progress: Progress = _quietly
) -> BuiltReport:
    """Build and write the pack of a loaded folder, or of a part of it.

    Args:
        dataset: What it is built from.
        out: Folder for it; made if it is not there.
        spec: What is wanted.
        name: File name without its ending; without it, the report's own.
        on_progress: Called with the name of each step as it starts.

    Raises:
        EnvironmentFault: The report could not be written; an older one is as it was.
        Unfinished: It stands beside the older one, or what was wanted besides is missing.
    """
    started = time.monotonic()
    for attempt in range(ATTEMPTS):
        stopping.check()
        reading = _read(dataset, out, spec)
        try:
            pack, elsewhere, beside = _written(dataset, out, spec, name, reading, on_progress)
        except ChangedMeanwhile as changed:
            if attempt + 1 < ATTEMPTS:
                continue
            message = f"{changed} is being changed by another program; nothing was written."
            raise EnvironmentFault(message) from changed
        break
    faults, more = [elsewhere] if elsewhere else [], [*beside]
    try:
        more.extend(write_others(pack, spec, on_progress))
    except EnvironmentFault as fault:
        faults.append(str(fault))
    except OSError as fault:
        faults.append(told_by_system(fault))
    failed = checks.failed(pack.report, pack.values)
    seconds = time.monotonic() - started
    built = BuiltReport(
        pack.path,
        pack.findings,
        seconds,
        failed,
        tuple(more),
        amounts=index.amounts(pack.values),
        comments=index.comments(pack.report, pack.values),
        remarks=_of_fonts(spec),
    )
    if faults:
        raise Unfinished(" ".join(faults), built)
    return built


def _of_fonts(spec: RunSpec) -> tuple[str, ...]:
    """Return that a PDF is set in another font than its pages are made for, where it is."""
    font = spec.theme.font
    if not spec.options.pdf or not stand_in(font):
        return ()
    return (words(spec.language).text("workbook.stand_in", font=font),)


def _read(dataset: Dataset, out: Path, spec: RunSpec) -> EarlierReading:
    """Read the earlier packs in the output folder, and those that the run names."""
    # What is incognito has no part in the words of real packs.
    scope = Scope(INCOGNITO) if spec.options.incognito else dataset.scope
    entity = dataset.settings.report.entity
    whose = Successor(entity, scope, dataset.period.key, dataset.calendar)
    limits = dataset.settings.limits.limits()
    return read_earlier(out, whose, limits, spec.options.previous)


def _written(
    dataset: Dataset, out: Path, spec: RunSpec, name: str, reading: EarlierReading, say: Progress
) -> tuple[Pack, str, tuple[Path, ...]]:
    """Build and write one pack and its manifest.

    Returns:
        The pack, a sentence where it is not in its own place, and the file of the manifest.
    """
    if spec.earlier is None:  # a manifest tells what the pack was made from
        spec = replace(spec, earlier=reading.earlier, findings=reading.findings)
    options, earlier = spec.options, spec.earlier or reading.earlier
    dataset = replace(dataset, findings=dataset.findings + spec.findings)
    say("report")
    report, values = written_as(_reported(dataset, spec, earlier))
    say("workbook")
    wanted, key = out / f"{spec.stem(name or report.file_stem)}.xlsx", dataset.period.key
    made(out)

    def companion(written: Written) -> tuple[Path, bytes]:
        pack = Pack(dataset, report, values, written.path)
        return manifest_path(written.path), encoded(manifest_of(pack, spec, written))

    def beside(path: Path) -> tuple[Path, ...]:
        return () if options.incognito else (manifest_path(path),)

    try:
        path = replace_safely(
            report,
            values,
            wanted,
            lambda file: reading.may_replace(file, earlier, key),
            theme=spec.theme,
            companion=None if options.incognito else companion,
        )
    except LeftBeside as fault:
        return Pack(dataset, report, values, fault.path), str(fault), beside(fault.path)
    kept = (
        f"{wanted} holds sheets, notes or words that are not of this report or could not be read, "
        f"so it was left as it is, and the new report is {path.name} beside it."
    )
    return Pack(dataset, report, values, path), "" if path == wanted else kept, beside(path)


def _reported(dataset: Dataset, spec: RunSpec, earlier: Earlier) -> Report:
    """Return the report of a run, with the marks by which its file is known again."""
    options = spec.options
    report = build(
        dataset,
        language=spec.language,
        created=spec.created,
        version=__version__,
        allow_errors=options.allow_errors,
        earlier=earlier,
        notice=spec.notice,
        remark=spec.remark,
        pages=options.pages,
    )
    marks = {RUN: run_of(dataset, spec)}
    if options.incognito:  # a manifest would tell who it is
        marks = {SCOPE: part_of(Scope(INCOGNITO))}
    stopping.check()
    return replace(report, properties={**report.properties, **marks})


def written_as(report: Report) -> tuple[Report, Values]:
    """Return a report as a workbook can hold it, and the value of every cell."""
    values = evaluate(report)
    fitting = fitted(report, values)
    return fitting, values if fitting is report else evaluate(fitting)


def _theme_of(folder: Path, settings: Settings) -> Path | None:
    """Return the file of the look that the settings name, which lies beside them."""
    return folder / settings.report.theme if settings.report.theme else None


def output_folder(out: Path | str, options: Options, permission: Permission = remembered) -> Path:
    """Return the output folder when it can take what is wanted, before anything is read.

    It is made when the first file is written: data that are refused leave no empty folder.

    Raises:
        EnvironmentFault: It takes no files, or what was asked for needs a program that is absent.
        UsageError: The theme cannot be used, or nobody has allowed what it asks for.
    """
    if options.pdf:
        office()
    if options.theme:
        require(reach_of_theme(options.theme), permission, LANGUAGES[0])
        load_theme(options.theme)
    return proved(Path(out))


def data_folder(data: Path | str) -> Path:
    """Return the folder of the data.

    Raises:
        UsageError: It is not there.
    """
    folder = Path(data)
    if not folder.is_dir():
        key = "is_file" if folder.is_file() else "nothing_there"
        raise refusal(UsageError, key, path=folder)
    return folder


def _refuse_errors(dataset: Dataset, *, allow_errors: bool) -> None:
    """Refuse data that no report can be made of.

    Raises:
        FindingsError: The data has errors that are not allowed, or there is nothing to report.
    """
    errors = [f for f in dataset.findings if f.severity is Severity.ERROR]
    language = dataset.settings.report.language
    if not len(dataset.facts.ledger) and not len(dataset.facts.budget):
        key = "nothing_to_report" if errors else "nothing_at_all"
        reason = errors[0].sentence(language).rstrip(".") if errors else ""
        raise _with(refusal(FindingsError, key, reason=reason), dataset)
    if not errors or allow_errors:
        return
    empty = next((one for one in errors if one.code is Code.EMPTY_PERIOD), None)
    first = empty or errors[0]
    fields: dict[str, object] = {"reason": first.sentence(language).rstrip("."), "more": ""}
    if len(errors) > 1:
        fields["more"] = words(language).text("refusals.more_errors", count=len(errors) - 1)
    key = "empty_period" if empty else "has_errors"
    raise _with(refusal(FindingsError, key, **fields), dataset)


def _with(fault: FindingsError, dataset: Dataset) -> FindingsError:
    """Return a refusal with everything that was found."""
    fault.findings = tuple(dataset.findings)
    return fault


def created() -> str:
    """Return the run time, fixed by SOURCE_DATE_EPOCH so that a build can be repeated exactly.

    Raises:
        UsageError: SOURCE_DATE_EPOCH is no number of seconds, or one past every calendar.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    wrong = UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}, and it must be a number of seconds.")
    if epoch and not (epoch.isascii() and epoch.isdigit()):
        raise wrong
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as fault:  # a year past 9999
        raise wrong from fault
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
