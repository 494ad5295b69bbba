"""Sentences that explain a change by its parts; they claim no more than the parts show."""

from collections.abc import Callable, Mapping
from datetime import date

from cruscotto.i18n import Lang, format_date, t
from cruscotto.i18n.numbers import MINUS, Number
from cruscotto.kpi.change.explained import Apart, Cause, Explained, Part
from cruscotto.kpi.change.sides import EDITION
from cruscotto.kpi.query.result import State
from cruscotto.kpi.query.selection import dimension
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.kpi.wording.phrases import as_written, short

Names = Callable[[str], Mapping[str, str]]
# Parts that a sentence names, the largest first.
NAMED = 3


def unit_of(kpi: Kpi) -> str:
    """Return the unit of a change: percentage points for shares, otherwise the indicator's unit."""
    return Unit.POINTS if kpi.unit == Unit.SHARE else kpi.unit


def signed(value: Number | None, kpi: Kpi, lang: Lang) -> str:
    """Return a change as text with its sign, such as `+4,7 p.p.`."""
    if value is None:
        return short(None, kpi.unit, lang)
    written = short(value if value > 0 else -value, unit_of(kpi), lang)
    if written == short(0, unit_of(kpi), lang):
        return written
    return f"{'+' if value > 0 else MINUS}{written}"


def sides(found: Explained, names: Names, lang: Lang) -> tuple[str, str]:
    """Return the labels of the first and the second selection: two years or regions, for example.

    For a change between editions, the labels are the days of the editions.
    """
    written = []
    for result in (found.first, found.last):
        if found.axis != EDITION:
            codes, known = result.selection.codes(found.axis), names(found.axis)
            word = ", ".join(known.get(code, code) for code in codes) or t("why.everywhere", lang)
        elif result.editions:
            word = format_date(date.fromisoformat(max(result.editions)), lang)
        else:
            word = t(f"why.slot.{result.selection.slot}", lang)
        written.append(word)
    return written[0], written[1]


# What is composition and rate of persons is that of operations where a figure counts money.
SHARED = (Cause.COMPOSITION, Cause.RATE)


def _key(found: Explained, cause: Cause) -> str:
    of_money = found.first.audience is None and cause in SHARED
    return f"{cause}_of_operations" if of_money else str(cause)


def cause_label(found: Explained, cause: Cause, lang: Lang) -> str:
    """Return the label of a cause of a change."""
    return t(f"why.cause.{_key(found, cause)}", lang)


def cause_words(found: Explained, cause: Cause, lang: Lang) -> str:
    """Return a sentence that explains a cause of a change."""
    return t(f"why.about.{_key(found, cause)}", lang)


def sentence(found: Explained, names: Names, lang: Lang) -> str:
    """Return a text on a change, its largest parts, and the change within kinds of persons.

    If the change is not shown, or has no parts, the text states this instead.

    Args:
        found: the change with its parts.
        names: returns the labels of a dimension's codes.
        lang: the reader's language.
    """
    first, last = sides(found, names, lang)
    label = found.kpi.label.in_(lang)
    if found.change is None:
        return t(f"why.no_change.{_why_not(found)}", lang, kpi=label, first=first, last=last)
    one, two = (row.value if row else None for row in found.ends)
    line = t(
        "why.change",
        lang,
        kpi=label,
        first=first,
        last=last,
        before=short(one, found.kpi.unit, lang),
        after=short(two, found.kpi.unit, lang),
        change=signed(found.change, found.kpi, lang),
    )
    if _is_rounded_apart(found):
        line = f"{line} {t('why.rounded', lang)}"
    if not found.parts:
        return f"{line} {t('why.no_parts', lang)}"
    lines = " ".join(filter(None, (line, _largest(found, lang), _verdict(found, lang))))
    return lines.replace("p.p..", "p.p.")  # an abbreviation ends a sentence by itself


def _is_rounded_apart(found: Explained) -> bool:
    """Return whether the figures, as they are written, seem to differ by more or less than stated.

    They do if the rounded change is not the difference of the two rounded figures.
    """
    unit, (one, two) = found.kpi.unit, found.ends
    if unit == Unit.EUR or one is None or two is None:
        return False
    before, after, change = (
        as_written(value or 0, unit) for value in (one.value, two.value, found.change)
    )
    return abs((after - before) - change) > 1e-9


def _why_not(found: Explained) -> str:
    return str(found.state if found.state is not State.SHOWN else State.MISSING)


def _largest(found: Explained, lang: Lang) -> str:
    """Return a sentence with the largest parts of a change; empty if all parts round to zero."""
    nothing = short(0, unit_of(found.kpi), lang)
    seen = [part for part in found.parts if signed(part.value, found.kpi, lang) != nothing]
    ordered = sorted(seen, key=lambda part: -abs(float(part.value)))[:NAMED]
    if not ordered:
        return ""
    listed = ", ".join(
        f"{cause_label(found, part.cause, lang).lower()} {signed(part.value, found.kpi, lang)}"
        for part in ordered
    )
    return t("why.parts", lang, parts=listed)


def _verdict(found: Explained, lang: Lang) -> str:
    """Return a sentence on whether, and by how much, a rate changed within kinds of persons.

    The sentence is empty if the change has no part `RATE` with an interval.
    """
    rate = next((part for part in found.parts if part.cause is Cause.RATE), None)
    if rate is None or rate.margin is None:
        return ""
    low, high = rate.margin
    shares = any(part.cause is Cause.NEW_OPERATIONS for part in found.parts)
    among = t(f"why.like_with_like.{'shared' if shares else 'alone'}", lang)
    moved = (found.margin or (0.0, 0.0))[0] * (found.margin or (0.0, 0.0))[1] > 0
    if low <= 0 <= high:
        return t(f"why.like_with_like.{'composition' if moved else 'nothing'}", lang, among=among)
    grew = rate.value > 0
    turned = float(rate.value) * float(found.change or 0) < 0 and moved
    return t(
        f"why.like_with_like.{'turned_' if turned else ''}{'better' if grew else 'worse'}",
        lang,
        among=among,
        rate=short(abs(float(rate.value)), unit_of(found.kpi), lang),
        interval=interval(rate, found.kpi, lang),
    )


def interval(part: Part, kpi: Kpi, lang: Lang) -> str:
    """Return a part's interval as text, `da +3,9 a +6,4 p.p.`; empty if it has no interval."""
    if part.margin is None:
        return ""
    low, high = (signed(end, kpi, lang) for end in part.margin)
    return t("why.interval", lang, low=low, high=high)


def notes(found: Explained, lang: Lang) -> list[str]:
    """Return sentences on how the parts of a change were computed, for the notes of figures."""
    lines = [t("why.method", lang)]
    names, kinds = found.strata
    if kinds:
        listed = ", ".join(_column_label(name, lang) for name in names)
        lines.append(t("why.kinds", lang, names=listed or t("why.none", lang), n=kinds))
    if found.apart is not Apart.YES and found.parts and _has_operations(found):
        lines.append(t(f"why.apart.{found.apart}", lang))
    if found.axis == EDITION:
        lines.append(t("why.rules", lang))
    if found.first.audience is not None and str(found.first.audience) != "exact":
        lines.append(t("why.guarded", lang))
    return lines


def _has_operations(found: Explained) -> bool:
    return any(part.cause is Cause.RATE for part in found.parts)


def _column_label(column: str, lang: Lang) -> str:
    return dimension(column.removesuffix("_code")).label.in_(lang).lower()
