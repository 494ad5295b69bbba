"""Lists of codes of needs, pacts and holders of money, each code with its meaning."""

import csv
from collections.abc import Iterator

from cruscotto.config import REFERENCE
from cruscotto.model.codes import code
from cruscotto.model.fields import Code
from cruscotto.model.places import PROVINCE_SPELLINGS

# CP2021, two to four digits, with or without the points of the printed classification.
NEED_OCCUPATION_PATTERN = r"[1-9][0-9]{1,3}|[1-9](\.[0-9]){1,3}"


def _provinces() -> Iterator[Code]:
    with (REFERENCE / "provinces.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            own = row["province_code"]
            others = (spelling for spelling, found in PROVINCE_SPELLINGS.items() if found == own)
            yield code(own, row["name"], row["name"], *others)


PROVINCES: tuple[Code, ...] = tuple(_provinces())

EVIDENCES: tuple[Code, ...] = (
    code(
        "excelsior",
        "Excelsior: intenzioni di entrata, arrotondate alle decine",
        "Excelsior: intended entries, rounded to tens",
    ),
    code("firm", "dichiarazione di imprese", "statement of firms"),
    code("dossier", "dossier settoriale o territoriale", "dossier on a sector or territory"),
    code("pact", "analisi del patto", "the pact's own analysis"),
)

PHASES: tuple[Code, ...] = (
    code("analysis", "analisi dei fabbisogni", "analysis of needs"),
    code("negotiation", "negoziazione", "negotiation"),
    code("signed", "firmato", "signed"),
    code("active", "attivo", "active"),
    code("concluded", "concluso", "concluded"),
)

ROLES: tuple[Code, ...] = (
    code("local_authority", "ente locale", "local authority", "local authority"),
    code("employers", "associazione dei datori di lavoro", "employers' association"),
    code("union", "organizzazione sindacale", "trade union"),
    code(
        "training_body",
        "scuola o ente di formazione",
        "school or training body",
        "school or training body",
    ),
    code("chamber", "camera di commercio", "chamber of commerce"),
    code("firm", "impresa", "firm"),
)

HOLDERS: tuple[Code, ...] = (
    code(
        "economic_development_ministry",
        "ministero dello sviluppo economico",
        "ministry of economic development",
        "economic development ministry",
        "MISE",
        "MIMIT",
    ),
    code(
        "labour_ministry", "ministero del lavoro", "ministry of labour", "labour ministry", "MLPS"
    ),
    code("region", "regione", "region"),
    code("esf", "Fondo sociale europeo", "European Social Fund", "FSE", "FSE+", "ESF+"),
    code("fsc", "Fondo sviluppo e coesione", "Development and Cohesion Fund"),
    code("private", "privati", "private parties", "privato"),
    code("other", "altri", "others", "altro"),
)
