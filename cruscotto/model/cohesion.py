"""The layouts of the European Commission's Cohesion Open Data, with the publisher's own columns.

One file holds every Member State and fund; `sql/imports/cohesion_*_judged.sql` keeps the ESF, the
YEI, the ESF+ and the JTF of Italy. Amounts and values are cumulative: a later row replaces an
earlier one, and years are never added up.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes
from cruscotto.model.fields import Contract, Field, Kind

PUBLISHER = "European Commission, Cohesion Open Data"
LICENCE = "CC BY 4.0"
PAGE = "https://cohesiondata.ec.europa.eu/"
FIRST_YEAR, LAST_YEAR = 2007, 2040
LARGEST = 10**15

CATEGORIES = (
    *codes.REGION_CATEGORIES,
    codes.code("react_eu", "REACT-EU", "REACT-EU", "REACT-EU"),
    codes.code("none", "nessuna (IOG, FTG)", "none (YEI, JTF)", "VOID", "N/A"),
)


def field(name: str, kind: Kind, it: str, en: str, example: str, **more: object) -> Field:
    """Return the field of one column, described in Italian and in English."""
    described = {"name": name, "kind": kind, "description": Text(it=it, en=en), "example": example}
    return Field.model_validate(described | more)


def text(name: str, it: str, en: str, example: str, **more: object) -> Field:
    """Return the field of a column of text, which is required unless declared otherwise."""
    return field(name, Kind.TEXT, it, en, example, **({"is_required": True} | more))


def amount(name: str, it: str, en: str, example: str, **more: object) -> Field:
    """Return the field of a column of amounts or values with a decimal point."""
    limits = {"digits": 18, "low": -LARGEST, "high": LARGEST, "has_point": True}
    return field(name, Kind.DECIMAL, it, en, example, **({"is_required": True} | limits | more))


def _year(it: str, en: str) -> Field:
    limits = {"is_required": True, "low": FIRST_YEAR, "high": LAST_YEAR}
    return field("year", Kind.INTEGER, it, en, "2021", **limits)


STATE = text("ms", "Stato membro", "Member State", "IT")
PROGRAMME = text("cci", "Codice CCI del programma", "CCI code of the programme", "2014IT05SFOP014")
FUND = text("fund", "Fondo: ESF, YEI, ESF+, JTF", "Fund: ESF, YEI, ESF+, JTF", "ESF")
VERSION = text("ver", "Versione del programma", "Version", "6.1", is_required=False)
TITLE = text(
    "title", "Titolo del programma", "Title of the programme", "Sicilia - ESF", is_required=False
)
AXIS = text("priority", "Asse prioritario", "Priority axis", "1")
OBJECTIVE = text("to", "Obiettivo tematico", "Thematic objective", "08")
CATEGORY = field(
    "category_of_region",
    Kind.CODE,
    "Categoria di regione; vuota o VOID per l'IOG",
    "Category of region; empty or VOID for the YEI",
    "Less developed",
    codes=CATEGORIES,
    is_strict=True,
)
PLANNED = (
    amount("eu_amount", "Quota UE del piano, euro", "EU share of the plan, euro", "123456789"),
    amount(
        "national_amount",
        "Cofinanziamento nazionale del piano, euro",
        "National co-financing of the plan, euro",
        "123456789",
        is_required=False,
    ),
    amount("total_amount", "Piano, UE più nazionale, euro", "Plan, EU plus national", "246913578"),
)

IMPLEMENTATION = Contract(
    name="cohesion_implementation",
    title=Text(
        it="Attuazione finanziaria 2014-2020 (Cohesion Open Data 99js-gm52)",
        en="Financial implementation 2014-2020 (Cohesion Open Data 99js-gm52)",
    ),
    description=Text(
        it="Programmato, selezionato e dichiarato per programma, fondo, asse, obiettivo e "
        "categoria di regione a ogni data di riferimento; importi cumulati.",
        en="Planned, selected and declared by programme, fund, axis, objective and category of "
        "region at each reference date; amounts are cumulative.",
    ),
    publisher=PUBLISHER,
    licence=LICENCE,
    rhythm=Text(it="tre volte l'anno", en="three times a year"),
    fields=(
        STATE,
        PROGRAMME,
        TITLE,
        VERSION,
        FUND,
        AXIS,
        OBJECTIVE,
        CATEGORY,
        *PLANNED,
        _year("Anno della relazione", "Year of the report"),
        amount(
            "total_eligible_cost",
            "Costo totale ammissibile delle operazioni selezionate, euro",
            "Total eligible cost of selected operations, euro",
            "98765432.10",
        ),
        amount(
            "total_eligible_expenditure",
            "Spesa totale ammissibile dichiarata dai beneficiari, euro",
            "Total eligible expenditure declared by beneficiaries, euro",
            "87654321.09",
        ),
        field(
            "reference_date",
            Kind.DATE,
            "Giorno a cui gli importi si riferiscono; vuoto prima dell'adozione",
            "Day the amounts refer to; empty before adoption",
            "2021-12-31",
            is_required=True,
            is_midnight=True,
        ),
    ),
    ignored=(
        "ms_name",
        "to_short",
        "to_long",
        "eafrd_measure",
        "measure_short_description",
        "eafrd_fa",
        "focus_area_short_description",
        "eu_co_financing",
        "ir_last_version",
    ),
    key=("ms", "cci", "fund", "priority", "to", "category_of_region", "year", "reference_date"),
    subject="cci",
)

PLANS = Contract(
    name="cohesion_plans",
    title=Text(
        it="Piani finanziari 2014-2020 (Cohesion Open Data e4v6-qrrq)",
        en="Financial plans 2014-2020 (Cohesion Open Data e4v6-qrrq)",
    ),
    description=Text(
        it="Il piano di ogni programma il giorno in cui il file è stato scaricato (--edition).",
        en="Each programme's plan on the day the file was downloaded (--edition).",
    ),
    publisher=PUBLISHER,
    licence=LICENCE,
    rhythm=Text(it="a ogni modifica dei programmi", en="with each change of a programme"),
    fields=(STATE, PROGRAMME, VERSION, TITLE, FUND, AXIS, OBJECTIVE, CATEGORY, *PLANNED),
    ignored=(
        "ms_name",
        "to_short",
        "to_long",
        "eafrd_measure_code",
        "measure_short_description",
        "eafrd_fa",
        "focus_area_short_description",
        "eu_co_financing",
    ),
    key=("ms", "cci", "fund", "priority", "to", "category_of_region"),
    subject="cci",
)

ACHIEVEMENTS = Contract(
    name="cohesion_achievements",
    title=Text(
        it="Indicatori comuni 2014-2020 (Cohesion Open Data 2q3n-nr7n)",
        en="Common indicators 2014-2020 (Cohesion Open Data 2q3n-nr7n)",
    ),
    description=Text(
        it="Valori cumulati e target 2023 degli indicatori comuni di FSE e IOG per programma, "
        "asse, priorità d'investimento e categoria di regione.",
        en="Cumulative values and 2023 targets of the common indicators of ESF and YEI by "
        "programme, axis, investment priority and category of region.",
    ),
    publisher=PUBLISHER,
    licence=LICENCE,
    rhythm=Text(it="annuale", en="yearly"),
    fields=(
        STATE,
        PROGRAMME,
        FUND,
        text(
            "indicator_type_code",
            "Famiglia: OESF, RESF, OYEI, RYEI",
            "Family: OESF, RESF, OYEI, RYEI",
            "OESF",
        ),
        text("ind_code", "Codice dell'indicatore", "Code of the indicator", "CO01"),
        OBJECTIVE,
        text("priority_code", "Asse prioritario", "Priority axis", "1"),
        text("investment_priority", "Priorità d'investimento", "Investment priority", "8i"),
        CATEGORY,
        text("measurement_unit", "Unità di misura", "Unit of measure", "Number", is_required=False),
        amount(
            "target_value",
            "Target al 2023; vuoto: nessun target",
            "Target for 2023; empty: no target",
            "12000",
            is_required=False,
            decimals=4,
        ),
        _year("Anno del valore", "Year of the value"),
        text("ir_ver", "Relazione annuale", "Annual report", "2020", is_required=False),
        amount(
            "implemented_value",
            "Valore cumulato; vuoto: non riportato",
            "Cumulative value; empty: not reported",
            "8765",
            is_required=False,
            decimals=4,
        ),
    ),
    ignored=(
        "ms_name",
        "ver",
        "title",
        "ind_group_code",
        "indicator_short_name",
        "indicator_long_name",
        "to_short",
        "measure_code",
        "focus_area_code",
        "nominator",
        "is_division",
        "implemented_nominator",
        "visualise_by_to",
        "visualise_by_ms",
        "denominator",
        "implemented_denominator",
        "forecast_value",
        "forecast_nominator",
        "ind_group_name",
    ),
    key=(
        "ms",
        "cci",
        "fund",
        "indicator_type_code",
        "ind_code",
        "to",
        "priority_code",
        "investment_priority",
        "category_of_region",
        "year",
    ),
    subject="cci",
)

CONTRACTS = (IMPLEMENTATION, PLANS, ACHIEVEMENTS)
