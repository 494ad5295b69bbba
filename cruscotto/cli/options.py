"""Options that several commands share; a command can take a group of options as a dataclass."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from cruscotto.config import DEMONSTRATION, OFFICIAL, default_warehouse, settings
from cruscotto.errors import WrongValue
from cruscotto.sources.values.numbers import SIGNS, Mark


class Chosen:
    """The warehouse that the present command works on, from its option or the settings.

    Attributes:
        warehouse: path of the warehouse that the command reads and changes.
        beside: path of the demonstration warehouse; `None` if the options choose the demonstration
            itself, or a warehouse by its path.
    """

    warehouse: Path = default_warehouse()
    beside: Path | None = None


class DataSet(StrEnum):
    """The names of the two data sets: official data, and synthetic data for demonstration."""

    OFFICIAL = OFFICIAL
    DEMO = DEMONSTRATION


def choose(warehouse: Path | None, data_set: DataSet) -> None:
    """Set `Chosen` to the warehouse that the options ask for.

    Raises:
        WrongValue: the options ask for the demonstration and for a warehouse by its path.
    """
    beside = None if warehouse else settings().demonstration
    if data_set is DataSet.OFFICIAL:
        Chosen.warehouse, Chosen.beside = warehouse or settings().warehouse, beside
        return
    if beside is None:
        raise WrongValue(option="--data-set", value=data_set, expected=DataSet.OFFICIAL)
    Chosen.warehouse, Chosen.beside = beside, None


class OutputFormat(StrEnum):
    """The formats in which commands print: table, CSV or JSON."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


Format = Annotated[OutputFormat, typer.Option("--format", help="How it is printed.")]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="DIMENSION=CODE[,CODE]", help="Keep only these codes."),
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="DIMENSION[,DIMENSION]", help="Dimensions to split by."),
]


Decimal = Annotated[
    str | None,
    typer.Option(
        "--decimal",
        help="The decimal sign, where values such as 1.234 leave it open: comma or point.",
    ),
]


def separate(by: list[str] | None) -> tuple[str, ...]:
    """Return the dimensions of all `--by` options; one option may list several with commas."""
    return tuple(word for text in by or [] for word in text.split(","))


def read_decimal(text: str | None) -> Mark | None:
    """Return the decimal sign with the name `comma` or `point`; `None` if no name was given.

    Raises:
        WrongValue: the text is another name.
    """
    if text is None:
        return None
    if text not in SIGNS:
        raise WrongValue(option="--decimal", value=text, expected=", ".join(SIGNS))
    return Mark(text)


def read_date(text: str | None, option: str) -> date | None:
    """Return the date that a text gives as YYYY-MM-DD; `None` if there is no text.

    Args:
        text: the text.
        option: the option's name, for the error.

    Raises:
        WrongValue: the text is no such date.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongValue(option=option, value=text, expected="YYYY-MM-DD") from error


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that has an option for each field of its dataclass parameters.

    The options follow the order of parameters and fields, and have the fields' types and defaults.
    """
    groups: dict[str, Any] = {}
    options: list[Parameter] = []
    hints = get_type_hints(command, include_extras=True)
    for parameter in signature(command).parameters.values():
        kind = hints[parameter.name]
        if not is_dataclass(kind):
            options.append(parameter.replace(annotation=kind))
            continue
        groups[parameter.name] = kind
        types = get_type_hints(kind, include_extras=True)
        options += [
            Parameter(f.name, Parameter.KEYWORD_ONLY, default=f.default, annotation=types[f.name])
            for f in fields(kind)
        ]

    @wraps(command)
    def run(**values: Any) -> None:
        made = {
            name: kind(**{f.name: values.pop(f.name) for f in fields(kind)})
            for name, kind in groups.items()
        }
        command(**made, **values)

    options = [option.replace(kind=Parameter.KEYWORD_ONLY) for option in options]
    run.__signature__ = Signature(options)  # type: ignore[attr-defined]
    run.__annotations__ = {option.name: option.annotation for option in options}
    return run
