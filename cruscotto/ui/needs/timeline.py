"""A chart of the dates of a pact: signature, validity, and the start of its courses."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cruscotto.i18n import Lang, format_date, t
from cruscotto.ui.exhibit import charts
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures.base import HOVER, Figure, layout
from cruscotto.ui.figures.palette import Palette, palette
from cruscotto.ui.state import session
from cruscotto.ui.text import notes

Row = dict[str, Any]
KINDS = ("signed_on", "valid_from", "course", "valid_to")


def draw(pact: Row, lang: Lang) -> None:
    """Draw a chart of the known dates of a pact.

    Draw nothing if the pact is not signed, or if fewer than two dates are known.
    """
    courses = session.rows("pact_operations", pact=pact["pact_code"])
    days = _days(pact, courses)
    if len(days) < 2:
        return
    after = sum(1 for kind, day, _ in days if kind == "course" and day >= pact["signed_on"])
    total = sum(1 for kind, _, _ in days if kind == "course")
    exhibit = Exhibit(
        key="timeline",
        title=t("timeline.title", lang, n=after, of=total),
        subtitle=t("timeline.subtitle", lang),
        table=_table(days, lang),
        notes=[notes.source("pacts", lang), notes.source("need_operations", lang)],
    )
    charts.framed(_figure(days, palette(), lang), exhibit, lang)


def _days(pact: Row, courses: Sequence[Row]) -> list[tuple[str, date, str]]:
    if pact["signed_on"] is None:
        return []
    own = [(kind, pact[kind], "") for kind in KINDS if kind != "course" and pact[kind]]
    begun = [("course", c["start_date"], str(c["title"] or "")) for c in courses if c["start_date"]]
    return sorted([*own, *begun], key=lambda day: (day[1], day[0]))


def _figure(days: Sequence[tuple[str, date, str]], colours: Palette, lang: Lang) -> Figure:
    kinds = [kind for kind in KINDS if any(day[0] == kind for day in days)]
    rows = {kind: place for place, kind in enumerate(kinds)}
    valid = {kind: day for kind, day, _ in days if kind in ("valid_from", "valid_to")}
    bar = [_validity(valid, len(kinds), colours)] if len(valid) == 2 else []
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "hovertemplate": HOVER,
                "x": [day.isoformat() for _, day, _ in days],
                "y": [rows[kind] for kind, _, _ in days],
                "hovertext": [_written(*day, lang) for day in days],
                "marker": {
                    "size": 13,
                    "opacity": 0.85,
                    "color": [_colour(kind, colours) for kind, _, _ in days],
                    "symbol": ["circle" if kind == "course" else "diamond" for kind, _, _ in days],
                },
            }
        ],
        "layout": layout(
            40 * len(kinds) + 60,
            shapes=bar,
            xaxis=_time_axis(colours),
            yaxis=_kind_axis([t(f"timeline.{kind}", lang) for kind in kinds], colours),
        ),
    }


def _time_axis(colours: Palette) -> Figure:
    return {
        "type": "date",
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": colours.line,
        "tickformat": "%Y",
        "dtick": "M12",
        "tickfont": {"size": 12, "color": colours.ink},
    }


def _kind_axis(names: Sequence[str], colours: Palette) -> Figure:
    return {
        "tickvals": list(range(len(names))),
        "range": [len(names) - 0.5, -0.5],
        "ticktext": list(names),
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": 13, "color": colours.ink},
    }


def _validity(valid: dict[str, date], rows: int, colours: Palette) -> Figure:
    """Return a shaded band over the days in which the pact is in force."""
    return {
        "type": "rect",
        "layer": "below",
        "xref": "x",
        "yref": "y",
        "line": {"width": 0},
        "x0": valid["valid_from"].isoformat(),
        "x1": valid["valid_to"].isoformat(),
        "y0": -0.5,
        "y1": rows - 0.5,
        "fillcolor": colours.line,
        "opacity": 0.45,
    }


def _colour(kind: str, colours: Palette) -> str:
    return {"signed_on": colours.accent, "course": colours.main}.get(kind, colours.quiet)


def _written(kind: str, day: date, title: str, lang: Lang) -> str:
    written = f"<b>{t(f'timeline.{kind}', lang)}</b><br>{format_date(day, lang)}"
    return f"{written}<br>{title[:60]}" if title else written


def _table(days: Sequence[tuple[str, date, str]], lang: Lang) -> Table:
    columns = [
        Column("day", t("timeline.day", lang)),
        Column("what", t("timeline.what", lang)),
        Column("title", t("fields.title", lang), width="large"),
    ]
    return Table.of(
        columns, [[format_date(d, lang), t(f"timeline.{k}", lang), title] for k, d, title in days]
    )
