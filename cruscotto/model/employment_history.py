"""The data contract of work histories: one row per person and month, before and after entry.

The histories of participants and comparison persons come from the register of employment contracts.
The months before entry show whether the two groups were alike, and give outcomes that training
cannot have changed. A month without a row was not looked up in the register; a month without work
has a row that states this.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes
from cruscotto.model.fields import Contract, Field, Kind
from cruscotto.model.participations import CONTRACT as PARTICIPATIONS

CONTRACT = Contract(
    name="employment_history",
    title=Text(it="Storie di lavoro", en="Work histories"),
    description=Text(
        it="Una riga per persona e mese consultato, anche senza lavoro.",
        en="One row per person and month looked up, also without work.",
    ),
    publisher="Autorità di gestione (comunicazioni obbligatorie)",
    licence="Dati personali pseudonimizzati: nessuna ripubblicazione",
    rhythm=Text(it="a ogni valutazione", en="with each evaluation"),
    fields=(
        PARTICIPATIONS.field("person_id"),
        Field(
            name="month",
            kind=Kind.DATE,
            is_required=True,
            is_month=True,
            example="2023-11-01",
            description=Text(
                it="Mese: un suo giorno, di solito il primo",
                en="Month: one of its days, usually the first",
            ),
        ),
        Field(
            name="employed",
            kind=Kind.FLAG,
            is_required=True,
            example="true",
            description=Text(
                it="Ha lavorato almeno un giorno del mese",
                en="Worked at least one day of the month",
            ),
        ),
        Field(
            name="contract",
            kind=Kind.CODE,
            example="fixed_term",
            codes=codes.CONTRACT_TYPES,
            description=Text(it="Contratto principale del mese", en="Main contract of the month"),
        ),
        Field(
            name="earnings",
            kind=Kind.DECIMAL,
            example="1250",
            low=0,
            high=999_999,
            description=Text(
                it="Retribuzione lorda del mese, euro", en="Gross earnings of the month, euro"
            ),
        ),
        Field(
            name="is_synthetic",
            kind=Kind.FLAG,
            example="false",
            in_template=False,
            description=Text(it="Dati di dimostrazione", en="Demonstration data"),
        ),
    ),
    key=("person_id", "month"),
    subject="month",
)
