"""Line charts of an indicator over time: by year or, if it has no years, by edition."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.query.result import KpiResult, KpiRow
from cruscotto.kpi.query.selection import Selection, Slot
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.ui.exhibit import charts, files, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.lines import Series, lines
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.slopes import Slope, slopes
from cruscotto.ui.reported import years
from cruscotto.ui.state import choices, filters, session
from cruscotto.ui.text import notes, prose, states, words

CHOICE = "series"
# What a scale of shares spans at least between editions.
LEAST = 0.05
SLOTS: tuple[Slot, ...] = ("previous", "current")
# What a year is, by the column that an indicator counts its rows in.
YEARS = {"entry_year_code": "entry", "exit_year_code": "exit"}


@dataclass(frozen=True)
class Path:
    """One line of a chart: its name, its role (which sets the colour), and its figures by day."""

    name: str
    role: str
    rows: dict[date, KpiRow]
    dash: str = "solid"


def pick(names: Sequence[str], selection: Selection, lang: Lang) -> None:
    """Draw a list of indicators, and below it the chosen indicator over time."""
    known = [name for name in names if KPIS[name].needs is None and session.has_data(KPIS[name])]
    if known:
        first = next((n for n in known if KPIS[n].unit is Unit.SHARE), known[0])
        draw(choices.indicator(lang, known, first, CHOICE), selection, lang)


def draw(kpi: Kpi, selection: Selection, lang: Lang) -> None:
    """Draw an indicator over time: Italy, the macro-areas, and the selection."""
    paths, behind = _paths(kpi, selection, lang)
    days = sorted({day for path in paths for day in path.rows})
    if len(days) < 2:
        prose.small(t("series.too_few", lang, kpi=kpi.label.in_(lang)))
        return
    key = f"series_{kpi.name}"
    kind = "year" if _is_yearly(kpi) else "edition"
    exhibit = Exhibit(
        key=key,
        title=t(f"series.title_{kind}", lang, kpi=kpi.label.in_(lang)),
        subtitle=_subtitle(kpi, selection, lang),
        table=_table(kpi, paths, days, lang),
        notes=notes.of(behind[-1:], lang),
        files=files.of_results(behind[-1:], key) if _is_yearly(kpi) else None,
    )
    charts.framed(_figure(kpi, paths, days, lang), exhibit, lang)


def _figure(kpi: Kpi, paths: Sequence[Path], days: Sequence[date], lang: Lang) -> Figure:
    if _is_yearly(kpi):
        drawn = [line for path in paths for line in _lines(kpi, path, days, lang)]
        return lines(drawn, palette(), lang)
    written = [_slope(kpi, path, lang) for path in paths]
    texts = [_when(kpi, day, lang) for day in days]
    least = LEAST * results.scale_of(kpi) if kpi.unit is Unit.SHARE else 0.0
    return slopes(written, days, texts, palette(), least)


def _slope(kpi: Kpi, path: Path, lang: Lang) -> Slope:
    known = [day for day in sorted(path.rows) if path.rows[day].value is not None]
    texts = tuple(words.figure(path.rows[day].value, kpi, lang) for day in known)
    return Slope(_run(kpi, path, known, path.name, lang), texts)


def _is_yearly(kpi: Kpi) -> bool:
    return "year" in MART_DIMENSIONS[kpi.mart]


def _paths(kpi: Kpi, selection: Selection, lang: Lang) -> tuple[list[Path], list[KpiResult]]:
    """Return the lines of the chart, and the results from which the last line was made.

    Lines without a value are left out. The selection's own line is the last.
    """
    paths: list[Path] = []
    behind: list[KpiResult] = []
    for name, role, scope in years.scopes(selection.with_(year=[]), lang):
        rows, results = _by_year(kpi, scope) if _is_yearly(kpi) else _by_edition(kpi, scope)
        if any(row.value is not None for row in rows.values()):
            paths.append(Path(name, role, rows))
            behind = results
    dashed = years.dashes([path.role for path in paths])
    return [replace(p, dash=dash) for p, dash in zip(paths, dashed, strict=True)], behind


def _by_year(kpi: Kpi, scope: Selection) -> tuple[dict[date, KpiRow], list[KpiResult]]:
    result = session.measure(kpi, ("year",), scope)
    rows = {date(int(r.codes[0]), 1, 1): r for r in result.rows if r.codes[0].isdecimal()}
    return rows, [result]


def _by_edition(kpi: Kpi, scope: Selection) -> tuple[dict[date, KpiRow], list[KpiResult]]:
    found = [session.measure(kpi, (), scope.at(slot)) for slot in SLOTS]
    return {
        date.fromisoformat(max(r.editions)): r.rows[0] for r in found if r.rows and r.editions
    }, found


def _lines(kpi: Kpi, path: Path, days: Sequence[date], lang: Lang) -> list[Series]:
    """Return the pieces of a line, which is interrupted at days without a figure.

    Only the last piece has the line's name.
    """
    runs: list[list[date]] = []
    known = [day for day in days if day in path.rows and path.rows[day].value is not None]
    between = dict(zip(days[1:], days, strict=False))
    for before, day in pairwise([date.min, *known]):
        if runs and between[day] == before:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_run(kpi, path, run, path.name if run is runs[-1] else "", lang) for run in runs]


def _run(kpi: Kpi, path: Path, days: Sequence[date], name: str, lang: Lang) -> Series:
    scale = results.scale_of(kpi)
    values = [path.rows[day].value for day in days]
    return Series(
        words.label(name),
        tuple(days),
        tuple(float(value or 0) * scale for value in values),
        tuple(
            f"<b>{words.label(path.name)}</b><br>{_when(kpi, day, lang)}: "
            f"{words.figure(value, kpi, lang)}"
            for day, value in zip(days, values, strict=True)
        ),
        path.role,
        path.dash,
    )


def _when(kpi: Kpi, day: date, lang: Lang) -> str:
    return str(day.year) if _is_yearly(kpi) else format_date(day, lang)


def _table(kpi: Kpi, paths: Sequence[Path], days: Sequence[date], lang: Lang) -> Table:
    columns = [Column("day", t("series.year" if _is_yearly(kpi) else "series.edition", lang))]
    columns += [Column(f"line_{n}", path.name, kpi.unit) for n, path in enumerate(paths)]
    return Table.of(
        columns,
        [[_when(kpi, day, lang), *(_cell(path.rows.get(day)) for path in paths)] for day in days],
    )


def _cell(row: KpiRow | None) -> states.Cell:
    return None if row is None else states.cell(row.value, row)


def _subtitle(kpi: Kpi, selection: Selection, lang: Lang) -> str:
    measure = words.headed(kpi.label.in_(lang), words.axis_unit(kpi), lang)
    understood = session.fitting(kpi, selection.with_(year=[]))
    chosen = filters.in_words(understood, lang) if understood.where else ""
    parts = [measure, words.sentence(chosen) if chosen else "", _year_words(kpi, lang)]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _year_words(kpi: Kpi, lang: Lang) -> str:
    if not _is_yearly(kpi):
        return t("series.by_edition", lang)
    if kpi.mart == "operation_share":
        return t("series.by_start", lang)
    kind = YEARS.get(kpi.year_column)
    return t(f"series.by_{kind}", lang) if kind else ""
