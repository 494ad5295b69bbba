"""Load the European Commission's data on Italy's programmes, in its own layouts.

Publisher, page and licence: `catalogue`. A file has every Member State and fund; what is in scope
is in `sql/imports/cohesion_*_judged.sql`. A date is written as the moment of midnight, sometimes in
another time zone. The service exports 1,000 rows unless it is asked for more, so a file of exactly
1,000 rows is assumed to be cut.
"""

from cruscotto.model import cohesion, cohesion_2127
from cruscotto.sources.contracts.contract import ContractImporter

SERVICE_LIMIT = 1000
PUBLISHED = "false"

IMPLEMENTATION = ContractImporter(
    cohesion.IMPLEMENTATION,
    edition_field="reference_date",
    synthetic=PUBLISHED,
    is_scoped=True,
    row_limit=SERVICE_LIMIT,
)
PLANS = ContractImporter(
    cohesion.PLANS, synthetic=PUBLISHED, is_scoped=True, row_limit=SERVICE_LIMIT
)
ACHIEVEMENTS = ContractImporter(
    cohesion.ACHIEVEMENTS,
    edition_field="year",
    # the last year of which anything is reported
    edition="make_date(max(year) filter (where implemented_value is not null), 12, 31)",
    synthetic=PUBLISHED,
    is_scoped=True,
    row_limit=SERVICE_LIMIT,
)
PLANS_2127 = ContractImporter(
    cohesion_2127.PLANS_2127,
    edition_field="last_adoption_date_ecms",
    synthetic=PUBLISHED,
    is_scoped=True,
    row_limit=SERVICE_LIMIT,
    has_cut_rule=True,
)

IMPORTERS: dict[str, ContractImporter] = {
    importer.contract.name: importer
    for importer in (IMPLEMENTATION, PLANS, ACHIEVEMENTS, PLANS_2127)
}
