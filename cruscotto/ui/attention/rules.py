"""The rules of what needs attention: small, named, each with its size, its reason, where to look.

Their thresholds are settings (`CRUSCOTTO_ALERT_…`): choices of the analysts, not of the law.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cruscotto.config import settings
from cruscotto.finance.outlook import Standing
from cruscotto.i18n import Lang, format_number, t
from cruscotto.kpi.analysis import attention
from cruscotto.kpi.query.result import KpiRow
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.registry import KPIS
from cruscotto.kpi.registry.money import COMMITMENT_RATE, PAYMENT_RATE
from cruscotto.kpi.wording.phrases import axis_label
from cruscotto.ui.programme import chosen, deadlines, deliveries, targets
from cruscotto.ui.state import session
from cruscotto.ui.state.places import short_names
from cruscotto.ui.text import words

# The kinds of size, in the order of the list: money, then people, then records.
EURO, PERSONS, RECORDS = "euro", "persons", "records"
KINDS = (EURO, PERSONS, RECORDS)
# The rate of people whose places are looked at beyond chance.
FUNNEL_RATE = "placement_rate_6m"


@dataclass(frozen=True)
class Alert:
    """One thing to look at: how large it is, what and why, and the page that shows it."""

    kind: str
    weight: float
    title: str
    reason: str
    page: str
    label: str
    changes: tuple[tuple[str, str], ...] = ()

    def size(self, lang: Lang) -> str:
        """Write how large it is."""
        if self.kind == EURO:
            return words.short(self.weight, "eur", lang)
        return t(f"attention.size_{self.kind}", lang, n=format_number(round(self.weight), lang))


@dataclass(frozen=True)
class Rule:
    """A named rule: what it finds in a selection, largest first."""

    name: str
    kind: str
    find: Callable[[Selection, Lang], list[Alert]]


def money_at_risk(selection: Selection, lang: Lang) -> list[Alert]:
    """Find accounts likely to lose money at the coming 31 December."""
    found = deadlines.coming(chosen.codes(selection))
    return [_loss(s, lang) for s in found if is_at_risk(s)]


def is_at_risk(standing: Standing) -> bool:
    """Say whether the chance of a loss is above the threshold, and the loss is something."""
    return (standing.probability or 0) >= settings().alert_probability and bool(
        standing.expected_loss_eur
    )


def _loss(standing: Standing, lang: Lang) -> Alert:
    position = standing.position
    return Alert(
        EURO,
        float(standing.expected_loss_eur or 0),
        _programme(standing.place.programme, lang),
        t(
            "attention.money_at_risk",
            lang,
            year=position.year,
            probability=words.short(standing.probability, "share", lang),
            gap=words.spoken(position.gap_eur, "eur", lang),
        ),
        "authorities",
        t("attention.see_programme", lang),
        (("programme", standing.place.programme),),
    )


def missed_targets(selection: Selection, lang: Lang) -> list[Alert]:
    """Find targets that are missed, or that the pace so far will not reach."""
    found = []
    for row in targets.rows_of(chosen.codes(selection)):
        state = targets.status(row)
        if state not in targets.LATE:
            continue
        missing = float((row["target"] or 0) - (row["achieved"] or 0))
        found.append(
            Alert(
                PERSONS,
                missing,
                t(
                    "attention.target",
                    lang,
                    programme=_programme(row["programme_code"], lang),
                    indicator=row["indicator_code"],
                    axis=row["axis_code"],
                ),
                t(
                    f"attention.target_{state}",
                    lang,
                    year=row["target_year"],
                    achieved=format_number(row["achieved"] or 0, lang),
                    target=format_number(row["target"], lang),
                ),
                "authorities",
                t("attention.see_programme", lang),
                (("programme", row["programme_code"]),),
            )
        )
    return found


def slow_programmes(selection: Selection, lang: Lang) -> list[Alert]:
    """Find programmes whose payment rate is far below the median of all."""
    behind = attention.slow_programmes(session.measure, selection)
    return [
        Alert(
            EURO,
            behind.gap(row),
            _programme(row.codes[0], lang),
            t(
                "attention.slow_programme",
                lang,
                rate=words.figure(row.value, PAYMENT_RATE, lang),
                median=words.figure(behind.reference, PAYMENT_RATE, lang),
                n=behind.of,
            ),
            "authorities",
            t("attention.see_programme", lang),
            (("programme", row.codes[0]),),
        )
        for row in behind.rows
    ]


def uncommitted_axes(selection: Selection, lang: Lang) -> list[Alert]:
    """Find axes that have committed little of their plan."""
    behind = attention.uncommitted_axes(session.measure, selection)
    return [_axis_alert(row, behind.reference, lang) for row in behind.rows]


def _axis_alert(row: KpiRow, limit: float, lang: Lang) -> Alert:
    programme, axis = row.codes
    name = axis_label(axis, session.axis_names(programme).get(axis))
    return Alert(
        EURO,
        float(row.denominator or 0) - float(row.numerator or 0),
        t("attention.axis", lang, programme=_programme(programme, lang), axis=name),
        t(
            "attention.uncommitted_axis",
            lang,
            rate=words.figure(row.value, COMMITMENT_RATE, lang),
            plan=words.spoken(row.denominator, "eur", lang),
            threshold=words.figure(limit, COMMITMENT_RATE, lang),
        ),
        "authorities",
        t("attention.see_programme", lang),
        (("programme", programme),),
    )


def unusual_regions(selection: Selection, lang: Lang) -> list[Alert]:
    """Find regions whose outcomes are below what chance allows at 99.8 %, like with like."""
    kpi = KPIS.get(FUNNEL_RATE)
    compared = session.compare(kpi, "region", selection) if kpi else None
    if compared is None:
        return []
    return [
        Alert(
            PERSONS,
            row.expected - row.observed,
            short_names().get(row.code, row.code),
            t(
                "attention.unusual_region",
                lang,
                rate=words.figure(row.rate, compared.kpi, lang),
                common=words.figure(compared.common, compared.kpi, lang),
            ),
            "outcomes",
            t("attention.see_region", lang),
            (("region", row.code),),
        )
        for row in compared.rows
        if row.is_different and row.expected > row.observed
    ]


def broken_exchange(selection: Selection, lang: Lang) -> list[Alert]:
    """Find authorities whose newest delivery breaks error rules of the exchange."""
    chosen = selection.codes("managing_authority")
    names = session.names("managing_authority", lang)
    found = []
    for code in deliveries.newest(session.rows("exchange_deliveries")):
        records, operations = deliveries.errors_of([code])
        if records and (not chosen or code in chosen):
            found.append(
                Alert(
                    RECORDS,
                    records,
                    names.get(code, code),
                    t("attention.broken_exchange", lang, n=format_number(operations, lang)),
                    "data_quality",
                    t("attention.see_quality", lang),
                )
            )
    return found


def refused_rows(selection: Selection, lang: Lang) -> list[Alert]:
    """Find what the files themselves got wrong: rows refused, fields that cannot be read."""
    accounts = session.rows("files")
    sizes = {
        "refused": sum(account["rows_refused"] for account in accounts),
        "unreadable": sum(account["field_issues"] for account in accounts),
    }
    return [
        Alert(
            RECORDS,
            size,
            t(f"attention.{key}", lang),
            t(f"attention.{key}_why", lang),
            "data_quality",
            t("attention.see_quality", lang),
        )
        for key, size in sizes.items()
        if size
    ]


RULES: tuple[Rule, ...] = (
    Rule("money_at_risk", EURO, money_at_risk),
    Rule("slow_programmes", EURO, slow_programmes),
    Rule("uncommitted_axes", EURO, uncommitted_axes),
    Rule("missed_targets", PERSONS, missed_targets),
    Rule("unusual_regions", PERSONS, unusual_regions),
    Rule("broken_exchange", RECORDS, broken_exchange),
    Rule("refused_rows", RECORDS, refused_rows),
)


def ranked(selection: Selection, lang: Lang) -> list[Alert]:
    """Return what the rules find in one list: money first, then people, then records.

    Each rule gives its largest, so that one of them never fills the list.
    """
    most = settings().alert_per_rule
    found = [
        alert
        for rule in RULES
        for alert in sorted(rule.find(selection, lang), key=lambda a: -a.weight)[:most]
    ]
    return sorted(found, key=lambda alert: (KINDS.index(alert.kind), -alert.weight))


def _programme(code: str, lang: Lang) -> str:
    return session.names("programme", lang).get(code, code)
