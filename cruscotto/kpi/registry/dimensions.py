"""The dimensions that figures can be split and filtered by, with labels of codes."""

from cruscotto.i18n import Text
from cruscotto.kpi.registry.common_indicators import KNOWN_INDICATORS
from cruscotto.kpi.registry.dimension import NATIONAL, NOT_REGIONALISED, UNKNOWN, Dimension
from cruscotto.kpi.registry.need_dimensions import NEED_DIMENSIONS

__all__ = ["DIMENSIONS", "Dimension"]

PERIOD = Dimension(
    name="period",
    label=Text(it="Periodo di programmazione", en="Programming period"),
    column="period_code",
    members={
        "2000-2006": Text(it="2000-2006", en="2000-2006"),
        "2007-2013": Text(it="2007-2013", en="2007-2013"),
        "2014-2020": Text(it="2014-2020", en="2014-2020"),
        "2021-2027": Text(it="2021-2027", en="2021-2027"),
        "unknown": UNKNOWN,
    },
)
FUND = Dimension(
    name="fund",
    label=Text(it="Fondo", en="Fund"),
    column="fund_code",
    members={
        "FSE": Text(it="FSE e FSE+", en="ESF and ESF+"),
        "IOG": Text(it="Iniziativa occupazione giovani", en="Youth Employment Initiative"),
        "FSC": Text(it="Fondo sviluppo e coesione", en="Development and Cohesion Fund"),
        "FESR": Text(it="FESR", en="ERDF"),
        "other": Text(it="Altri fondi", en="Other funds"),
    },
)
REGION = Dimension(
    name="region",
    label=Text(it="Regione o provincia autonoma", en="Region or autonomous province"),
    column="region_code",
    # the region of an operation, or of a programme: a national one has none
    members={"national": NATIONAL, "not_regionalised": NOT_REGIONALISED},
    table="region",
)
PROVINCE = Dimension(
    name="province",
    label=Text(it="Provincia", en="Province"),
    column="province_code",
    members={"unknown": Text(it="Non indicata, o più d'una", en="Not stated, or several")},
    table="province",
)
PROVIDER = Dimension(
    name="provider",
    label=Text(it="Ente attuatore", en="Provider"),
    column="provider_code",
    members={
        "natural_person": Text(it="Persone fisiche (nomi oscurati)", en="Natural persons (masked)"),
        "unknown": Text(it="Non indicato, o più d'uno", en="Not stated, or several"),
    },
    table="provider",
)
COURSE = Dimension(
    name="course",
    label=Text(it="Corso", en="Course"),
    column="course_code",
    members={"unknown": Text(it="Non indicato", en="Not stated")},
    table="course",
)
MACRO_AREA = Dimension(
    name="macro_area",
    label=Text(it="Ripartizione", en="Macro-area"),
    column="macro_area_code",
    members={
        "centre_north": Text(it="Centro-Nord", en="Centre-North"),
        "south": Text(it="Mezzogiorno", en="South (Mezzogiorno)"),
        "national": NATIONAL,
        "not_regionalised": NOT_REGIONALISED,
    },
)
MANAGING_AUTHORITY = Dimension(
    name="managing_authority",
    label=Text(it="Autorità di gestione", en="Managing authority"),
    column="managing_authority_code",
    members={"unknown": UNKNOWN},
    table="managing_authority",
)
PROGRAMME = Dimension(
    name="programme",
    label=Text(it="Programma", en="Programme"),
    column="programme_code",
    members={"unknown": UNKNOWN},
    table="programme",
)
AXIS = Dimension(
    name="axis",
    label=Text(it="Asse prioritario", en="Priority axis"),
    column="axis_code",
    members={"unknown": UNKNOWN, "all": Text(it="Tutto il programma", en="Whole programme")},
)
THEME = Dimension(
    name="theme",
    label=Text(it="Obiettivo", en="Objective"),
    column="theme_code",
    members={
        "08": Text(it="Occupazione (OT 8)", en="Employment (TO 8)"),
        "09": Text(it="Inclusione sociale (OT 9)", en="Social inclusion (TO 9)"),
        "10": Text(it="Istruzione e formazione (OT 10)", en="Education and training (TO 10)"),
        "11": Text(it="Capacità amministrativa (OT 11)", en="Administrative capacity (TO 11)"),
        "13": Text(
            it="Ripresa dalla crisi, REACT-EU (OT 13)", en="Crisis repair, REACT-EU (TO 13)"
        ),
        "multi": Text(it="Più obiettivi tematici", en="Several thematic objectives"),
        "TA": Text(it="Assistenza tecnica", en="Technical assistance"),
        "ESO4.1": Text(it="Accesso al lavoro (ESO4.1)", en="Access to work (ESO4.1)"),
        "ESO4.2": Text(it="Servizi per il lavoro (ESO4.2)", en="Labour-market services (ESO4.2)"),
        "ESO4.3": Text(it="Parità di genere (ESO4.3)", en="Gender balance (ESO4.3)"),
        "ESO4.4": Text(it="Adattabilità (ESO4.4)", en="Adaptation of workers (ESO4.4)"),
        "ESO4.5": Text(it="Sistemi di formazione (ESO4.5)", en="Training systems (ESO4.5)"),
        "ESO4.6": Text(it="Accesso all'istruzione (ESO4.6)", en="Access to education (ESO4.6)"),
        "ESO4.7": Text(it="Apprendimento permanente (ESO4.7)", en="Lifelong learning (ESO4.7)"),
        "ESO4.8": Text(it="Inclusione attiva (ESO4.8)", en="Active inclusion (ESO4.8)"),
        "ESO4.9": Text(it="Cittadini di paesi terzi (ESO4.9)", en="Third-country (ESO4.9)"),
        "ESO4.10": Text(it="Comunità emarginate (ESO4.10)", en="Marginalised groups (ESO4.10)"),
        "ESO4.11": Text(it="Accesso ai servizi (ESO4.11)", en="Access to services (ESO4.11)"),
        "ESO4.12": Text(it="Integrazione sociale (ESO4.12)", en="Social integration (ESO4.12)"),
        "ESO4.13": Text(it="Deprivazione materiale (ESO4.13)", en="Material deprivation (ESO4.13)"),
        "unknown": UNKNOWN,
    },
)
STATUS = Dimension(
    name="status",
    label=Text(it="Stato di avanzamento", en="Status"),
    column="status_code",
    members={
        "not_started": Text(it="Non avviato", en="Not started"),
        "in_progress": Text(it="In corso", en="In progress"),
        "paid": Text(it="Liquidato", en="Paid"),
        "concluded": Text(it="Concluso", en="Concluded"),
        "unknown": UNKNOWN,
    },
)
YEAR = Dimension(
    name="year", label=Text(it="Anno", en="Year"), column="year_code", members={"unknown": UNKNOWN}
)

