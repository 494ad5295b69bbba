"""The output of `cruscotto template NAME`: an empty file to fill in, or its columns explained."""

import csv
import io
from collections.abc import Sequence
from difflib import get_close_matches

from cruscotto.errors import UnknownName
from cruscotto.i18n import Lang, Text
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
from cruscotto.model.fields import KIND_NAMES, Contract, Field
from cruscotto.model.puc.parts import SEPARATOR
from cruscotto.model.puc.tracciati import TRACCIATI

CONTRACTS: dict[str, Contract] = {
    contract.name: contract
    for contract in (
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
        pacts.PACTS,
        pacts.SIGNATORIES,
        needs.NEEDS,
        needs.NEED_OPERATIONS,
        funding_sources.CONTRACT,
        *cohesion.CONTRACTS,
        cohesion_2127.PLANS_2127,
    )
}
CONTRACTS |= {layout.name: layout for layout in TRACCIATI.values()}
# All the tracciati at once: one file cannot hold them, so each is a line or a block.
PUC = "puc"
BOM = "\ufeff"
YES, NO = Text(it="sì", en="yes"), Text(it="no", en="no")

# The dictionary's columns, in order, as its readers find them named.
HEADINGS: dict[str, Text] = {
    "column": Text(it="colonna", en="column"),
    "type": Text(it="tipo", en="type"),
    "required": Text(it="obbligatoria", en="required"),
    "sensitive": Text(it="sensibile", en="sensitive"),
    "codes": Text(it="valori ammessi", en="allowed values"),
    "description": Text(it="significato", en="meaning"),
    "example": Text(it="esempio", en="example"),
}


def contract(name: str) -> Contract:
    """Return the data contract that has the given name.

    Raises:
        UnknownName: no contract has this name; the error lists similar names.
    """
    if name not in CONTRACTS:
        raise UnknownName(
            kind="template",
            name=name,
            similar=get_close_matches(name, CONTRACTS, cutoff=0.4),
            known=[*CONTRACTS, PUC],
        )
    return CONTRACTS[name]


def template(name: str) -> bytes:
    """Return the bytes of a file to fill in, which has only the header of a contract.

    The separator is `;`, or that of the exchange protocol if the contract is a tracciato. For the
    name `puc` the file has a line for each tracciato: its code and its header.

    Raises:
        UnknownName: there is no such contract.
    """
    if name == PUC:
        return "".join(f"{code}: {_header(layout)}" for code, layout in TRACCIATI.items()).encode()
    if (found := contract(name)) in TRACCIATI.values():
        return _header(found).encode()
    return _italian_csv([[field.name for field in found.fields if field.in_template]])


def dictionary(name: str, lang: Lang) -> list[dict[str, str]]:
    """Return the explanation of a contract's columns: one dictionary for each column.

    The keys of each dictionary are those of `HEADINGS`. For the name `puc` the list has the columns
    of all tracciati.

    Raises:
        UnknownName: there is no such contract.
    """
    if name == PUC:
        return [
            {**_entry(field, lang), "column": f"{code}.{field.name}"}
            for code, layout in TRACCIATI.items()
            for field in layout.fields
        ]
    return [_entry(field, lang) for field in contract(name).fields]


def dictionary_csv(name: str, lang: Lang) -> bytes:
    """Return the explanation of a contract's columns as CSV with `;`, in the language `lang`.

    Raises:
        UnknownName: there is no such contract.
    """
    rows = [list(entry.values()) for entry in dictionary(name, lang)]
    return _italian_csv([[heading.in_(lang) for heading in HEADINGS.values()], *rows])


def _header(layout: Contract) -> str:
    return SEPARATOR.join(field.name.upper() for field in layout.fields) + "\r\n"


def _entry(field: Field, lang: Lang) -> dict[str, str]:
    return {
        "column": field.name,
        "type": KIND_NAMES[field.kind].in_(lang),
        "required": (YES if field.is_required else NO).in_(lang),
        "sensitive": (YES if field.is_sensitive else NO).in_(lang),
        "codes": _allowed(field, lang),
        "description": field.description.in_(lang),
        "example": field.example,
    }


def _allowed(field: Field, lang: Lang) -> str:
    if field.codes:
        return " | ".join(f"{code.code} = {code.label.in_(lang)}" for code in field.codes)
    if field.low is not None:
        return f"{field.low} – {field.high}"
    return ""


def _italian_csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return (BOM + text.getvalue()).encode("utf-8")
