"""One objective compared across programmes, whatever axis code each programme uses for it."""

from collections import defaultdict

from cruscotto.i18n import Lang, t
from cruscotto.kpi.query.result import KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi
from cruscotto.kpi.wording.phrases import axis_label
from cruscotto.ui.exhibit import charts, files, measures, regional, results, stages
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.reference_lines import Line
from cruscotto.ui.state import choices, session
from cruscotto.ui.text import notes, words


def offered(kpi: Kpi, selection: Selection, lang: Lang) -> dict[str, str]:
    """Return the names, by code, of the objectives that have a figure, in official order."""
    result = session.measure(kpi, ("theme",), selection)
    return {
        code: name
        for code, name in session.names("theme", lang).items()
        if (row := result.row(code)) and row.state is not State.MISSING
    }


def kpis() -> list[str]:
    """Return the names of the indicators that can be split by objective and have data."""
    return choices.measurable("theme")


def pick(found: dict[str, str], lang: Lang) -> str:
    """Draw the list of objectives and return the code of the one chosen."""
    return choices.pick("theme", t("axes.theme", lang), found)


def across_themes(kpi: Kpi, theme: str, selection: Selection, lang: Lang) -> None:
    """Draw an indicator for each objective, over all programmes; `theme` is highlighted."""
    result = session.measure(kpi, ("theme",), selection)
    labels = session.names("theme", lang)
    present = results.in_order(result, list(labels))
    rows = [row for row in present if row.state is not State.MISSING]
    title = results.spread(results.ranked(result), kpi, labels, lang)
    exhibit = Exhibit(
        key="themes",
        title=stages.of_programmes(title, kpi, selection, lang),
        subtitle=regional.subtitle(kpi, selection, lang),
        table=results.table(result, labels, lang, rows),
        notes=notes.of([result], lang),
        files=files.of_results([result], "themes"),
    )
    lines = _whole(kpi, selection, lang)
    charts.framed(results.picture(rows, kpi, labels, lang, [theme], lines), exhibit, lang)


def _whole(kpi: Kpi, selection: Selection, lang: Lang) -> list[Line]:
    if kpi.unit in ("eur", "count"):
        return []
    value = session.measure(kpi, (), selection).value()
    if value is None:
        return []
    return [Line(float(value), f"{t('axes.all', lang)} {words.figure(value, kpi, lang)}")]


def across_programmes(kpi: Kpi, theme: str, selection: Selection, lang: Lang) -> None:
    """Draw an indicator of one objective by programme; the table names each programme's axes."""
    now = selection.with_(theme=theme)
    result = session.measure(kpi, ("programme",), now)
    labels = session.names("programme", lang)
    rows = results.listed(result, list(labels))
    if not rows:
        return
    whole = session.measure(kpi, (), now).value()
    title = results.standing(rows, kpi, whole, "nouns.programmes", labels, lang)
    exhibit = Exhibit(
        key="theme_programmes",
        title=stages.of_programmes(title, kpi, now, lang),
        subtitle=regional.subtitle(kpi, now, lang),
        table=_table(kpi, now, results.with_missing(rows, result), lang),
        notes=[*notes.of([result], lang), t("axes.codes_note", lang)],
        files=files.of_results([result], "theme_programmes"),
    )
    chosen, lines = selection.codes("programme"), _whole(kpi, now, lang)
    figure = results.picture(rows, kpi, labels, lang, chosen, lines)
    charts.framed(figure, exhibit, lang, open_table=True)


def _table(kpi: Kpi, now: Selection, rows: list[KpiRow], lang: Lang) -> Table:
    labels, axes = session.names("programme", lang), _axes_of(now.codes("theme")[0])
    columns = [
        Column("name", t("authorities.programme", lang), width="medium"),
        Column("axes", t("axes.local", lang)),
        *measures.value_columns(kpi, lang),
    ]
    return Table.of(
        columns,
        [
            [labels[row.codes[0]], "; ".join(axes[row.codes[0]]), *measures.value_cells(row, kpi)]
            for row in rows
        ],
    )


def _axes_of(theme: str) -> dict[str, list[str]]:
    """Return, by code of the programme, the names of its axes that serve an objective."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in session.rows("axes"):
        if row["theme_code"] == theme:
            name = axis_label(row["axis_code"], row["axis_name"])
            found[row["programme_code"]].append(name)
    return found
