"""A net effect in figures: differences with their sign and their interval, in their unit."""

from cruscotto.evaluation import ImpactEstimate, Interval
from cruscotto.i18n import Lang, format_number, t
from cruscotto.i18n.numbers import format_euro
from cruscotto.impact.outcomes import OUTCOMES
from cruscotto.ui.text import words

MINUS = "\u2212"


def unit_of(outcome: str) -> str:
    """Return the unit of an outcome: points of a share, or euro."""
    return OUTCOMES[outcome].unit if outcome in OUTCOMES else "pp"


def points(value: float, lang: Lang, *, signed: bool = True, unit: str = "pp") -> str:
    """Write a difference: `+11,8 p.p.`, `+120 €`."""
    if unit == "eur":
        amount = format_euro(abs(round(value)), lang).replace(" ", words.UNBROKEN)
        return f"{_sign(round(value)) if signed else ''}{amount}"
    number = format_number(abs(value) * 100, lang, 1)
    sign = _sign(value) if signed and number.strip("0,.") else ""
    return f"{sign}{number}{words.UNBROKEN}p.p."


def limits(one: ImpactEstimate | Interval, lang: Lang) -> str:
    """Write an interval: `da +11,2 a +12,4`."""
    unit = unit_of(one.outcome) if isinstance(one, ImpactEstimate) else "pp"
    low, high = (bare(end, lang, unit) for end in (one.low, one.high))
    return t("net_impact.limits", lang, low=low, high=high)


def share(value: float | None, lang: Lang) -> str:
    """Write a share."""
    return words.short(value, "share", lang)


def level(value: float | None, lang: Lang, unit: str) -> str:
    """Write the value of a group: a share of its persons, or an amount."""
    if unit != "eur" or value is None:
        return share(value, lang)
    sign = MINUS if round(value) < 0 else ""
    return f"{sign}{points(value, lang, signed=False, unit=unit)}"


def rounded_apart(one: ImpactEstimate, lang: Lang) -> str:
    """Write that a difference is rounded by itself, if it is not that of both rounded values."""
    if one.gross is None or one.counterfactual is None:
        return ""
    digits, scale = (0, 1) if unit_of(one.outcome) == "eur" else (1, 100)
    figures = (one.gross, one.counterfactual, one.att)
    gross, without, net = (round(value * scale, digits) for value in figures)
    return "" if round(gross - without, digits) == net else t("why.rounded", lang)


def bare(value: float, lang: Lang, unit: str = "pp") -> str:
    """Write a difference without its unit, where an axis or a neighbour carries it."""
    if unit == "eur":
        return f"{_sign(round(value))}{format_number(abs(round(value)), lang)}"
    return points(value, lang).removesuffix(f"{words.UNBROKEN}p.p.")


def axis(unit: str, lang: Lang) -> str:
    """Return the title of an axis of differences."""
    return t("net_impact.euro_axis" if unit == "eur" else "net_impact.points_axis", lang)


def _sign(value: float) -> str:
    return "+" if value > 0 else MINUS if value < 0 else ""
