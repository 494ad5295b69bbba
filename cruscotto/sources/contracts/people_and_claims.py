"""Importers of our contracts on participations, courses, comparison persons, targets and claims."""

from cruscotto.model import (
    certification,
    comparisons,
    course_occupations,
    edition_counts,
    employment_history,
    participations,
    targets,
    training,
)
from cruscotto.sources.contracts.contract import ContractImporter

PARTICIPATIONS = ContractImporter(participations.CONTRACT)
TARGETS = ContractImporter(
    targets.CONTRACT, edition_field="edition", synthetic="coalesce(is_synthetic, false)"
)
COURSE_OCCUPATIONS = ContractImporter(course_occupations.CONTRACT)
PROVIDERS = ContractImporter(training.PROVIDERS, synthetic="substr(provider_id, 1, 4) = 'SINT'")
COURSES = ContractImporter(training.COURSES)
COMPARISONS = ContractImporter(
    comparisons.CONTRACT, synthetic="substr(comparison_id, 1, 5) = 'SINT-'"
)
EMPLOYMENT_HISTORY = ContractImporter(
    employment_history.CONTRACT, synthetic="coalesce(is_synthetic, false)"
)
_DECLARED = "coalesce(is_synthetic, false)"
COMMITMENT_TRANCHES = ContractImporter(certification.COMMITMENT_TRANCHES, synthetic=_DECLARED)
PREFINANCING = ContractImporter(
    certification.PREFINANCING, edition_field="date", synthetic=_DECLARED
)
PAYMENT_CLAIMS = ContractImporter(
    certification.PAYMENT_CLAIMS, edition_field="date", synthetic=_DECLARED
)
EDITION_COUNTS = ContractImporter(
    edition_counts.CONTRACT, edition_field="edition", synthetic=_DECLARED
)
