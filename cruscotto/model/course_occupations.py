"""The data contract of the occupations, or at least the sector, that each course prepares for.

A job is coherent with the course when its CP2021 code and a code of the course agree in all digits
of the shorter code. An operation may have several rows.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes
from cruscotto.model.fields import Contract, Field, Kind

CONTRACT = Contract(
    name="course_occupations",
    title=Text(it="Professioni a cui preparano i corsi", en="Occupations that courses prepare for"),
    description=Text(
        it="Una riga per operazione e professione; dove la professione manca, il settore.",
        en="One row per operation and occupation; where there is none, the sector.",
    ),
    publisher="Autorità di gestione (sistemi di monitoraggio)",
    licence="Dati pubblici dei programmi",
    rhythm=Text(it="a ogni nuovo avviso", en="with each new call"),
    fields=(
        Field(
            name="operation_code",
            kind=Kind.TEXT,
            is_required=True,
            example="2014IT05SFOP015-00012",
            description=Text(
                it="Codice locale del progetto, come in OpenCoesione",
                en="Local code of the operation, as in OpenCoesione",
            ),
        ),
        Field(
            name="occupation_code",
            kind=Kind.TEXT,
            example="5221",
            pattern=codes.OCCUPATION_PATTERN,
            dropped=".",
            description=Text(
                it="Professione (CP2021, da una a cinque cifre)",
                en="Occupation (CP2021, one to five digits)",
            ),
        ),
        Field(
            name="sector_sep",
            kind=Kind.INTEGER,
            example="23",
            low=1,
            high=24,
            codes=codes.SECTORS,
            description=Text(
                it="Settore economico-professionale dell'Atlante del lavoro (1-24)",
                en="Sector of the Atlante del lavoro (1-24)",
            ),
        ),
        Field(
            name="places",
            kind=Kind.INTEGER,
            example="20",
            low=0,
            high=1_000_000,
            description=Text(
                it="Posti finanziati del corso per questa professione; la somma sulle righe "
                "dell'operazione è la sua capienza. Vuoto: non dichiarati",
                en="Financed places of the course for this occupation; their sum over an "
                "operation's rows is its capacity. Empty: not declared",
            ),
        ),
    ),
    key=("operation_code", "occupation_code", "sector_sep"),
    subject="operation_code",
)
