"""The share of money paid in the newest period, and in earlier periods for comparison."""

from datetime import date

from cruscotto.i18n import Lang, format_date, t
from cruscotto.kpi.query.result import KpiResult
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.model import Kpi, Unit
from cruscotto.kpi.registry.money import (
    COMMITMENT_RATE,
    COMMITMENTS_EUR,
    PAYMENT_RATE,
    PAYMENTS_ON_COMMITMENTS,
)
from cruscotto.kpi.registry.reported import REPORTED_DECLARATION_RATE, REPORTED_SELECTION_RATE
from cruscotto.ui.exhibit import stages
from cruscotto.ui.overview.answer import Answer, Bullet
from cruscotto.ui.state import session
from cruscotto.ui.text import words

PAGE = "authorities"
# What stands beside a rate on the same base.
BESIDE: dict[Kpi, Kpi] = {
    PAYMENT_RATE: COMMITMENT_RATE,
    REPORTED_DECLARATION_RATE: REPORTED_SELECTION_RATE,
}


def rate_of(selection: Selection) -> Kpi:
    """Return the indicator of progress: payments over the plan or over commitments.

    If no operations are loaded, it is the expenditure declared in reports over the plan.
    """
    if not session.has_operations():
        return REPORTED_DECLARATION_RATE
    return stages.rate_for(selection)


def answer(now: Selection, before: Selection | None, lang: Lang) -> Answer:
    """Return the answer on the share of money paid or, if no operations are loaded, declared.

    Args:
        now: the selection, in its newest period.
        before: the same selection in earlier periods; `None` if there are none.
        lang: the reader's language.
    """
    kpi = rate_of(now)
    result = session.measure(kpi, (), now)
    period = ", ".join(now.codes("period"))
    if result.value() is None:
        return Answer("progress", "", t("glance.progress_unknown", lang, period=period), "", PAGE)
    row = result.rows[0]
    return Answer(
        "progress",
        words.figure(row.value, kpi, lang),
        t(
            f"glance.progress_{kpi.name}",
            lang,
            part=words.short(row.numerator, Unit.EUR, lang),
            base=words.short(row.denominator, Unit.EUR, lang),
        ),
        t("glance.base_period", lang, period=period, day=_day(result, lang)),
        PAGE,
        {"period": ",".join(now.codes("period"))},
        (*_bullets(kpi, now, lang), *(_earlier(before, lang) if before else ())),
    )


def _day(result: KpiResult, lang: Lang) -> str:
    return format_date(date.fromisoformat(result.editions[0]), lang)


def _bullets(kpi: Kpi, selection: Selection, lang: Lang) -> list[Bullet]:
    shown = [BESIDE[kpi], kpi] if kpi in BESIDE else [kpi]
    found = [(one, session.measure(one, (), selection).value()) for one in shown]
    bullets = [_bullet(one, float(value), lang) for one, value in found if value is not None]
    if kpi is PAYMENTS_ON_COMMITMENTS:
        committed = session.measure(COMMITMENTS_EUR, (), selection).value()
        written = words.short(committed, Unit.EUR, lang)
        bullets.insert(0, Bullet(t("glance.bullet_commitments", lang), 1.0, written))
    return bullets


def _bullet(kpi: Kpi, share: float, lang: Lang) -> Bullet:
    return Bullet(t(f"glance.bullet_{kpi.name}", lang), share, words.figure(share, kpi, lang))


def _earlier(before: Selection, lang: Lang) -> list[Bullet]:
    """Return a bar for each earlier period's rate; its label names the rate's denominator."""
    found = []
    for period in before.codes("period"):
        within = before.with_(period=period)
        kpi = rate_of(within)
        value = session.measure(kpi, (), within).value()
        if value is not None:
            label = t(f"glance.earlier_{kpi.name}", lang, period=period)
            written = words.figure(value, kpi, lang)
            found.append(Bullet(label, float(value), written, is_quiet=True))
    return found
