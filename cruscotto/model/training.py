"""The data contracts of training providers and of their courses.

Files of providers and of courses are optional. Without them, an operation's provider is taken from
the bodies that carry it out (OpenCoesione, exchange files), and its courses from exchange files. A
provider that is a natural person has a kind and no name: a name in the file is masked at import.
"""

from cruscotto.i18n import Text
from cruscotto.model import codes, need_codes
from cruscotto.model.codes import code
from cruscotto.model.fields import Contract, Field, Kind

# How the natural persons among providers are written; they share one code of the dimension.
NATURAL_PERSON = "natural_person"
PROVIDER_KINDS = (
    code("training_body", "ente di formazione", "training body"),
    code("school", "scuola o istituto", "school"),
    code("university", "università o istituto superiore", "university"),
    code("employment_service", "servizio per il lavoro", "employment service"),
    code("firm", "impresa", "firm"),
    code("public_body", "ente pubblico", "public body"),
    code(NATURAL_PERSON, "persona fisica", "natural person"),
    code("other", "altro", "other"),
)
_PUBLISHER = "Autorità di gestione (accreditamento e sistemi di monitoraggio)"
_LICENCE = "Dati pubblici dei programmi"


def _text(name: str, it: str, en: str, example: str, **more: bool) -> Field:
    described = {"name": name, "kind": Kind.TEXT, "description": Text(it=it, en=en)}
    return Field.model_validate(described | {"example": example} | more)


def _day(name: str, it: str, en: str, example: str) -> Field:
    return Field(name=name, kind=Kind.DATE, example=example, description=Text(it=it, en=en))


_OPERATION = _text(
    "operation_code",
    "Codice locale del progetto, come in OpenCoesione",
    "Local code of the operation, as in OpenCoesione",
    "2014IT05SFOP015-00012",
    is_required=True,
)
_PROVIDER_WORDS = (
    "Identificativo dell'ente; meglio il suo codice fiscale di 11 cifre, con cui OpenCoesione lo "
    "pubblica. Per una persona fisica mai il codice fiscale",
    "Identifier of the provider; its 11-digit tax code is best, under which OpenCoesione publishes "
    "it. Of a natural person never the tax code",
)

PROVIDERS = Contract(
    name="providers",
    title=Text(it="Enti attuatori", en="Providers"),
    description=Text(
        it="Una riga per ente che realizza corsi o servizi.",
        en="One row per body that delivers courses or services.",
    ),
    publisher=_PUBLISHER,
    licence=_LICENCE,
    rhythm=Text(it="a ogni accreditamento", en="with each accreditation"),
    fields=(
        Field(
            name="provider_id",
            kind=Kind.TEXT,
            is_required=True,
            is_pseudonym=True,
            example="01234567890",
            description=Text(it=_PROVIDER_WORDS[0], en=_PROVIDER_WORDS[1]),
        ),
        _text(
            "name",
            "Denominazione; di una persona fisica è oscurata",
            "Name; that of a natural person is masked",
            "Ente Alfa",
            is_sensitive=True,
        ),
        Field(
            name="kind",
            kind=Kind.CODE,
            example="training_body",
            codes=PROVIDER_KINDS,
            description=Text(it="Tipo di ente", en="Kind of body"),
        ),
        Field(
            name="region",
            kind=Kind.CODE,
            example="ITF4",
            codes=codes.REGIONS,
            is_place=True,
            description=Text(it="Regione della sede (NUTS 2)", en="Region of its seat (NUTS 2)"),
        ),
        Field(
            name="province",
            kind=Kind.CODE,
            example="082",
            codes=need_codes.PROVINCES,
            is_place=True,
            description=Text(
                it="Provincia della sede: sigla, codice Istat o nome",
                en="Province of its seat: letters of the plate, Istat code or name",
            ),
        ),
        _text(
            "accreditation",
            "Accreditamento: numero o ambito, come nell'elenco regionale",
            "Accreditation: number or field, as in the regional list",
            "B-114",
        ),
        _text(
            "reply",
            "Replica dell'ente ai propri dati, mostrata accanto a questi",
            "The provider's reply to its figures, shown beside them",
            "Nel 2022 un corso è stato sospeso",
            is_sensitive=True,
        ),
    ),
    key=("provider_id",),
    subject="provider_id",
)

COURSES = Contract(
    name="courses",
    title=Text(it="Corsi", en="Courses"),
    description=Text(
        it="Una riga per corso di un'operazione, con chi lo realizza.",
        en="One row per course of an operation, with its provider.",
    ),
    publisher=_PUBLISHER,
    licence=_LICENCE,
    rhythm=Text(it="a ogni nuovo avviso", en="with each new call"),
    fields=(
        _text(
            "course_id",
            "Identificativo del corso, unico nell'operazione",
            "Identifier of the course, unique in its operation",
            "C1",
            is_required=True,
        ),
        _OPERATION,
        Field(
            name="provider_id",
            kind=Kind.TEXT,
            is_pseudonym=True,
            example="01234567890",
            description=Text(
                it="Ente che realizza il corso; vuoto: chi realizza l'operazione",
                en="Provider of the course; empty: the body that carries out the operation",
            ),
        ),
        _text("title", "Titolo del corso", "Title of the course", "Addetto alle vendite"),
        Field(
            name="occupation_code",
            kind=Kind.TEXT,
            example="5221",
            pattern=codes.OCCUPATION_PATTERN,
            dropped=".",
            description=Text(
                it="Professione a cui prepara (CP2021, da una a cinque cifre)",
                en="Occupation it prepares for (CP2021, one to five digits)",
            ),
        ),
        Field(
            name="hours",
            kind=Kind.DECIMAL,
            example="300",
            low=0,
            high=99_999,
            description=Text(it="Ore del corso", en="Hours of the course"),
        ),
        Field(
            name="places",
            kind=Kind.INTEGER,
            example="20",
            low=0,
            high=1_000_000,
            description=Text(it="Posti finanziati del corso", en="Financed places of the course"),
        ),
        _day("start_date", "Avvio del corso", "Start of the course", "2024-02-12"),
        _day("end_date", "Conclusione del corso", "End of the course", "2024-07-30"),
    ),
    key=("operation_code", "course_id"),
    subject="operation_code",
)
