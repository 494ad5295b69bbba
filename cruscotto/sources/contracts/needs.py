"""Importers of needs, pacts, signatories, places put to needs, and sources of funding.

Each kind of file follows a data contract, see `contract`. Rules between files are in `sql/imports`.
A need that names a pact is refused unless the pact is loaded. Places put to a need are refused
unless the need and the operation are loaded. All places of an operation are refused if they exceed
its capacity. So pacts must be loaded before needs, and operations, needs and courses before places.
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
