"""Groups of options: a command takes dataclasses, whose fields become its options."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose options are the fields of its dataclass parameters.

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
