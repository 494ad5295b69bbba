"""The share of participants at work, compared with Italy and with similar people."""

from datetime import date

from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.analysis.comparison import FairRow
from cruscotto.kpi.query.result import KpiResult, KpiRow, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.outcomes import PLACEMENT_RATE_6M as RATE
from cruscotto.kpi.registry.reported import (
    REPORTED_EMPLOYED_6M_SHARE,
    REPORTED_PARTICIPATIONS,
    REPORTED_RESULT_KNOWN_SHARE,
)
from cruscotto.kpi.wording.phrases import MANY_UNKNOWN
from cruscotto.ui.exhibit import people, turning
from cruscotto.ui.overview.answer import Answer, Bullet
from cruscotto.ui.state import session
from cruscotto.ui.text import states, words

# Filters that make a selection a part of Italy.
PLACES = ("region", "managing_authority", "programme", "axis")
# What members are compared by; the first of which one is chosen.
COMPARED = ("managing_authority", "region")


def answer(selection: Selection, lang: Lang) -> Answer:
    """Return the answer on people at work after six months, with the share of unknown outcomes.

    If no participations are loaded, the answer comes from reports to the Commission.
    """
    page, changes = _proof(selection)
    result = session.measure(RATE, (), selection)
    row = states.total(result)
    if row is None or row.state is not State.SHOWN or row.value is None:
        if not people.are_known() and (reported := _reported(selection, lang)):
            return reported
        return Answer("people", "", _without(result, lang), "", page, changes)
    like = alike(selection)
    why = [t("glance.people", lang), *_unknown(row, lang)]
    if like is not None:
        why += [t(_verdict(like), lang), *_turned(selection, like, lang)]
    base = t("glance.base_people", lang, period=", ".join(selection.codes("period")))
    left = people.not_filtered([RATE], selection, lang)
    return Answer(
        "people",
        words.figure(row.value, RATE, lang),
        " ".join(why),
        f"{base} {left}".strip(),
        page,
        changes,
        tuple(_bullets(row, like, selection, lang)),
    )


def _reported(selection: Selection, lang: Lang) -> Answer | None:
    """Return an answer made from reports to the Commission; `None` if they have no figures.

    The figure of the answer is the number of participations reported.
    """
    counted = session.measure(REPORTED_PARTICIPATIONS, (), selection)
    share = session.measure(REPORTED_EMPLOYED_6M_SHARE, (), selection)
    if not counted.value() or share.value() is None:
        return None
    rate = words.figure(share.value(), REPORTED_EMPLOYED_6M_SHARE, lang)
    reported = session.measure(REPORTED_RESULT_KNOWN_SHARE, (), selection)
    known = words.figure(reported.value(), REPORTED_RESULT_KNOWN_SHARE, lang)
    day = format_date(date.fromisoformat(counted.editions[0]), lang)
    return Answer(
        "people",
        words.brief(counted.value() or 0, lang),
        t("glance.people_reported", lang, rate=rate, known=known),
        t("glance.base_reported", lang, day=day),
        "outcomes",
        # a count of people is no answer to whether they work
        question="counted",
    )


def _proof(selection: Selection) -> tuple[str, dict[str, str]]:
    """Return the name of the page to which the answer links, and the filters of the link.

    If the filters choose one region, the page is `regions`, which has the fair comparison.
    Otherwise it is `outcomes`.
    """
    period = {"period": ",".join(selection.codes("period"))}
    if compared_by(selection) == "region":
        return "regions", {**period, "kpi": RATE.name}
    return "outcomes", period


def _without(result: KpiResult, lang: Lang) -> str:
    """Return why there is no figure: no data, no participants, outcome not due yet, or hidden."""
    if not people.are_known():
        return t("glance.people_absent", lang)
    row = states.total(result)
    state = State.MISSING if row is None else row.state
    return t(f"glance.people_{state}", lang)


def compared_by(selection: Selection) -> str | None:
    """Return the dimension of the fair comparison: `managing_authority` or `region`.

    Return `None` unless the filters choose exactly one authority or exactly one region, and neither
    a programme nor an axis.
    """
    if selection.codes("programme") or selection.codes("axis"):
        return None
    chosen = [name for name in COMPARED if selection.codes(name)]
    return chosen[0] if len(chosen) == 1 and len(selection.codes(chosen[0])) == 1 else None


def alike(selection: Selection) -> FairRow | None:
    """Return the row of the fair comparison about the region or authority that the filters choose.

    Return `None` unless the filters choose exactly one, and the comparison has a row for it.
    """
    by = compared_by(selection)
    if by is None:
        return None
    found = session.compare(RATE, by, selection.with_(**{by: []}))
    (code,) = selection.codes(by)
    return next((row for row in found.rows if row.code == code), None) if found else None


def _unknown(row: KpiRow, lang: Lang) -> list[str]:
    """Return a sentence on how far unknown outcomes could move the rate.

    If fewer than a third of the outcomes are unknown, there is no sentence.
    """
    if row.worst_case is None or (row.unknown_share or 0) < MANY_UNKNOWN:
        return []
    low, high = (words.short(end, Unit.SHARE, lang) for end in row.worst_case)
    return [t("glance.people_band", lang, low=low, high=high)]


def _turned(selection: Selection, row: FairRow, lang: Lang) -> list[str]:
    """Return a warning that names characteristics, such as sex, by which a comparison reverses.

    The comparison is of the chosen region or authority with all others. It reverses, for example,
    if its rate is higher overall but lower among women and among men. Without such a characteristic
    the list is empty.
    """
    found = turning.dimensions(RATE, compared_by(selection) or "", row.code, selection, lang)
    named = ", ".join(f"{name[:1].lower()}{name[1:]}" for name in found)
    return [t("glance.people_turned", lang, dimensions=named)] if found else []


def _verdict(row: FairRow) -> str:
    return "glance.people_unusual" if row.is_different else "glance.people_usual"


def _bullets(row: KpiRow, like: FairRow | None, selection: Selection, lang: Lang) -> list[Bullet]:
    found = [("here", row.value)] if _is_part(selection) else []
    if like is not None:
        found.append(("alike", like.expected / like.known))
    italy = session.measure(RATE, (), selection.with_(**{name: [] for name in PLACES}))
    found.append(("italy", italy.value()))
    bullets = [
        Bullet(
            t(f"glance.people_bullet_{name}", lang),
            float(value),
            words.figure(value, RATE, lang),
            is_quiet=name != "here" and len(found) > 1,
        )
        for name, value in found
        if value is not None
    ]
    if row.unknown_share is not None:
        written = words.short(row.unknown_share, Unit.SHARE, lang)
        label = t("glance.people_unknown", lang)
        bullets.append(Bullet(label, row.unknown_share, written, is_quiet=True))
    return bullets


def _is_part(selection: Selection) -> bool:
    return any(selection.codes(name) for name in PLACES)
