"""Indicators of pay before and after participation; their rules are in `sql/marts/earnings.sql`."""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.declaring import ratio
from cruscotto.kpi.registry.model import Basis, Direction, Kpi, Method, Unit
from cruscotto.kpi.registry.people import EXIT

EARNINGS_DIMENSIONS = (
    "period",
    "fund",
    "region",
    "province",
    "macro_area",
    "category_of_region",
    "managing_authority",
    "programme",
    "axis",
    "theme",
    "year",
    "sex",
    "age_band",
    "education",
    "entry_status",
    "provider",
    "course",
)
MEDIAN = Text(it="Mediana", en="Median")
LOWER = Text(it="Primo quartile", en="Lower quartile")
UPPER = Text(it="Terzo quartile", en="Upper quartile")


def _pay(name: str, when: str, words: Text, which: Text = MEDIAN, quantile: float = 0.5) -> Kpi:
    waiting = "waiting_before" if when.startswith("before") else f"waiting_{when}"
    return ratio(
        "earnings",
        name,
        Text(
            it=f"{which.it} della retribuzione mensile lorda, {words.it}",
            en=f"{which.en} of gross monthly pay, {words.en}",
        ),
        Text(
            it=f"{which.it} della retribuzione lorda del mese, {words.it}, di chi ha lasciato il "
            "percorso, in quel mese lavorava e ha una retribuzione nota. Chi non lavorava non "
            "conta per zero. Per i dati protetti è letta da classi di 50 euro perturbate e scritta "
            "alla decina.",
            en=f"{which.en} of the gross pay of the month, {words.en}, of leavers who worked in "
            "that month and whose pay is known. One who did not work does not count as zero. For "
            "protected figures it is read from perturbed classes of 50 euro and written to ten.",
        ),
        (
            (f"earnings_{when}_eur", Text(it=f"{which.it}, euro", en=f"{which.en}, euro")),
            (
                f"known_earnings_{when}",
                Text(it="Persone con retribuzione nota", en="Persons whose pay is known"),
            ),
        ),
        method=Method.QUANTILE,
        unit=Unit.EUR,
        basis=Basis.GROSS_PAY,
        direction=Direction.CONTEXT,
        year_column=EXIT,
        counted=f"known_earnings_{when}",
        at_risk=waiting,
        quantile=quantile,
    )


_BEFORE_12 = Text(it="12 mesi prima dell'ingresso", en="12 months before entry")
_BEFORE_6 = Text(it="6 mesi prima dell'ingresso", en="6 months before entry")
_AFTER_6 = Text(it="6 mesi dopo l'uscita", en="6 months after exit")
_AFTER_12 = Text(it="12 mesi dopo l'uscita", en="12 months after exit")

MEDIAN_EARNINGS_CHANGE_EUR = ratio(
    "earnings",
    "median_earnings_change_eur",
    Text(
        it="Mediana della variazione di retribuzione, da 12 mesi prima a 12 dopo",
        en="Median change of pay, from 12 months before to 12 after",
    ),
    Text(
        it="Mediana, fra chi ha lasciato il percorso, della retribuzione lorda del mese 12 mesi "
        "dopo l'uscita meno quella 12 mesi prima dell'ingresso, di chi in entrambi i mesi lavorava "
        "e ha una retribuzione nota. Chi non lavorava prima o dopo non conta. Per i dati protetti "
        "è letta da classi di 50 euro perturbate e scritta alla decina.",
        en="Median, among leavers, of the gross pay of the month 12 months after exit less that 12 "
        "months before entry, of those who worked in both months and whose pay is known. Who did "
        "not work before or after does not count. For protected figures it is read from perturbed "
        "classes of 50 euro and written to ten.",
    ),
    (
        ("earnings_change_eur", Text(it="Mediana, euro", en="Median, euro")),
        (
            "known_earnings_change",
            Text(it="Persone con entrambe le retribuzioni", en="Persons whose pay is known twice"),
        ),
    ),
    method=Method.QUANTILE,
    unit=Unit.EUR,
    basis=Basis.GROSS_PAY,
    direction=Direction.CONTEXT,
    year_column=EXIT,
    counted="known_earnings_change",
    at_risk="waiting_12m",
    quantile=0.5,
    lowest=-10_000,
)
MEDIAN_EARNINGS_12M_EUR = _pay("median_earnings_12m_eur", "12m", _AFTER_12)
EARNINGS_KPIS = (
    _pay("median_earnings_before_12m_eur", "before_12m", _BEFORE_12),
    _pay("median_earnings_before_6m_eur", "before_6m", _BEFORE_6),
    _pay("median_earnings_6m_eur", "6m", _AFTER_6),
    MEDIAN_EARNINGS_12M_EUR,
    _pay("lower_quartile_earnings_12m_eur", "12m", _AFTER_12, LOWER, 0.25),
    MEDIAN_EARNINGS_CHANGE_EUR,
    _pay("upper_quartile_earnings_12m_eur", "12m", _AFTER_12, UPPER, 0.75),
)
