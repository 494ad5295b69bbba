"""A chart of the steps from needs to coherent placements, with the loss at each step.

A coherent placement is a job in an occupation that the course prepares for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from cruscotto.i18n import Lang, format_number, t
from cruscotto.i18n.grammar import capital
from cruscotto.i18n.numbers import MINUS
from cruscotto.kpi.query.result import Figure, KpiResult, State
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.kpi.registry.needs import FUNDED_PLACES, NEED_POSITIONS, PACT_POSITIONS
from cruscotto.kpi.registry.outcomes import COHERENT_PLACEMENT_RATE_6M, PLACEMENT_RATE_6M
from cruscotto.kpi.registry.people import PARTICIPANTS_COUNT
from cruscotto.ui.exhibit import charts, files
from cruscotto.ui.exhibit.charts import Exhibit
from cruscotto.ui.exhibit.tables import Column, Table
from cruscotto.ui.figures import base as figures
from cruscotto.ui.figures.base import Bar
from cruscotto.ui.figures.hundred import Part, hundred
from cruscotto.ui.figures.palette import palette
from cruscotto.ui.needs import asking as needs
from cruscotto.ui.state import session
from cruscotto.ui.text import notes, states, words
from cruscotto.ui.text.states import Cell

LABEL_LETTERS = 22
# Steps by what they count, and what may have become of those whose outcome is due.
PLACES = ("need_positions", "pact_positions", "linked_places")
PEOPLE = ("participants", "observable", "placed", "coherent")
OUTCOMES = {"placed": "at_work", "not_placed": "not_at_work", "not_known": "unsure"}
NO_PACT = "none"
# Steps of people, each a share of those of whom it is known.
SHARES = ("observable", "placed", "coherent")
# Whose outcome is not due yet, or not known, is not lost: these steps never make the title.
NOT_LOST = ("observable", "not_known", "not_placed")


@dataclass(frozen=True)
class Step:
    """One step of the chart, from needs to jobs in the occupations that courses prepare for.

    Attributes:
        key: the step's name in the catalogues.
        count: the step's count, or the state that explains why it is not shown.
        of: the count to compare with, if it is not the previous step's count.
        base: the name of the count in `of`.
        is_part: whether to show the share of `of` that remains, instead of the share lost.
    """

    key: str
    count: Cell
    of: Cell = None
    base: str = ""
    is_part: bool = False

    @property
    def number(self) -> float | None:
        """Return the step's count; `None` if it is not shown."""
        return None if self.count is None or isinstance(self.count, State) else float(self.count)


def pacts_of(within: Selection) -> list[str]:
    """Return the codes of the pacts that state needs in a selection."""
    found = session.measure(PACT_POSITIONS, ("pact",), within)
    return [row.codes[0] for row in found.rows if row.codes[0] != NO_PACT]


def draw(within: Selection, lang: Lang, pact: str = "") -> None:
    """Draw the steps from needs to jobs over all years, for the chosen regions or for one pact.

    Without `pact`, all pacts that state needs in these regions count. If there are none, draw
    nothing.
    """
    regions = Selection.of(region=within.codes("region"))
    chosen = [pact] if pact else pacts_of(regions)
    if not chosen:
        return
    of_pacts = regions.with_(pact=chosen)
    steps, behind = _steps(regions, of_pacts, bool(pact))
    key = "pact_chain" if pact else "chain"
    where = t("needs.this_pact", lang) if pact else needs.regions_in_words(regions, lang)
    exhibit = Exhibit(
        key=key,
        title=_title(steps, lang),
        subtitle=capital(t("chain.subtitle", lang, within=where)),
        table=_table(steps, lang),
        notes=[t("chain.note", lang), *notes.of(behind, lang)],
        files=files.of_table(
            key, lambda in_lang: (t("chain.file", in_lang), _table(steps, in_lang)), behind
        ),
    )
    with st.container(border=True):
        charts.head(exhibit)
        _panels(steps, key, lang)
        charts.foot(exhibit, lang, drawn=(f"{key}_places", f"{key}_people"))


def _panels(steps: Sequence[Step], key: str, lang: Lang) -> None:
    """Draw two panels with different scales: positions and places in one, people in the other."""
    sides = (("places", PLACES), ("people", PEOPLE))
    for side, (name, keys) in zip(st.columns(2, gap="medium"), sides, strict=True):
        with side:
            st.subheader(t(f"chain.{name}_panel", lang), anchor=False)
            numbers = [n for n, step in enumerate(steps) if step.key in keys]
            drawn = figures.bars([_bar(n, steps, lang) for n in numbers], palette())
            charts.draw(drawn, f"{key}_{name}", alt=t(f"chain.{name}_panel", lang))
            if name == "people":
                _hundred(steps, key, lang)


def _hundred(steps: Sequence[Step], key: str, lang: Lang) -> None:
    """Draw one bar that divides the people whose outcome is due: at work, not at work, unknown."""
    by_key = {step.key: step.number for step in steps}
    whole, counts = by_key.get("observable"), [by_key.get(name) for name in OUTCOMES]
    if not whole or None in counts:
        return
    parts = []
    for name, count in zip(OUTCOMES, counts, strict=True):
        share = words.short((count or 0) / whole, Unit.SHARE, lang)
        label = t(f"chain.{OUTCOMES[name]}", lang)
        parts.append(
            Part(label, share, (count or 0) / whole, f"{label} {share} ({_count(count, lang)})")
        )
    charts.draw(hundred(parts, palette()), f"{key}_outcomes", alt=t("chain.outcomes", lang))


