"""Lists of codes that more than one contract uses, each with its meaning."""

import csv
from collections.abc import Iterator

from cruscotto.config import REFERENCE
from cruscotto.i18n import Text
from cruscotto.model.fields import Code
from cruscotto.model.places import REGION_SPELLINGS

# CP2021, one to five digits, with or without the points of the printed classification.
OCCUPATION_PATTERN = r"[0-9]{1,5}|[0-9](\.[0-9]){1,4}"


def code(name: str, it: str, en: str, *aliases: str) -> Code:
    """Return a code with its meaning and its other spellings."""
    return Code(code=name, label=Text(it=it, en=en), aliases=aliases)


def _regions() -> Iterator[Code]:
    with (REFERENCE / "regions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            area = row["nuts2"]
            others = (spelling for spelling, found in REGION_SPELLINGS.items() if found == area)
            yield code(area, row["name"], row["name"], *others)


REGIONS: tuple[Code, ...] = tuple(_regions())

SEXES: tuple[Code, ...] = (
    code("F", "donna", "woman", "donna", "woman", "femmina", "female"),
    code("M", "uomo", "man", "uomo", "man", "maschio", "male"),
    code("X", "non binario", "non-binary"),
)

# A target may be set for everybody together.
SEXES_AND_TOTAL: tuple[Code, ...] = (*SEXES, code("T", "totale", "total"))

REGION_CATEGORIES: tuple[Code, ...] = (
    code(
        "less_developed",
        "meno sviluppate",
        "less developed",
        "less developed",
        "LDR",
        "meno sviluppate",
        "regioni meno sviluppate",
    ),
    code(
        "transition",
        "in transizione",
        "transition",
        "TR",
        "in transizione",
        "regioni in transizione",
    ),
    code(
        "more_developed",
        "più sviluppate",
        "more developed",
        "more developed",
        "MDR",
        "più sviluppate",
        "regioni più sviluppate",
    ),
)

ENTRY_STATUSES: tuple[Code, ...] = (
    code("unemployed", "disoccupato", "unemployed"),
    code("long_term_unemployed", "disoccupato di lunga durata", "long-term unemployed"),
    code(
        "inactive",
        "inattivo, non in istruzione o formazione",
        "inactive, not in education or training",
    ),
    code(
        "inactive_in_education",
        "inattivo, in istruzione o formazione",
        "inactive, in education or training",
    ),
    code("employed", "occupato, anche autonomo", "employed, self-employed included"),
)

OUTCOMES: tuple[Code, ...] = (
    code("employed", "occupato alle dipendenze", "employed"),
    code("self_employed", "lavoratore autonomo", "self-employed"),
    code("education", "in istruzione o formazione", "in education or training"),
    code("searching", "in cerca di lavoro", "searching a job"),
    code("inactive", "inattivo", "inactive"),
    code("unknown", "cercato e non trovato", "looked for and not found"),
)

EXIT_REASONS: tuple[Code, ...] = (
    code("completed", "percorso concluso", "completed"),
    code("job", "uscita anticipata per un lavoro", "left early for a job"),
    code("other", "uscita anticipata per altri motivi", "left early for other reasons"),
)

OUTCOME_SOURCES: tuple[Code, ...] = (
    code(
        "register",
        "archivio amministrativo (comunicazioni obbligatorie)",
        "administrative register",
    ),
    code("survey", "indagine campionaria", "sample survey"),
)

CONTRACT_TYPES: tuple[Code, ...] = (
    code("permanent", "tempo indeterminato", "permanent"),
    code("fixed_term", "tempo determinato", "fixed-term"),
    code("apprenticeship", "apprendistato", "apprenticeship"),
    code("other", "altro", "other"),
)

EDUCATION_LEVELS: tuple[Code, ...] = (
    code("0", "nessun titolo o meno della primaria", "less than primary"),
    code("1", "primaria", "primary"),
    code("2", "secondaria di primo grado", "lower secondary"),
    code("3", "secondaria di secondo grado", "upper secondary"),
    code("4", "post-secondaria non terziaria", "post-secondary non-tertiary"),
    code("5", "terziaria di ciclo breve (ITS)", "short-cycle tertiary"),
    code("6", "laurea triennale o equivalente", "bachelor or equivalent"),
    code("7", "laurea magistrale o equivalente", "master or equivalent"),
    code("8", "dottorato o equivalente", "doctoral or equivalent"),
)

# The 24 sectors of the Atlante del lavoro (INAPP); the last one is the common area.
SECTORS: tuple[Code, ...] = tuple(
    code(str(number), it, en)
    for number, (it, en) in enumerate(
        (
            ("agricoltura, silvicoltura e pesca", "agriculture, forestry and fishing"),
            ("produzioni alimentari", "food production"),
            ("legno e arredo", "wood and furniture"),
            ("carta e cartotecnica", "paper"),
            ("tessile, abbigliamento, calzaturiero e sistema moda", "textiles and fashion"),
            ("chimica", "chemicals"),
            ("estrazione gas, petrolio, minerali e lavorazione pietre", "extraction and stone"),
            ("vetro, ceramica e materiali da costruzione", "glass, ceramics, building materials"),
            ("edilizia", "construction"),
            (
                "meccanica, produzione e manutenzione di macchine, impiantistica",
                "mechanics, machines and plant",
            ),
            ("trasporti e logistica", "transport and logistics"),
            ("servizi di distribuzione commerciale", "retail and wholesale"),
            ("servizi finanziari e assicurativi", "finance and insurance"),
            ("servizi digitali", "digital services"),
            ("servizi di telecomunicazione e poste", "telecommunications and post"),
            ("servizi di public utilities", "public utilities"),
            ("stampa ed editoria", "printing and publishing"),
            ("servizi di educazione, formazione e lavoro", "education, training and work services"),
            ("servizi socio-sanitari", "health and social services"),
            ("servizi alla persona", "personal services"),
            ("servizi di attività ricreative e sportive", "leisure and sport"),
            ("servizi culturali e di spettacolo", "culture and entertainment"),
            ("servizi turistici", "tourism"),
            ("area comune", "common area"),
        ),
        start=1,
    )
)
