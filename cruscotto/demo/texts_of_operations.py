"""The texts of demonstration operations, read from the files in `texts/`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Pair = tuple[str, str]
LEVELS = ("nature", "type", "sector", "subsector", "category")


@dataclass(frozen=True)
class Theme:
    """The texts and classification codes that operations of one objective may have."""

    code: str
    axis: str
    objective: Pair
    topic: Pair
    priorities: tuple[str, ...]
    months: float
    cup: tuple[str, ...]
    calls: tuple[str, ...]
    titles: tuple[str, ...]
    programmes: tuple[str, ...]


@cache
def themes() -> dict[str, Theme]:
    """Return the texts of each objective.

    An objective may name another objective as `base`; texts that it lacks are taken from the base.
    """
    tree: dict[str, dict[str, Any]] = _read("themes")["themes"]
    return {
        code: _theme(code, tree.get(own.get("base", ""), {}) | own) for code, own in tree.items()
    }


@cache
def cup_classes() -> dict[str, dict[str, Pair]]:
    """Return the classes of the project code (CUP), by name.

    Each class has a code and a description at every level.
    """
    tree = _read("classification")
    defaults: dict[str, list[str]] = tree["defaults"]
    return {
        name: {level: _pair(own.get(level, defaults.get(level, ["", ""]))) for level in LEVELS}
        for name, own in tree["cup"].items()
    }


def _theme(code: str, words: dict[str, Any]) -> Theme:
    return Theme(
        code=code,
        axis=words["axis"],
        objective=(words["objective_code"], words["objective"]),
        topic=(words["topic_code"], words["topic"]),
        priorities=tuple(words["priorities"]),
        months=float(words["months"]),
        cup=tuple(words["cup"]),
        calls=tuple(words["calls"]),
        titles=tuple(words["titles"]),
        programmes=tuple(words["programmes"]),
    )


def _pair(levels: list[str]) -> Pair:
    return levels[0], levels[1]


def _read(name: str) -> dict[str, Any]:
    text = files("cruscotto.demo").joinpath(f"texts/{name}.toml").read_text("utf-8")
    return tomllib.loads(text)
