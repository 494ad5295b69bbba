"""The catalogue of the API's data sets (DCAT-AP_IT in JSON-LD), for other catalogues to read."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from cruscotto.api.address import PATH
from cruscotto.api.asking import Asked, Asking
from cruscotto.config import settings
from cruscotto.facts.figures import rows
from cruscotto.i18n import Text, t

router = APIRouter(tags=["catalogue"])


LINKED = "application/ld+json"
FORM: dict[int | str, dict[str, Any]] = {200: {"content": {LINKED: {"schema": {"type": "object"}}}}}
AUTHORITY = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcatapit": "http://dati.gov.it/onto/dcatapit#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Each data set: its path, its name, and the forms it is given in.
SETS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "operations": (
        Text(it="Interventi di formazione finanziati", en="Training operations financed"),
        ("JSON", "CSV"),
    ),
    "series": (
        Text(it="Indicatori regionali di contesto", en="Regional context indicators"),
        ("JSON", "CSV"),
    ),
    "targets": (
        Text(it="Target comunicati dalle autorità", en="Targets as authorities report them"),
        ("JSON",),
    ),
    "indicators": (Text(it="Indicatori e definizioni", en="Indicators, defined"), ("JSON",)),
}


@router.get("/catalog", response_model=dict[str, Any], responses=FORM)
def catalog(asked: Asking) -> Response:
    """Describe every data set as DCAT-AP_IT, in JSON-LD."""
    made = asked.answer(lambda: _catalogue(asked))
    if made.status_code == 200:
        made.headers["content-type"] = LINKED
    return made


def _catalogue(asked: Asked) -> dict[str, Any]:
    base = f"{_address(asked)}{PATH}"
    modified = _date(max(str(r["edition_date"]) for r in rows(asked.edition, "files")))
    publisher = {
        "@id": f"{base}/#owner",
        "@type": ["dcatapit:Agent", "foaf:Agent"],
        "foaf:name": settings().owner or t("app.title", "it"),
        "dct:identifier": settings().owner or "cruscotto",
    }
    return {
        "@context": CONTEXT,
        "@id": f"{base}/catalog",
        "@type": ["dcatapit:Catalog", "dcat:Catalog"],
        **_named(Text(it=t("app.title", "it"), en=t("app.title", "en"))),
        "dct:publisher": publisher,
        "dct:modified": modified,
        "dct:language": {"@id": f"{AUTHORITY}/language/ITA"},
        "foaf:homepage": {"@id": _address(asked)},
        "dcat:themeTaxonomy": {"@id": f"{AUTHORITY}/data-theme"},
        "dcat:dataset": [_data_set(name, base, publisher, modified) for name in SETS],
    }


def _data_set(
    name: str, base: str, publisher: dict[str, Any], modified: dict[str, str]
) -> dict[str, Any]:
    title, forms = SETS[name]
    owner = {"@id": publisher["@id"]}
    return {
        "@id": f"{base}/{name}#data",
        "@type": ["dcatapit:Dataset", "dcat:Dataset"],
        **_named(title),
        "dct:identifier": name,
        "dct:modified": modified,
        "dct:publisher": owner,
        "dct:rightsHolder": owner,
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/IRREG"},
        "dcat:theme": {"@id": f"{AUTHORITY}/data-theme/SOCI"},
        "dcat:distribution": [_distribution(name, base, form, title) for form in forms],
    }


def _distribution(name: str, base: str, form: str, title: Text) -> dict[str, Any]:
    address = f"{base}/{name}" + ("" if form == "JSON" else f"?format={form.lower()}")
    return {
        "@id": f"{base}/{name}#{form.lower()}",
        "@type": ["dcatapit:Distribution", "dcat:Distribution"],
        **_named(title),
        "dcat:accessURL": {"@id": address},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/{form}"},
        "dct:license": {
            "@id": LICENCE,
            "@type": "dcatapit:LicenseDocument",
            "dct:type": {"@id": "http://purl.org/adms/licencetype/Attribution"},
            "foaf:name": "CC BY 4.0",
        },
    }


def _named(text: Text) -> dict[str, Any]:
    words = [{"@value": text.it, "@language": "it"}, {"@value": text.en, "@language": "en"}]
    return {"dct:title": words, "dct:description": words}


def _date(day: str) -> dict[str, str]:
    return {"@value": day[:10], "@type": "xsd:date"}


def _address(asked: Asked) -> str:
    own = settings().public_address.rstrip("/")
    return own or f"{asked.request.url.scheme}://{asked.request.url.netloc}"
