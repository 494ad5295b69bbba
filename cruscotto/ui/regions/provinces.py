"""A map of money by province, with a note on the share of payments whose province is known."""

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import MART_DIMENSIONS
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.kpi.registry.money import PAYMENTS_EUR
from cruscotto.kpi.wording.map_classes import class_labels
from cruscotto.ui.exhibit import charts, files, regional, results
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.figures import maps, provinces
from cruscotto.ui.figures.base import Figure
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.state import session
from cruscotto.ui.state.places import short_names
from cruscotto.ui.text import notes, words

UNKNOWN = "unknown"
KEY = "provinces"


def draw(kpi: Kpi, selection: Selection, lang: Lang) -> None:
    """Draw the map of provinces and its table.

    If the indicator `kpi` cannot be split by province, draw payments instead.
    """
    shown = kpi if "province" in MART_DIMENSIONS[kpi.mart] else PAYMENTS_EUR
    result = session.measure(shown, ("province",), selection)
    rows = [r for r in results.ranked(result) if r.codes[0] != UNKNOWN]
    if not rows:
        return
    labels = session.names("province", lang)
    title = results.spread(rows, shown, labels, lang)
    exhibit = Exhibit(
        key=KEY,
        title=title,
        subtitle=f"{regional.subtitle(shown, selection, lang)} {_known(selection, lang)}",
        table=results.table(result, labels, lang, results.with_missing(rows, result)),
        notes=[*notes.of([result], lang), t("provinces.note", lang)],
        files=files.of_results([result], KEY),
    )
    charts.beside(_map(result, labels, lang), exhibit, lang)


def known_share(selection: Selection) -> float | None:
    """Return the share of payments whose province is known; `None` if nothing was paid."""
    paid = session.measure(PAYMENTS_EUR, ("province",), selection)
    amounts = {row.codes[0]: float(row.value or 0) for row in paid.rows}
    total = sum(amounts.values())
    return 1 - amounts.get(UNKNOWN, 0.0) / total if total else None


def _known(selection: Selection, lang: Lang) -> str:
    share = known_share(selection)
    if share is None:
        return ""
    return t("provinces.known", lang, share=words.short(share, Unit.SHARE, lang))


def _map(result: KpiResult, labels: dict[str, str], lang: Lang) -> Figure:
    kpi = result.kpi
    items = [_area(code, labels[code], result, lang) for code in labels if code != UNKNOWN]
    values = [a.value for a in items if a.value is not None and a.state == State.SHOWN]
    unit = words.axis_unit(kpi)
    legend = class_labels(values, unit, lang) if values else []
    title = words.unit_label(unit, lang) if kpi.unit != Unit.COUNT else ""
    return provinces.areas(items, list(short_names()), palette(), legend, title)


def _area(code: str, name: str, result: KpiResult, lang: Lang) -> maps.Area:
    row = result.row(code) or KpiRow((code,), None, None, None, State.MISSING)
    unit = words.axis_unit(result.kpi)
    # amounts stand in millions in the colour key
    rounded = words.as_barest if unit == words.MILLIONS else words.as_written
    value = None if row.value is None else rounded(row.value, unit)
    return maps.Area(code, value, row.state, "", results.hover(row, result.kpi, name, lang))
