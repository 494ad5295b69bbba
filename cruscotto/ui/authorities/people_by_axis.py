"""The participants of one programme by axis: their number, completion and placement."""

from collections.abc import Sequence

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import COMPLETION_RATE, PARTICIPANTS_COUNT, QUALIFICATION_RATE
from cruscotto.kpi.wording.phrases import axis_label
from cruscotto.ui.exhibit import charts, files, measures, regional, results, turning
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.state import session
from cruscotto.ui.text import notes, states

LISTED = (PARTICIPANTS_COUNT, COMPLETION_RATE, QUALIFICATION_RATE, PLACEMENT_RATE_6M)


def draw(programme: str, selection: Selection, lang: Lang) -> None:
    """Draw the placement rate of each axis with its interval, and a table of all four indicators.

    Notes name the axes whose comparison with all other axes reverses for people of one kind. Draw
    nothing if no axis has a rate.
    """
    found = [session.measure(kpi, ("axis",), selection) for kpi in LISTED]
    placed = found[-1]
    rows = [row for row in placed.rows if row.state is not State.MISSING]
    if not rows:
        return
    axes = session.axis_names(programme)
    names = {code: axis_label(code, name) for code, name in axes.items()}
    apart = turning.clearly_apart(placed, session.measure(PLACEMENT_RATE_6M, (), selection))
    exhibit = Exhibit(
        key="people_axes",
        title=t("authorities.people_axes", lang),
        subtitle=regional.subtitle(PLACEMENT_RATE_6M, selection, lang),
        table=_table(found, names, lang),
        notes=[
            *notes.of(found, lang),
            *turning.turned_round(PLACEMENT_RATE_6M, "axis", apart, selection, names, lang),
        ],
        files=files.of_results(found, "people_axes"),
    )
    charts.framed(
        results.picture(rows, PLACEMENT_RATE_6M, names, lang), exhibit, lang, open_table=True
    )


def _table(found: Sequence[KpiResult], names: dict[str, str], lang: Lang) -> Table:
    columns = [
        Column("axis", t("authorities.axis", lang), width=240),
        *(measures.value_columns(result.kpi, lang)[0] for result in found),
    ]
    named = [
        Column(r.kpi.name, c.label, c.unit, c.help) for r, c in zip(found, columns[1:], strict=True)
    ]
    axes = sorted({row.codes[0] for result in found for row in result.rows})
    rows = [
        [names.get(axis, axis), *(states.of(result, axis) for result in found)] for axis in axes
    ]
    return Table.of([columns[0], *named], rows)
