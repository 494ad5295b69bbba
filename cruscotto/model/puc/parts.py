"""Functions that declare tracciati of the Protocollo Unico di Colloquio, and their shared fields.

The lists of fields come from a Region's open-source program that exports files of version 1.4 of
the protocol. They are still to be verified against the text of the protocol in force.
"""

from cruscotto.i18n import Text
from cruscotto.model.codes import code
from cruscotto.model.fields import Code, Contract, Field, Kind

SEPARATOR = "|"
CANCELLED = "flg_cancellazione"
KEY = "cod_locale_progetto"
LARGEST = 10**11

Description = tuple[str, str]


def text(
    name: str, description: Description, example: str, length: int = 0, **more: object
) -> Field:
    """Return a field of texts; `length` is the greatest length that the protocol allows."""
    limit = (f" (al più {length} caratteri)", f" (at most {length} characters)") if length else None
    it, en = (f"{word}{end}" for word, end in zip(description, limit or ("", ""), strict=True))
    return Field.model_validate(
        {
            "name": name,
            "kind": Kind.TEXT,
            "description": Text(it=it, en=en),
            "example": example,
            **more,
        }
    )


def day(name: str, description: Description, *, required: bool = False) -> Field:
    """Return a field of days, written dd/mm/yyyy."""
    return Field(
        name=name,
        kind=Kind.DATE,
        description=Text(it=description[0], en=description[1]),
        example="31/12/2019",
        is_required=required,
    )


def amount(name: str, description: Description, *, required: bool = True) -> Field:
    """Return a field of amounts in euro, never negative, with a decimal comma."""
    return Field(
        name=name,
        kind=Kind.DECIMAL,
        description=Text(it=description[0], en=description[1]),
        example="1250,00",
        is_required=required,
        digits=13,
        low=0,
        high=LARGEST,
    )


def value(name: str, description: Description, *, required: bool = False) -> Field:
    """Return a field of numbers that may be positive or negative."""
    return Field(
        name=name,
        kind=Kind.DECIMAL,
        description=Text(it=description[0], en=description[1]),
        example="120,00",
        is_required=required,
        digits=13,
        low=-LARGEST,
        high=LARGEST,
    )


def choice(
    name: str, description: Description, codes: tuple[Code, ...], *, required: bool = True
) -> Field:
    """Return a field with a closed list of codes."""
    return Field(
        name=name,
        kind=Kind.CODE,
        description=Text(it=description[0], en=description[1]),
        example=codes[0].code,
        codes=codes,
        is_required=required,
        is_strict=not required,
    )


YES_NO = (code("S", "sì", "yes"), code("N", "no", "no"))
OPERATION = text(
    KEY,
    ("Codice locale del progetto", "Local code of the operation"),
    "2014IT05SFOP014-00012",
    60,
    is_required=True,
)
PROGRAMME = text(
    "cod_programma", ("Programma (TC4)", "Programme (TC4)"), "2014IT05SFOP014", is_required=True
)
LEVEL = text(
    "cod_liv_gerarchico",
    (
        "Livello gerarchico (TC36): programma#categoria di regione#asse#OT#priorità#OS",
        "Hierarchical level (TC36): programme#category of region#axis#TO#priority#SO",
    ),
    "2014IT05SFOP014#LDR#1#08#8i#8.5",
    is_required=True,
)
DELETED = Field(
    name=CANCELLED,
    kind=Kind.TEXT,
    example="",
    description=Text(
        it="S se il record è cancellato logicamente", en="S if the record is logically deleted"
    ),
)


def tracciato(name: str, title: Description, key: tuple[str, ...], *fields: Field) -> Contract:
    """Return a tracciato that has the flag of logical deletion as its last field.

    Args:
        name: the code of the tracciato, as in the names of its files.
        title: the title in Italian and in English.
        key: the fields that together identify a record.
        fields: the fields in the protocol's order.
    """
    return Contract(
        name=f"puc_{name.lower()}",
        title=Text(it=f"{name} {title[0]}", en=f"{name} {title[1]}"),
        description=Text(it=f"PUC, tracciato {name}", en=f"PUC, record layout {name}"),
        publisher="Autorità di gestione (Protocollo Unico di Colloquio)",
        licence="Dati di monitoraggio dell'autorità",
        rhythm=Text(it="bimestrale", en="every two months"),
        fields=(*fields, DELETED),
        key=key,
        subject=KEY if any(field.name == KEY for field in fields) else key[0],
    )
