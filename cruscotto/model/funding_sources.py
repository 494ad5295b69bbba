"""The data contract of who pays for an operation: one row per operation and holder of the money.

The parts should add up to the operation's total, public and private. Where they do not, the
difference is kept apart and shown. A later list of an operation's parts replaces the earlier one.
"""

from cruscotto.i18n import Text
from cruscotto.model import need_codes
from cruscotto.model.fields import Contract, Field, Kind

MOST_EUR = 10**11

CONTRACT = Contract(
    name="funding_sources",
    title=Text(it="Risorse integrate per titolare", en="Pooled resources by holder"),
    description=Text(
        it="Una riga per operazione e titolare delle risorse; la somma è il costo dell'operazione, "
        "pubblico e privato.",
        en="One row per operation and holder of the money; they add up to the operation's cost, "
        "public and private.",
    ),
    publisher="Autorità di gestione; ministeri",
    licence="Dati pubblici dei programmi",
    rhythm=Text(it="a ogni atto di finanziamento", en="with each funding act"),
    fields=(
        Field(
            name="operation_code",
            kind=Kind.TEXT,
            is_required=True,
            example="2014IT05SFOP014-00012",
            description=Text(
                it="Codice locale del progetto, come in OpenCoesione",
                en="Local code of the operation, as in OpenCoesione",
            ),
        ),
        Field(
            name="holder",
            kind=Kind.CODE,
            is_required=True,
            example="labour_ministry",
            codes=need_codes.HOLDERS,
            description=Text(it="Titolare delle risorse", en="Holder of the money"),
        ),
        Field(
            name="amount_eur",
            kind=Kind.DECIMAL,
            is_required=True,
            example="60000,00",
            low=0,
            high=MOST_EUR,
            digits=18,
            description=Text(it="Importo, euro", en="Amount, euro"),
        ),
    ),
    key=("operation_code", "holder"),
    subject="operation_code",
)
