"""Net effects as text: signed differences and intervals, in percentage points or euro."""

from cruscotto.evaluation import ImpactEstimate, Interval
from cruscotto.i18n import Lang, format_number, t
from cruscotto.i18n.numbers import MINUS, format_euro
from cruscotto.impact.outcomes import OUTCOMES
from cruscotto.ui.text import words


def unit_of(outcome: str) -> str:
    """Return the unit of an outcome: `pp` for percentage points, `eur` for euro."""
    return OUTCOMES[outcome].unit if outcome in OUTCOMES else "pp"


def points(value: float, lang: Lang, *, signed: bool = True, unit: str = "pp") -> str:
    """Return a difference as text with its unit: `+11,8 p.p.`, `+120 €`."""
    if unit == "eur":
        amount = format_euro(abs(round(value)), lang).replace(" ", words.UNBROKEN)
        return f"{_sign(round(value)) if signed else ''}{amount}"
    number = format_number(abs(value) * 100, lang, 1)
    sign = _sign(value) if signed and number.strip("0,.") else ""
    return f"{sign}{number}{words.UNBROKEN}p.p."


def limits(one: ImpactEstimate | Interval, lang: Lang) -> str:
    """Return the two ends of an interval as text without a unit, such as `da +11,2 a +12,4`."""
    unit = unit_of(one.outcome) if isinstance(one, ImpactEstimate) else "pp"
    low, high = (bare(end, lang, unit) for end in (one.low, one.high))
    return t("net_impact.limits", lang, low=low, high=high)


def share(value: float | None, lang: Lang) -> str:
    """Return a share (0 to 1) as text in percent."""
    return words.short(value, "share", lang)


def level(value: float | None, lang: Lang, unit: str) -> str:
    """Return the outcome of a group as text: a share of persons, or an amount in euro."""
    if unit != "eur" or value is None:
        return share(value, lang)
    sign = MINUS if round(value) < 0 else ""
    return f"{sign}{points(value, lang, signed=False, unit=unit)}"


def rounded_apart(one: ImpactEstimate, lang: Lang) -> str:
    """Return a note if the rounded net effect is not the difference of the rounded outcomes.

    Otherwise the text is empty.
    """
    if one.gross is None or one.counterfactual is None:
        return ""
    digits, scale = (0, 1) if unit_of(one.outcome) == "eur" else (1, 100)
    figures = (one.gross, one.counterfactual, one.att)
    gross, without, net = (round(value * scale, digits) for value in figures)
    return "" if round(gross - without, digits) == net else t("why.rounded", lang)


def bare(value: float, lang: Lang, unit: str = "pp") -> str:
    """Return a difference as text with its sign and without its unit, such as `+11,8`."""
    if unit == "eur":
        return f"{_sign(round(value))}{format_number(abs(round(value)), lang)}"
    return points(value, lang).removesuffix(f"{words.UNBROKEN}p.p.")


def axis(unit: str, lang: Lang) -> str:
    """Return the title of an axis of differences, with their unit."""
    return t("net_impact.euro_axis" if unit == "eur" else "net_impact.points_axis", lang)


def _sign(value: float) -> str:
    return "+" if value > 0 else MINUS if value < 0 else ""
