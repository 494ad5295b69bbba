"""The data contract of counts of earlier editions: the totals of each year in each edition.

The counts of an edition are kept even after its records are gone. A comparison of editions shows
how late a register reports. As in the marts, counts of persons are by year of exit, and sums of
euro by year of start.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes
from cruscotto.model.certification import FIRST_YEAR, FUNDS
from cruscotto.model.fields import Code, Contract, Field, Kind

LAST_YEAR = 2040
LARGEST = 10**13
HORIZONS = ("28d", "6m", "12m")
SOURCES = ("register", "survey")
# Counts of persons, and sums of euro, that an edition leaves.
OF_PERSONS = tuple(
    f"{count}_{horizon}_{source}"
    for horizon in HORIZONS
    for source in SOURCES
    for count in ("known", "placed")
)
OF_MONEY = ("payments_eur", "commitments_eur", "certified_eur")
_COUNT_NAMES = {"known": ("esito noto", "known status"), "placed": ("al lavoro", "at work")}
_SOURCE_NAMES = {"register": ("registro", "register"), "survey": ("indagine", "survey")}
_HORIZON_NAMES = {
    "28d": ("28 giorni", "28 days"),
    "6m": ("6 mesi", "6 months"),
    "12m": ("12 mesi", "12 months"),
}


def _figures() -> tuple[Code, ...]:
    named = []
    for name in OF_PERSONS:
        count, horizon, source = name.split("_")
        words = (_COUNT_NAMES[count], _HORIZON_NAMES[horizon], _SOURCE_NAMES[source])
        named.append(codes.code(name, *(", ".join(parts) for parts in zip(*words, strict=True))))
    return (
        *named,
        codes.code("payments_eur", "pagamenti, euro", "payments, euro"),
        codes.code("commitments_eur", "impegni, euro", "commitments, euro"),
        codes.code("certified_eur", "spesa certificata, euro", "certified expenditure, euro"),
    )


CONTRACT = Contract(
    name="edition_counts",
    title=Text(it="Conteggi delle edizioni precedenti", en="Counts of earlier editions"),
    description=Text(
        it="Una riga per edizione, grandezza, programma, fondo, regione e anno: a quanto era "
        "arrivato, in quell'edizione, ciò che è uscito o partito in quell'anno.",
        en="One row per edition, figure, programme, fund, region and year: what those who left, or "
        "the operations that started, in that year had come to in that edition.",
    ),
    publisher="Autorità di gestione",
    licence="Dati pubblici dei programmi",
    rhythm=Text(it="a ogni edizione", en="with each edition"),
    fields=(
        Field(
            name="edition",
            kind=Kind.DATE,
            is_required=True,
            example="2024-08-31",
            description=Text(it="Giorno dell'edizione", en="Day of the edition"),
        ),
        Field(
            name="figure",
            kind=Kind.CODE,
            is_required=True,
            example="known_6m_register",
            codes=_figures(),
            description=Text(it="Che cosa si conta", en="What is counted"),
        ),
        Field(
            name="programme",
            kind=Kind.TEXT,
            is_required=True,
            example="2014IT05SFOP014",
            description=Text(it="Codice CCI del programma", en="CCI code of the programme"),
        ),
        Field(
            name="fund",
            kind=Kind.CODE,
            is_required=True,
            example="FSE",
            codes=(
                *FUNDS,
                codes.code("FSC", "Fondo sviluppo e coesione", "Development and cohesion fund"),
                codes.code("other", "Altro fondo", "Other fund"),
            ),
            description=Text(it="Fondo", en="Fund"),
        ),
        Field(
            name="region",
            kind=Kind.CODE,
            is_strict=True,
            example="ITG1",
            codes=codes.REGIONS,
            description=Text(
                it="Regione (NUTS 2); vuoto: non ripartito", en="Region (NUTS 2); empty: in none"
            ),
        ),
        Field(
            name="year",
            kind=Kind.INTEGER,
            is_required=True,
            example="2021",
            low=FIRST_YEAR,
            high=LAST_YEAR,
            description=Text(
                it="Anno di uscita delle persone o di avvio degli interventi",
                en="Year in which persons left, or operations started",
            ),
        ),
        Field(
            name="amount",
            kind=Kind.DECIMAL,
            is_required=True,
            example="412",
            low=-LARGEST,
            high=LARGEST,
            digits=18,
            description=Text(it="Persone, o euro", en="Persons, or euro"),
        ),
        Field(
            name="is_synthetic",
            kind=Kind.FLAG,
            example="false",
            in_template=False,
            description=Text(
                it="Vero se la riga è dimostrativa", en="True if the row is a demonstration"
            ),
        ),
    ),
    key=("edition", "figure", "programme", "fund", "region", "year"),
    subject="programme",
)
