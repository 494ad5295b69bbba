"""Rules on money: accounts at risk of decommitment, slow programmes, axes without commitments."""

from functools import partial

from cruscotto.alerts import lagging
from cruscotto.alerts.alert import Alert, Rule
from cruscotto.alerts.lagging import Lagging
from cruscotto.alerts.scope import is_about
from cruscotto.config import settings
from cruscotto.facts import Edition, figures, programmes
from cruscotto.finance.outlook import Standing
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry.money import COMMITMENT_RATE, PAYMENT_RATE


def money_at_risk(edition: Edition, selection: Selection) -> list[Alert]:
    """Return an alert for each account that may miss its next target.

    An account is a programme, a fund and a category of region.
    """
    found = [one for one in programmes.coming(edition, selection) if is_at_risk(one)]
    return [_loss(one) for one in found]


def is_at_risk(standing: Standing) -> bool:
    """Return whether an account may miss its target by enough for an alert.

    The forecast of the missing amount supposes that claims go on at the present pace. The upper end
    of its 80 % band is compared with the threshold. The forecast's median would give too few
    alerts, since most accounts reach their targets only in December.
    """
    band = standing.missing_band_eur
    return band is not None and band[1] > 0 and band[1] >= settings().alert_missing_eur


def _loss(standing: Standing) -> Alert:
    place, position = standing.place, standing.position
    low, high = standing.missing_band_eur or (None, None)
    return Alert(
        Rule.MONEY_AT_RISK,
        float(high or 0),
        about={
            "programme": place.programme,
            "fund": place.fund,
            "category_of_region": place.category,
        },
        figures={
            "due": position.day,
            "missing_eur": standing.missing_eur,
            "missing_low_eur": low,
            "missing_high_eur": high,
            "threshold_eur": settings().alert_missing_eur,
            "gap_eur": position.gap_eur,
            "at": standing.at,
        },
        filters={"programme": place.programme},
        standing=standing,
    )


def slow_programmes(edition: Edition, selection: Selection) -> list[Alert]:
    """Return alerts on programmes whose payment rate is far below the median of all programmes."""
    if not is_about(PAYMENT_RATE, selection):
        return []
    found = lagging.slow_programmes(partial(figures.measure, edition), selection)
    return [
        Alert(
            Rule.SLOW_PROGRAMMES,
            found.gap(row),
            about={"programme": row.codes[0]},
            figures={"rate": row.value, "median": found.reference, "programmes": found.of},
            filters={"programme": row.codes[0]},
            result=found.result,
        )
        for row in found.rows
    ]


def uncommitted_axes(edition: Edition, selection: Selection) -> list[Alert]:
    """Return alerts on axes with a large plan whose commitments are a small share of the plan."""
    if not is_about(COMMITMENT_RATE, selection):
        return []
    found = lagging.uncommitted_axes(partial(figures.measure, edition), selection)
    return [_uncommitted(found, place) for place in range(len(found.rows))]


def _uncommitted(found: Lagging, place: int) -> Alert:
    row = found.rows[place]
    programme, axis = row.codes
    return Alert(
        Rule.UNCOMMITTED_AXES,
        float(row.denominator or 0) - float(row.numerator or 0),
        about={"programme": programme, "axis": axis},
        figures={"rate": row.value, "planned_eur": row.denominator, "threshold": found.reference},
        filters={"programme": programme},
        result=found.result,
    )
