"""Line charts by year, with the name of each line at its right end."""

from collections.abc import Sequence
from datetime import date

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.ui.exhibit import results
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import lines
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.lines import Series
from cruscotto.ui.figures.palette import Palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.state import filters, session
from cruscotto.ui.state.places import all_places
from cruscotto.ui.text import words

NATIONAL = "national"
DASHES = ("solid", "dash", "dot", "dashdot")
# What a place is; lifted to look at Italy.
PLACES = ("region", "macro_area", "managing_authority", "programme", "axis")
# amounts of cost: counts of participations have no cost base
COSTS = {"reported_money", "declared_paid"}


def dashes(roles: Sequence[str]) -> list[str]:
    """Return a dash style for each line; lines of one colour (`role`) have different styles."""
    return [DASHES[list(roles[:place]).count(role)] for place, role in enumerate(roles)]


def line(result: KpiResult, name: str, role: str, lang: Lang, dash: str = "solid") -> Series:
    """Return a line made of yearly results; shares are in percent, amounts in million euro."""
    kpi = result.kpi
    rows = [row for row in result.rows if row.value is not None and row.codes[0].isdecimal()]
    scale = results.scale_of(kpi)
    return Series(
        words.label(name),
        # a year's tick stands at its first day
        tuple(date(int(row.codes[0]), 1, 1) for row in rows),
        tuple(float(row.value or 0) * scale for row in rows),
        tuple(
            f"<b>{words.label(name)}</b><br>{row.codes[0]}: {words.figure(row.value, kpi, lang)}"
            for row in rows
        ),
        role,
        dash,
    )


def distinct(found: Sequence[tuple[str, str, KpiResult]], lang: Lang) -> list[Series]:
    """Return a line for each (name, role, result); lines of one colour have different dashes."""
    dashed = dashes([role for _, role, _ in found])
    return [
        line(result, name, role, lang, dash)
        for (name, role, result), dash in zip(found, dashed, strict=True)
    ]


def scopes(selection: Selection, lang: Lang) -> list[tuple[str, str, Selection]]:
    """Return the parts of the data to compare: Italy, macro-areas, the selection.

    Each part is (name, role, selection); the role sets the colour of its line. If the selection is
    of all Italy, it is left out.
    """
    everywhere = selection.with_(**{name: [] for name in PLACES})
    found = [(t("regions.italy", lang), "ink", everywhere)]
    regions = selection.codes("region")
    areas = {p.macro_area for p in all_places() if p.code in regions}
    names = session.names("macro_area", lang)
    if len(areas) == 1:
        (area,) = areas
        found.append((names[area], "quiet", everywhere.with_(macro_area=area)))
    elif not regions:
        found += [
            (names[area], "quiet", everywhere.with_(macro_area=area))
            for area in (*dict.fromkeys(p.macro_area for p in all_places()), NATIONAL)
        ]
    if any(selection.codes(name) for name in PLACES):
        found.append((_name(selection, lang), "accent", selection))
    return found


def _name(selection: Selection, lang: Lang) -> str:
    """Return the name of the region, authority, programme or axis chosen, cut to fit a line's end.

    If more than one is chosen, return a text for the selection.
    """
    for name in reversed(PLACES):
        codes = selection.codes(name)
        if len(codes) == 1:
            return words.cut(filters.labels(name, selection, lang).get(codes[0], codes[0]), 22)
    return t("reported.selection", lang)


def figure(drawn: Sequence[Series], colours: Palette, lang: Lang) -> Figure:
    """Return a chart of the given lines."""
    return lines.lines(drawn, colours, lang)


def table(drawn: Sequence[Series], kpi: Kpi, lang: Lang) -> Table:
    """Return a table of the lines: a row for each year, a column for each line."""
    years = sorted({day.year for item in drawn for day in item.days})
    columns = [Column("year", t("filters.noun.reported_year", lang))]
    columns += [Column(f"line_{n}", item.name, kpi.unit) for n, item in enumerate(drawn)]
    scale = results.scale_of(kpi)
    found = [dict(zip((d.year for d in i.days), i.values, strict=True)) for i in drawn]
    rows = [
        [str(year), *((v[year] / scale if year in v else None) for v in found)] for year in years
    ]
    return Table.of(columns, rows)


def subtitle(kpi: Kpi, selection: Selection, lang: Lang, together: str = "") -> str:
    """Return a text with measure, unit and selection.

    If `together` is not empty, it replaces the indicator's name: it is a name for several
    indicators.
    """
    # amounts stand in millions along the axis
    measure = words.headed(together or kpi.label.in_(lang), words.axis_unit(kpi), lang)
    understood = session.fitting(kpi, selection)
    chosen = words.sentence(filters.in_words(understood, lang))
    written = f"{measure}. {chosen if understood.where else t('reported.everything', lang)}"
    return f"{written} {t('reported.total_cost', lang)}" if kpi.mart in COSTS else written


def italy(kpi: Kpi, selection: Selection, lang: Lang) -> Line | None:
    """Return a reference line at Italy's value.

    If Italy has no value, or the indicator is not a share, return `None`.
    """
    value = session.measure(kpi, (), selection.with_(**{n: [] for n in PLACES})).value()
    if value is None or kpi.unit is not Unit.SHARE:
        return None
    return Line(float(value), f"{t('regions.italy', lang)} {words.figure(value, kpi, lang)}")
