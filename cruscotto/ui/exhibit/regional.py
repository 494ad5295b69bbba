"""Charts of one indicator by region, with titles: a map, a map of equal squares, a ranking."""

from math import inf

from cruscotto.i18n import Lang, format_number, t
from cruscotto.i18n.numbers import MINUS
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Method, Unit
from cruscotto.kpi.wording.map_classes import class_labels
from cruscotto.ui.exhibit import charts, files, measures, results, stages
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures import maps, tiles
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.state import filters, session
from cruscotto.ui.state.places import NOWHERE, Place, all_places, short_names
from cruscotto.ui.text import notes, words


def everywhere(kpi: Kpi, selection: Selection) -> KpiResult:
    """Return an indicator's result for every region, whatever region the filters choose."""
    return session.measure(kpi, ("region",), selection.with_(region=[]))


def national(kpi: Kpi, selection: Selection) -> KpiResult:
    """Return an indicator's result over all regions together."""
    return session.measure(kpi, (), selection.with_(region=[]))


def map_and_table(kpi: Kpi, selection: Selection, lang: Lang, key: str = "map") -> None:
    """Draw an indicator's map and table side by side; a click on a region filters by it."""
    result = everywhere(kpi, selection)
    charts.beside(
        map_figure(result, selection, lang),
        exhibit(result, selection, lang, key, compact=True),
        lang,
        on_select=lambda: filter_by_click(key),
    )


def exhibit(
    result: KpiResult, selection: Selection, lang: Lang, key: str, *, compact: bool = False
) -> Exhibit:
    """Return the title, table, note and files that frame an indicator's chart by region.

    Args:
        result: the indicator's result by region.
        selection: what the page shows; its region is ignored.
        lang: the reader's language.
        key: the exhibit's key on the page.
        compact: whether the table has only the columns name, value and note.
    """
    table = results.table(result, _labels(lang), lang, _in_order(result), compact=compact)
    whole = national(result.kpi, selection).value()
    ranked = results.ranked(result, leave=[NOWHERE])
    base = t("results.with_national", lang) if _holds_national(result) else ""
    title = results.standing(ranked, result.kpi, whole, "nouns.areas", short_names(), lang, base)
    return Exhibit(
        key=key,
        title=stages.of_programmes(title, result.kpi, selection, lang),
        subtitle=subtitle(result.kpi, selection.with_(region=[]), lang),
        table=table,
        notes=notes.of([result], lang),
        files=files.of_results([result], key),
    )


def _holds_national(result: KpiResult) -> bool:
    """Return whether Italy's rate includes national programmes, which belong to no region."""
    row = result.row(NOWHERE)
    return result.kpi.mart == "programme_money" and row is not None and bool(row.denominator)


def _labels(lang: Lang) -> dict[str, str]:
    return {**session.names("region", lang), **short_names()}


def _in_order(result: KpiResult) -> list[KpiRow]:
    rows = results.listed(result, list(short_names()), leave=[NOWHERE])
    return results.with_missing(rows, result)


def subtitle(kpi: Kpi, selection: Selection, lang: Lang) -> str:
    """Return a text with measure, unit and selection, and the filters that the measure ignores."""
    measure = words.headed(f"{kpi.label.in_(lang)}{_divided(kpi, lang)}", kpi.unit, lang)
    understood = session.fitting(kpi, selection)
    written = f"{measure}. {words.sentence(filters.in_words(understood, lang))}"
    if understood == selection:
        return written
    left = session.not_understood(kpi, selection)
    if not left:
        return written
    nouns = ", ".join(t(f"filters.noun.{name}", lang) for name in left)
    return f"{written} {t('notes.not_filtered', lang, filters=nouns)}"


def _divided(kpi: Kpi, lang: Lang) -> str:
    """Return a money rate's numerator and denominator in brackets; for other figures, empty.

    Payment rates have different denominators, so the rate's name is not clear enough.
    """
    if kpi.method is not Method.RATIO or kpi.unit is not Unit.SHARE:
        return ""
    parts = (kpi.numerator_label, kpi.denominator_label)
    above, below = (part.in_(lang).split(",")[0] for part in parts if part)
    if below.lower() in kpi.label.in_(lang).lower():
        return ""  # the name holds both
    return f" ({above[:1].lower()}{above[1:]} / {below[:1].lower()}{below[1:]})"


def spread(result: KpiResult, selection: Selection, lang: Lang) -> str:
    """Return a sentence that names the regions with the best and the worst value of an indicator.

    For rates of people it has the lowest and the highest value, without naming regions.
    """
    ranked = results.ranked(result, leave=[NOWHERE])
    text = results.spread(ranked, result.kpi, short_names(), lang)
    return stages.of_programmes(text, result.kpi, selection.with_(region=[]), lang)