def _count(n: float | None, lang: Lang) -> str:
    return format_number(n or 0, lang)


def _steps(
    regions: Selection, of_pacts: Selection, is_one: bool
) -> tuple[list[Step], list[KpiResult]]:
    stated = [session.measure(PACT_POSITIONS, (), of_pacts)]
    if not is_one:
        stated.insert(0, session.measure(NEED_POSITIONS, (), regions))
    taken = session.measure(FUNDED_PLACES, (), of_pacts)
    entered = session.measure(PARTICIPANTS_COUNT, (), of_pacts)
    placed = session.measure(PLACEMENT_RATE_6M, (), of_pacts)
    coherent = session.measure(COHERENT_PLACEMENT_RATE_6M, (), of_pacts)
    steps = [Step(result.kpi.name, states.of(result)) for result in stated]
    steps += [
        Step("linked_places", states.of(taken)),
        Step("participants", states.of(entered)),
        *_people(placed),
        Step("coherent", _part(coherent, "numerator"), _part(coherent, "denominator"), "known_job"),
    ]
    return steps, [*stated, taken, entered, placed, coherent]


def _people(placed: KpiResult) -> list[Step]:
    """Return the steps for people whose outcome is due: all, unknown, not at work, at work."""
    everybody, known, at_work = (
        _part(placed, name) for name in ("eligible", "denominator", "numerator")
    )
    return [
        Step("observable", everybody),
        Step("not_known", _without(everybody, known), everybody, "observable", is_part=True),
        Step("not_placed", _without(known, at_work), everybody, "observable", is_part=True),
        Step("placed", at_work, known, "known"),
    ]


def _without(whole: Cell, part: Cell) -> Cell:
    """Return the difference `whole` less `part`; if either is not shown, return its state."""
    for one in (whole, part):
        if one is None or isinstance(one, State):
            return one
    return whole - part  # type: ignore[operator]


def _part(result: KpiResult, name: str) -> Cell:
    row = states.total(result)
    if row is None:
        return None
    figure: Figure | None = getattr(row, name)
    return states.beside(figure, row) if row.state is State.SHOWN else row.state


def _bar(place: int, steps: Sequence[Step], lang: Lang) -> Bar:
    step = steps[place]
    label = t(f"chain.{step.key}", lang)
    written = _written(step, lang)
    lines = [written, *filter(None, [_loss(place, steps, lang)])]
    return Bar(
        words.wrapped(label, LABEL_LETTERS),
        step.number,
        "<br>".join(lines),
        "<br>".join([f"<b>{label}</b>", *lines]),
        place == len(steps) - 1,
        is_hatched=isinstance(step.count, State) and step.count is not State.MISSING,
    )


def _written(step: Step, lang: Lang) -> str:
    if step.number is None:
        state = step.count if isinstance(step.count, State) else State.MISSING
        return f"{states.MARKS[state]} {t(f'states.{state}', lang)}"
    return format_number(step.number, lang)


def _change(place: int, steps: Sequence[Step]) -> float | None:
    """Return a step's change from the count to compare with, relative to that count.

    If the step's `is_part` is true, return the step's share of that count instead. Return `None` if
    one of the two counts is not shown.

    Args:
        place: the step's index.
        steps: all steps.
    """
    step, before = steps[place], steps[place - 1].number if place else None
    if step.base:
        before = None if isinstance(step.of, State) or step.of is None else float(step.of)
    if step.number is None or not before:
        return None
    return step.number / before - (0 if step.is_part else 1)


def _loss(place: int, steps: Sequence[Step], lang: Lang) -> str:
    change = _change(place, steps)
    if change is None:
        return ""
    written, step = words.short(abs(change), "share", lang), steps[place]
    if step.is_part:
        return t("chain.share_of", lang, share=written, base=t(f"chain.{step.base}", lang).lower())
    if step.key in SHARES:
        # a loss beside a bar would be read against the bar above it, which is not what it is of
        kept = words.short(1 + change, "share", lang)
        return t(f"chain.kept_{step.key}", lang, share=kept)
    return f"{MINUS if change < 0 else '+'}{written}"


def _title(steps: Sequence[Step], lang: Lang) -> str:
    """Return the chart's title, which names the step with the largest known loss."""
    losses = {
        n: change
        for n, step in enumerate(steps)
        if step.key not in NOT_LOST and (change := _change(n, steps)) is not None
    }
    if not losses or min(losses.values()) >= 0:
        return t("chain.title", lang)
    worst = min(losses, key=lambda n: losses[n])
    return t(
        "chain.finding",
        lang,
        share=words.short(abs(losses[worst]), "share", lang),
        before=t(f"chain.{steps[worst].base or steps[worst - 1].key}", lang).lower(),
        after=t(f"chain.{steps[worst].key}", lang).lower(),
    )


def _table(steps: Sequence[Step], lang: Lang) -> Table:
    columns = [
        Column("step", t("chain.step", lang), width=170),
        Column("count", t("chain.count", lang), "count"),
        Column("change", t("chain.change", lang), "share"),
    ]
    rows = [[t(f"chain.{s.key}", lang), s.count, _change(n, steps)] for n, s in enumerate(steps)]
    return Table.of(columns, rows)
