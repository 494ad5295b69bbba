"""The data contract of targets: one row per indicator of an axis, sex and category of region.

Milestones and targets are those of the programme; `achieved` is the value that the authority has
reported, empty where it is to be computed from the participations.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes
from cruscotto.model.fields import Contract, Field, Kind

FIRST_YEAR, LAST_YEAR = 2007, 2040
LARGEST = 10**13


def _field(name: str, kind: Kind, it: str, en: str, example: str, **more: object) -> Field:
    described = {"name": name, "kind": kind, "description": Text(it=it, en=en), "example": example}
    return Field.model_validate(described | more)


def _value(name: str, it: str, en: str, example: str, **more: object) -> Field:
    wide = {"digits": 18, "decimals": 4, "low": -LARGEST, "high": LARGEST}
    return _field(name, Kind.DECIMAL, it, en, example, **wide, **more)


def _year(name: str, it: str, en: str, example: str) -> Field:
    return _field(name, Kind.INTEGER, it, en, example, low=FIRST_YEAR, high=LAST_YEAR)


CONTRACT = Contract(
    name="targets",
    title=Text(it="Target e target intermedi", en="Targets and milestones"),
    description=Text(
        it="Una riga per programma, asse, indicatore, sesso e categoria di regione.",
        en="One row per programme, axis, indicator, sex and category of region.",
    ),
    publisher="Autorità di gestione (programmi approvati)",
    licence="Dati pubblici dei programmi",
    rhythm=Text(it="a ogni modifica del programma", en="with each change of the programme"),
    fields=(
        _field(
            "programme",
            Kind.TEXT,
            "Codice CCI del programma",
            "CCI code of the programme",
            "2021IT05SFPR014",
            is_required=True,
        ),
        _field(
            "priority_axis",
            Kind.TEXT,
            "Asse o priorità; vuoto: tutto il programma",
            "Priority axis; empty: the whole programme",
            "ESO4.1",
        ),
        _field(
            "indicator",
            Kind.TEXT,
            "Codice dell'indicatore: CO, CR, EECO, EECR o del programma",
            "Code of the indicator: CO, CR, EECO, EECR or the programme's own",
            "EECO02",
            is_required=True,
        ),
        _field(
            "sex",
            Kind.CODE,
            "Sesso; vuoto o T: tutti",
            "Sex; empty or T: everybody",
            "T",
            codes=codes.SEXES_AND_TOTAL,
            is_strict=True,
        ),
        _field(
            "category_of_region",
            Kind.CODE,
            "Categoria di regione; vuoto: tutte",
            "Category of region; empty: all",
            "less_developed",
            codes=codes.REGION_CATEGORIES,
            is_strict=True,
        ),
        _value("baseline", "Valore di partenza", "Baseline", "0"),
        _year("milestone_year", "Anno del target intermedio", "Year of the milestone", "2024"),
        _value("milestone", "Target intermedio", "Milestone", "4500"),
        _year("target_year", "Anno del target finale", "Year of the target", "2029"),
        _value("target", "Target finale", "Target", "21000"),
        _value(
            "achieved",
            "Valore raggiunto dichiarato; vuoto: si calcola dalle partecipazioni",
            "Value reported; empty: computed from the participations",
            "5120",
            is_strict=True,
        ),
        _field(
            "edition",
            Kind.DATE,
            "Data a cui il valore raggiunto si riferisce",
            "Day the reported value refers to",
            "2026-08-31",
        ),
        _field(
            "is_synthetic",
            Kind.FLAG,
            "Vero se la riga è dimostrativa",
            "True if the row is a demonstration",
            "false",
            in_template=False,
        ),
    ),
    key=("programme", "priority_axis", "indicator", "sex", "category_of_region", "edition"),
    subject="programme",
)
