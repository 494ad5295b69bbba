"""Importers of needs, pacts, signatories, places put to needs, and sources of funding.

Each kind of file follows a data contract, see `contract`. Rules between files are in `sql/imports`:
the pact of a need must have been loaded, and so must the need and the operation of places; the
places of an operation must not exceed its capacity. Pacts must be loaded before needs; operations,
needs and courses must be loaded before places put to needs.
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
