"""How much is to be certified by the next due day, in total and per month.

An account is a programme's money of one fund and one category of region. Each account has a target
of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from cruscotto.facts import programmes as facts_of
from cruscotto.finance.outlook import Standing
from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Unit
from cruscotto.ui.overview.answer import Answer, Bullet
from cruscotto.ui.state import session
from cruscotto.ui.text import words

PAGE = "authorities"
NOTHING = Decimal(0)
coming = session.of_page(facts_of.coming)


def due(selection: Selection) -> list[Standing]:
    """Return the accounts that fall due on the selection's earliest due day.

    An account is a programme's money of one fund and one category of region.
    """
    wanted = selection.codes("period")
    periods = {row["programme_code"]: row["period_code"] for row in session.rows("programmes")}
    found = [
        one for one in coming(selection) if not wanted or periods.get(one.place.programme) in wanted
    ]
    first = min((one.position.day or one.at for one in found), default=None)
    return [one for one in found if (one.position.day or one.at) == first]


def answer(selection: Selection, lang: Lang) -> Answer:
    """Return the answer on money to certify: the amount, and the share of the targets covered."""
    found = due(selection)
    if not found:
        known = "nothing_due" if session.books() else "unknown"
        return Answer("deadline", "", t(f"glance.deadline_{known}", lang), "", PAGE)
    figure, why = _amount(found, lang)
    worst = max(found, key=_short_of)
    is_open = worst.position.gap_eur > 0
    return Answer(
        "deadline",
        figure,
        " ".join(filter(None, (why, _at_this_pace(found, lang), _programmes(found, lang)))),
        t("glance.base_day", lang, day=format_date(max(one.at for one in found), lang)),
        PAGE,
        {"programme": worst.place.programme, **_period(selection)} if is_open else {},
        (_covered(found, lang),),
    )


def _period(selection: Selection) -> dict[str, str]:
    return {"period": ",".join(selection.codes("period"))} if selection.codes("period") else {}


def _amount(found: Sequence[Standing], lang: Lang) -> tuple[str, str]:
    """Return the amount to certify: a figure, and a sentence that explains it.

    The figure is total cost; the sentence adds the cost per month. If a co-financing rate is
    unknown, the figure is the EU share. If nothing is missing, the sentence states the margin.
    """
    day = format_date(found[0].position.day or found[0].at, lang)
    gap = _sum(one.position.gap_eur for one in found)
    if not gap:
        margin = words.spoken(_sum(one.position.headroom_eur for one in found), Unit.EUR, lang)
        return t("glance.nothing", lang), t("glance.deadline_met", lang, day=day, amount=margin)
    costs = [one.position.total_cost_eur for one in found]
    months = [one.position.eur_per_month for one in found]
    if not _have_rates(found):
        return words.short(gap, Unit.EUR, lang), t("glance.deadline_eu", lang, day=day)
    month = words.short(_sum(months), Unit.EUR, lang)
    return words.short(_sum(costs), Unit.EUR, lang), t(
        "glance.deadline", lang, day=day, month=month
    )


def _at_this_pace(found: Sequence[Standing], lang: Lang) -> str:
    """Return a sentence on whether the amount is reached if claims continue at the present pace.

    The sentence is empty if this is unknown or if no account has a gap.
    """
    still_open = [one for one in found if one.position.gap_eur]
    missing = [one.missing_eur for one in still_open]
    if not still_open or None in missing:
        return ""
    short = _sum(missing)
    key = "pace_short" if short else "pace_covers"
    return t(f"glance.{key}", lang, missing=words.spoken(short, Unit.EUR, lang))


def _have_rates(found: Sequence[Standing]) -> bool:
    """Return whether the amount to certify is known in total cost for every account.

    The amount until the due day and the amount per month must both be known.
    """
    return all(
        one.position.total_cost_eur is not None and one.position.eur_per_month is not None
        for one in found
    )


def _short_of(one: Standing) -> Decimal:
    """Return an account's gap, by which this page and the alerts rank accounts."""
    return one.position.gap_eur


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((one for one in amounts if one is not None), NOTHING)


def _programmes(found: Sequence[Standing], lang: Lang) -> str:
    """Return a sentence: how many programmes have a gap, and which programme has the largest gap.

    It is empty if the accounts are of a single programme, or if no programme has a gap.
    """
    owed: dict[str, Decimal] = defaultdict(Decimal)
    for one in found:
        owed[one.place.programme] += _short_of(one)
    late = [code for code, gap in owed.items() if gap]
    if len(owed) < 2 or not late:
        return ""
    most = max(late, key=lambda code: owed[code])
    name = session.names("programme", lang).get(most, most)
    key = "deadline_one" if len(late) == 1 else "deadline_most"
    return t(f"glance.{key}", lang, n=len(late), of=len(owed), programme=name)


def _covered(found: Sequence[Standing], lang: Lang) -> Bullet:
    """Return a bar with the share of all accounts' targets that is covered.

    What one account has beyond its target does not count towards the target of another.
    """
    target = _sum(one.position.target_eur for one in found)
    covered = target - _sum(one.position.gap_eur for one in found)
    share = float(covered / target) if target else 1.0
    written = words.short(share, Unit.SHARE, lang)
    return Bullet(t("glance.deadline_covered", lang), share, written)
