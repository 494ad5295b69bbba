"""The layout of the Commission's 2021-2027 plans.

A plan has rows by several classifications; the rows of each classification add up to the whole
amount of the plan.
"""

from cruscotto.i18n import Text
from cruscotto.model.cohesion import (
    AXIS,
    CATEGORY,
    FUND,
    LICENCE,
    PLANNED,
    PROGRAMME,
    PUBLISHER,
    STATE,
    VERSION,
    field,
    text,
)
from cruscotto.model.fields import Contract, Kind

# What distinguishes rows of one item of a classification.
TERRITORY = (
    "sustainable_urban_development",
    "territorial_tool",
    "territory_type",
    "un_sdg_tracking",
    "jtf_themes",
)

PLANS_2127 = Contract(
    name="cohesion_plans_2127",
    title=Text(
        it="Piani finanziari 2021-2027 (Cohesion Open Data hgyj-gyin)",
        en="Financial plans 2021-2027 (Cohesion Open Data hgyj-gyin)",
    ),
    description=Text(
        it="Piani per priorità, obiettivo specifico e categoria, una riga per voce di ogni "
        "classificazione: le classificazioni sono viste diverse degli stessi euro.",
        en="Plans by priority, specific objective and category, one row per item of each "
        "classification: the classifications are different views of the same euro.",
    ),
    publisher=PUBLISHER,
    licence=LICENCE,
    rhythm=Text(it="a ogni modifica dei programmi", en="with each change of a programme"),
    fields=(
        STATE,
        PROGRAMME,
        FUND,
        VERSION.model_copy(update={"name": "version"}),
        field(
            "last_adoption_date_ecms",
            Kind.DATE,
            "Giorno dell'ultima decisione",
            "Day of the last decision",
            "2022-08-30",
            is_required=True,
            is_midnight=True,
        ),
        AXIS.model_copy(update={"name": "priority_code"}),
        text(
            "specific_objective_code",
            "Obiettivo specifico; vuoto per l'assistenza tecnica",
            "Specific objective; empty for technical assistance",
            "ESO4.1",
            is_required=False,
        ),
        text("dimension_type", "Classificazione", "Classification", "Intervention Field"),
        text("category_code", "Voce della classificazione", "Item", "134"),
        CATEGORY,
        *(part for part in PLANNED if part.name != "national_amount"),
        *(
            text(
                name,
                "Classificazione territoriale o tematica",
                "Territorial or thematic tag",
                "N/A",
                is_required=False,
            )
            for name in TERRITORY
        ),
    ),
    ignored=(
        "ms_name_en",
        "programme_title_short",
        "status",
        "priority_name",
        "policy_objective_short_name",
        "policy_objective_code",
        "policy_objective_name",
        "specific_objective_short_name",
        "specific_objective_name",
        "category_title_short",
        "category_name",
        "cofinancing_rate",
        "climate_weighting",
        "eu_climate_amount",
        "total_climate_amount",
        "environmental_weighting",
        "eu_environmental_amount",
        "total_environmental_amount",
        "biodiversity_weighting",
        "eu_biodiversity_amount",
        "total_biodiversity_amount",
        "gender_weighting",
        "eu_gender_amount",
        "total_gender_amount",
        "clean_air_weighting",
        "eu_clean_air_amount",
        "total_clean_air_amount",
        "digital_weighting",
        "eu_amount_digital",
        "total_amount_digital",
        "priority_type_code",
        "priority_type_description",
    ),
    key=(
        "ms",
        "cci",
        "fund",
        "priority_code",
        "specific_objective_code",
        "dimension_type",
        "category_code",
        "category_of_region",
        *TERRITORY,
    ),
    subject="cci",
)