SEX = Dimension(
    name="sex",
    label=Text(it="Sesso", en="Sex"),
    column="sex_code",
    members={
        "F": Text(it="Donne", en="Women"),
        "M": Text(it="Uomini", en="Men"),
        "X": Text(it="Non binario", en="Non-binary"),
        "unknown": UNKNOWN,
    },
)
AGE_BAND = Dimension(
    name="age_band",
    label=Text(it="Età all'ingresso", en="Age at entry"),
    column="age_band_code",
    members={
        "0-17": Text(it="Meno di 18 anni", en="Under 18"),
        "18-24": Text(it="18-24 anni", en="18-24"),
        "25-29": Text(it="25-29 anni", en="25-29"),
        "30-54": Text(it="30-54 anni", en="30-54"),
        "55+": Text(it="55 anni e oltre", en="55 and over"),
        "unknown": UNKNOWN,
    },
)
EDUCATION = Dimension(
    name="education",
    label=Text(it="Titolo di studio", en="Education"),
    column="education_code",
    members={
        "0-2": Text(it="Fino alla licenza media (ISCED 0-2)", en="Lower secondary (ISCED 0-2)"),
        "3-4": Text(it="Diploma (ISCED 3-4)", en="Upper secondary (ISCED 3-4)"),
        "5-8": Text(it="Titolo terziario (ISCED 5-8)", en="Tertiary (ISCED 5-8)"),
        "unknown": UNKNOWN,
    },
)
ENTRY_STATUS = Dimension(
    name="entry_status",
    label=Text(it="Condizione all'ingresso", en="Status at entry"),
    column="entry_status_code",
    members={
        "unemployed": Text(it="Disoccupati", en="Unemployed"),
        "long_term_unemployed": Text(it="Disoccupati di lunga durata", en="Long-term unemployed"),
        "inactive": Text(it="Inattivi", en="Inactive"),
        "inactive_in_education": Text(it="In istruzione o formazione", en="In education"),
        "employed": Text(it="Occupati", en="Employed"),
        "unknown": UNKNOWN,
    },
)
VULNERABLE = Dimension(
    name="vulnerable",
    label=Text(it="Vulnerabilità", en="Vulnerability"),
    column="vulnerable_code",
    members={
        "yes": Text(it="Con almeno una vulnerabilità", en="With at least one vulnerability"),
        "no": Text(it="Senza vulnerabilità", en="Without vulnerability"),
        "unknown": UNKNOWN,
    },
)
CATEGORY_OF_REGION = Dimension(
    name="category_of_region",
    label=Text(it="Categoria di regione", en="Category of region"),
    column="category_of_region_code",
    members={
        "less_developed": Text(it="Meno sviluppate", en="Less developed"),
        "transition": Text(it="In transizione", en="Transition"),
        "more_developed": Text(it="Più sviluppate", en="More developed"),
        "react_eu": Text(it="REACT-EU", en="REACT-EU"),
        "none": Text(it="Senza categoria (IOG, FTG)", en="No category (YEI, JTF)"),
        "all": Text(it="Tutte", en="All"),
        "not_regionalised": NOT_REGIONALISED,
    },
)
INDICATOR = Dimension(
    name="indicator",
    label=Text(it="Indicatore comune", en="Common indicator"),
    column="indicator_code",
    members=KNOWN_INDICATORS,
)
FAMILY = Dimension(
    name="family",
    label=Text(it="Famiglia di indicatori", en="Family of indicators"),
    column="family_code",
    members={"ESF": Text(it="FSE", en="ESF"), "YEI": Text(it="IOG", en="YEI")},
)
INVESTMENT_PRIORITY = Dimension(
    name="investment_priority",
    label=Text(it="Priorità d'investimento", en="Investment priority"),
    column="investment_priority_code",
)
PRECISION = Dimension(
    name="precision",
    label=Text(it="Precisione del piano", en="Precision of the plan"),
    column="precision_code",
    members={
        "euro": Text(it="All'euro", en="To the euro"),
        "rounded": Text(it="Non esatto", en="Not exact"),
        "none": Text(it="Non disponibile", en="Not available"),
    },
)
OUTCOME_SOURCE = Dimension(
    name="outcome_source",
    label=Text(it="Fonte dell'esito", en="Source of the outcome"),
    column="outcome_source_code",
    members={
        "register": Text(it="Registri amministrativi", en="Administrative registers"),
        "survey": Text(it="Indagine", en="Survey"),
    },
)

DIMENSIONS: dict[str, Dimension] = {
    d.name: d
    for d in (
        PERIOD,
        FUND,
        REGION,
        PROVINCE,
        MACRO_AREA,
        MANAGING_AUTHORITY,
        PROGRAMME,
        AXIS,
        THEME,
        STATUS,
        YEAR,
        SEX,
        AGE_BAND,
        EDUCATION,
        ENTRY_STATUS,
        VULNERABLE,
        CATEGORY_OF_REGION,
        INDICATOR,
        FAMILY,
        INVESTMENT_PRIORITY,
        PRECISION,
        OUTCOME_SOURCE,
        PROVIDER,
        COURSE,
        *NEED_DIMENSIONS,
    )
}
