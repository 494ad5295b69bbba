"""The data contracts of needs, and of training places that meet them.

A need is a number of positions in an occupation and a territory that somebody wants filled in a
year. Excelsior tables are loaded as needs without a pact: they are intentions, rounded to tens. A
need is withdrawn by a later edition that states zero positions; places put to a need are withdrawn
by a later edition that states zero places.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes, need_codes
from cruscotto.model.fields import Contract, Field, Kind

FIRST_YEAR, LAST_YEAR = 2007, 2040
MOST_POSITIONS, MOST_PLACES = 10_000_000, 1_000_000


def _field(name: str, kind: Kind, it: str, en: str, example: str, **more: object) -> Field:
    described = {"name": name, "kind": kind, "description": Text(it=it, en=en), "example": example}
    return Field.model_validate(described | more)


NEEDS = Contract(
    name="needs",
    title=Text(it="Fabbisogni professionali", en="Needs for occupations"),
    description=Text(
        it="Una riga per fabbisogno: posizioni richieste in una professione, un territorio, un "
        "anno. Chi porta Excelsior lascia vuoto il patto.",
        en="One row per need: positions wanted in an occupation, a territory, a year. Excelsior "
        "tables leave the pact empty.",
    ),
    publisher="Regioni, sottoscrittori dei patti; Unioncamere (Excelsior)",
    licence="Dati pubblici; per Excelsior, quella indicata da Unioncamere",
    rhythm=Text(it="annuale, e a ogni nuovo patto", en="yearly, and with each new pact"),
    fields=(
        _field(
            "need_id",
            Kind.TEXT,
            "Identificativo del fabbisogno",
            "Identifier of the need",
            "PFL-PA-2025-01",
            is_required=True,
        ),
        _field(
            "pact_id",
            Kind.TEXT,
            "Patto che lo esprime; vuoto: nessuno",
            "Pact that states it; empty: none",
            "PFL-PA",
        ),
        _field(
            "dossier",
            Kind.TEXT,
            "Dossier in cui si legge",
            "Dossier in which it stands",
            "Meccatronica",
        ),
        _field(
            "region",
            Kind.CODE,
            "Regione (NUTS 2)",
            "Region (NUTS 2)",
            "ITG1",
            is_required=True,
            codes=codes.REGIONS,
            is_place=True,
        ),
        _field(
            "province",
            Kind.CODE,
            "Provincia: codice Istat, sigla o nome; vuota: la regione",
            "Province: Istat code, sign or name; empty: the region",
            "082",
            is_strict=True,
            codes=need_codes.PROVINCES,
            is_place=True,
        ),
        _field(
            "occupation_code",
            Kind.TEXT,
            "Professione (CP2021, da due a quattro cifre)",
            "Occupation (CP2021, two to four digits)",
            "5221",
            is_required=True,
            pattern=need_codes.NEED_OCCUPATION_PATTERN,
            dropped=".",
        ),
        _field(
            "sector_sep",
            Kind.INTEGER,
            "Settore economico-professionale dell'Atlante del lavoro (1-24)",
            "Sector of the Atlante del lavoro (1-24)",
            "23",
            low=1,
            high=24,
            codes=codes.SECTORS,
        ),
        _field(
            "year",
            Kind.INTEGER,
            "Anno in cui servono le persone",
            "Year in which people are wanted",
            "2025",
            is_required=True,
            low=FIRST_YEAR,
            high=LAST_YEAR,
        ),
        _field(
            "positions",
            Kind.INTEGER,
            "Posizioni richieste; zero ritira il fabbisogno",
            "Positions wanted; zero withdraws the need",
            "120",
            is_required=True,
            low=0,
            high=MOST_POSITIONS,
        ),
        _field(
            "hard_to_fill_share",
            Kind.DECIMAL,
            "Quota di difficile reperimento, da 0 a 1",
            "Share hard to fill, from 0 to 1",
            "0,42",
            low=0,
            high=1,
            decimals=4,
        ),
        _field(
            "evidence",
            Kind.CODE,
            "Su che cosa si fonda",
            "What it rests on",
            "pact",
            is_required=True,
            codes=need_codes.EVIDENCES,
        ),
        _field(
            "source",
            Kind.TEXT,
            "Documento o tavola da cui viene",
            "Document or table it is from",
            "Patto formativo locale, allegato 2",
        ),
    ),
    key=("need_id",),
    subject="need_id",
)

NEED_OPERATIONS = Contract(
    name="need_operations",
    title=Text(
        it="Posti dei corsi che rispondono ai fabbisogni", en="Places of courses that answer needs"
    ),
    description=Text(
        it="Una riga per fabbisogno e operazione. I posti di un'operazione su tutti i fabbisogni "
        "non superano la sua capienza: i posti dichiarati in course_occupations.",
        en="One row per need and operation. An operation's places over all needs keep to its "
        "capacity: the places declared in course_occupations.",
    ),
    publisher="Autorità di gestione e regioni",
    licence="Dati pubblici dei programmi",
    rhythm=Text(it="a ogni nuovo avviso", en="with each new call"),
    fields=(
        _field("need_id", Kind.TEXT, "Fabbisogno", "Need", "PFL-PA-2025-01", is_required=True),
        _field(
            "operation_code",
            Kind.TEXT,
            "Codice locale del progetto, come in OpenCoesione",
            "Local code of the operation, as in OpenCoesione",
            "2014IT05SFOP014-00012",
            is_required=True,
        ),
        _field(
            "places",
            Kind.INTEGER,
            "Posti dell'operazione imputati al fabbisogno; zero ritira il legame",
            "Places of the operation put to the need; zero withdraws the link",
            "20",
            is_required=True,
            low=0,
            high=MOST_PLACES,
        ),
    ),
    key=("need_id", "operation_code"),
    subject="operation_code",
)
