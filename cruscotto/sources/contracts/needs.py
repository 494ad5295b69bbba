"""Load needs, pacts, signatories, the places that meet needs, and who pays.

Each is a data contract of ours, read as in `contract`; rules between files (a need of a pact, a
link of a need and an operation, places within a capacity) are in `sql/imports`. Load pacts before
needs, and operations, needs and courses before links.
"""

from cruscotto.model import funding_sources, needs, pacts
from cruscotto.sources.contracts.contract import ContractImporter

SYNTHETIC = "substr({}, 1, 5) = 'SINT-'"

PACTS = ContractImporter(pacts.PACTS, synthetic=SYNTHETIC.format("pact_id"))
SIGNATORIES = ContractImporter(pacts.SIGNATORIES, synthetic=SYNTHETIC.format("pact_id"))
NEEDS = ContractImporter(needs.NEEDS, synthetic=SYNTHETIC.format("need_id"))
NEED_OPERATIONS = ContractImporter(needs.NEED_OPERATIONS)
FUNDING_SOURCES = ContractImporter(funding_sources.CONTRACT)

IMPORTERS: dict[str, ContractImporter] = {
    importer.contract.name: importer
    for importer in (PACTS, SIGNATORIES, NEEDS, NEED_OPERATIONS, FUNDING_SOURCES)
}
