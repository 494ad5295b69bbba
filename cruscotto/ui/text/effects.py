"""A net effect in figures: differences of shares, with their sign and their interval."""

from cruscotto.evaluation import ImpactEstimate, Interval
from cruscotto.i18n import Lang, format_number, t
from cruscotto.ui.text import words

MINUS = "\u2212"


def points(value: float, lang: Lang, *, signed: bool = True) -> str:
    """Write a difference of shares: `+11,8 p.p.`."""
    sign = ("+" if value > 0 else MINUS if value < 0 else "") if signed else ""
    number = format_number(abs(value) * 100, lang, 1)
    return f"{sign if number.strip('0,.') else ''}{number}{words.UNBROKEN}p.p."


def limits(one: ImpactEstimate | Interval, lang: Lang) -> str:
    """Write an interval: `da +11,2 a +12,4`."""
    return t("net_impact.limits", lang, low=bare(one.low, lang), high=bare(one.high, lang))


def share(value: float | None, lang: Lang) -> str:
    """Write a share."""
    return words.short(value, "share", lang)


def bare(value: float, lang: Lang) -> str:
    """Write a difference of shares without its unit, where an axis carries it."""
    return points(value, lang).removesuffix(f"{words.UNBROKEN}p.p.")