def map_figure(result: KpiResult, selection: Selection, lang: Lang) -> figures.Figure:
    """Return the map of an indicator by region."""
    items = _areas(result, selection, lang)
    values = [a.value for a in items if a.value is not None and a.state == State.SHOWN]
    middle = _middle(result.kpi, selection)
    legend = class_labels(values, words.axis_unit(result.kpi), lang, middle) if values else []
    unit = (
        words.unit_label(words.axis_unit(result.kpi), lang) if result.kpi.unit != Unit.COUNT else ""
    )
    return maps.areas(items, palette(), legend, unit, middle)


def tile_figure(result: KpiResult, selection: Selection, lang: Lang) -> figures.Figure:
    """Return a map made of equal squares, one for each region, coloured in the map's classes."""
    items = _areas(result, selection, lang)
    return tiles.tiles(items, palette(), _middle(result.kpi, selection))


def _areas(result: KpiResult, selection: Selection, lang: Lang) -> list[maps.Area]:
    chosen = selection.codes("region")
    return [_area(place, result, lang, place.code in chosen) for place in all_places()]


def _middle(kpi: Kpi, selection: Selection) -> float | None:
    """Return Italy's value of an indicator, on which the classes of the map centre.

    Return `None` for amounts and counts, and if the value is not known.
    """
    if kpi.unit in (Unit.EUR, Unit.COUNT):
        return None
    value = national(kpi, selection).value()
    return None if value is None else float(value)


def _area(place: Place, result: KpiResult, lang: Lang, is_chosen: bool) -> maps.Area:
    row = result.row(place.code) or KpiRow((place.code,), None, None, None, State.MISSING)
    unit = words.axis_unit(result.kpi)
    value = None if row.value is None else words.as_barest(row.value, unit)
    text = "" if value is None else words.barest(value, unit, lang)
    hover = results.hover(row, result.kpi, place.name, lang)
    return maps.Area(place.code, value, row.state, text, hover, is_chosen)


def filter_by_click(key: str) -> None:
    """Filter by the region clicked on a map; a second click on that region removes the filter."""
    code = charts.clicked(key)
    if code:
        filters.toggle("region", code)


def ranking(kpi: Kpi, selection: Selection, lang: Lang, order: str = "value") -> figures.Figure:
    """Return the chart of regions in order, with the lines that `references` returns.

    Rates of people are ordered from north to south: a ranking of them would be read as merit.

    Args:
        kpi: the indicator.
        selection: the filters; the chosen region is highlighted.
        lang: the reader's language.
        order: `value`, `place` (north to south) or `change` since the previous edition.
    """
    result, changes = everywhere(kpi, selection), changes_since(kpi, selection)
    rows = results.listed(result, list(short_names()), leave=[NOWHERE])
    if order == "place":
        rows = results.in_order(result, list(short_names()))
    elif order == "change":
        rows.sort(key=lambda row: -changes.get(row.codes[0], -inf))
    beside = {code: signed(change, lang) for code, change in changes.items()}
    lines, chosen = references(kpi, selection, lang), selection.codes("region")
    return results.picture(rows, kpi, short_names(), lang, chosen, lines, beside)


def changes_since(kpi: Kpi, selection: Selection) -> dict[str, float]:
    """Return, by code of the region, the change of a money rate since the previous edition.

    A change of 0.01 is one percentage point. For amounts, counts and rates of people the result is
    empty.
    """
    if kpi.unit is not Unit.SHARE or not measures.is_ranked(kpi):
        return {}
    now, before = everywhere(kpi, selection), everywhere(kpi, selection.at("previous"))
    pairs = [(row.codes[0], row.value, before.value(*row.codes)) for row in now.rows]
    return {
        code: float(value) - float(earlier)
        for code, value, earlier in pairs
        if value is not None and earlier is not None
    }


def signed(change: float, lang: Lang) -> str:
    """Return the change of a share as percentage points with its sign: `(+1,2)`."""
    return f"({'+' if change >= 0 else MINUS}{format_number(abs(100 * change), lang, 1)})"


def references(kpi: Kpi, selection: Selection, lang: Lang) -> list[Line]:
    """Return lines at the values of Italy and of the macro-areas of the chosen regions.

    For amounts and counts there are none.
    """
    if kpi.unit in (Unit.EUR, Unit.COUNT):
        return []
    found = [(t("regions.italy", lang), national(kpi, selection).value(), "solid")]
    areas = {p.macro_area for p in all_places() if p.code in selection.codes("region")}
    for area in sorted(areas):
        within = session.measure(kpi, (), selection.with_(region=[], macro_area=area))
        found.append((session.names("macro_area", lang)[area], within.value(), "dot"))
    return [
        Line(float(value), f"{name} {words.figure(value, kpi, lang)}", dash)
        for name, value, dash in found
        if value is not None
    ]
