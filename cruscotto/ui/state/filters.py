"""The filters of a page: codes in the address, chosen above the page."""

from cruscotto.i18n import Lang
from cruscotto.kpi.query.selection import STARTING_FUND, Selection
from cruscotto.kpi.wording.phrases import axis_label, selection_in_words
from cruscotto.ui.state import address, facets, role, session

FILTERS = address.FILTERS
LANGS: tuple[Lang, ...] = ("it", "en")
DEFAULTS: dict[str, list[str]] = {"fund": [STARTING_FUND]}


def defaults() -> dict[str, list[str]]:
    """Return the default filters: one fund, and the default filters of the visitor's role.

    If only reports to the Commission are loaded, no fund is chosen.
    """
    funds = {} if session.has_reports() and not session.has_operations() else DEFAULTS
    return {**funds, **role.filters()}


def selection() -> Selection:
    """Return the selection in the address, without codes that the warehouse does not have."""
    return Selection.of("current", **{name: chosen(name) for name in FILTERS})


def chosen(name: str) -> list[str]:
    """Return the codes that filter a dimension; empty if it is not filtered.

    They are those in the address that the warehouse has or, if there are none, the default ones.
    """
    asked = address.values(name)
    if asked == [address.ALL]:
        return []
    known = session.names(name, "it")
    return [code for code in asked if code in known] or list(defaults().get(name, ()))


def ignored() -> list[str]:
    """Return, as `name=code`, the codes in the address that the warehouse does not have."""
    return [
        f"{name}={code}"
        for name in FILTERS
        for code in address.values(name)
        if code != address.ALL and code not in session.names(name, "it")
    ]


def forget_unknown() -> None:
    """Remove from the address the codes that the warehouse does not have."""
    address.set_values(**{name: chosen(name) or None for name in FILTERS if address.values(name)})


def choose(name: str, codes: list[str]) -> None:
    """Write the codes of a filter into the address; an empty list removes the filter."""
    asked: str | list[str] | None = codes or (address.ALL if name in defaults() else None)
    changes = {name: None if codes == defaults().get(name, []) else asked}
    # codes of axes are a programme's own: with another programme they would mean other axes
    address.set_values(**({"axis": None, **changes} if name == "programme" else changes))


def toggle(name: str, code: str) -> None:
    """Set a filter to one code.

    If the filter has exactly this code already, remove the filter instead.
    """
    choose(name, [] if chosen(name) == [code] else [code])


def reset() -> None:
    """Remove all filters from the address, so that the default filters apply."""
    address.set_values(**dict.fromkeys(FILTERS))


def options(name: str, now: Selection, ordered: list[str]) -> list[str]:
    """Return the codes that a filter offers, in the given order.

    They are the chosen codes, and the codes that occur in data that match all other filters.
    """
    wanted = facets.available(name, now, FILTERS) | set(now.codes(name))
    return [code for code in ordered if code in wanted]


def labels(name: str, now: Selection, lang: Lang) -> dict[str, str]:
    """Return the label of each code of a dimension.

    Axes have names only if one programme is chosen, since each programme has axes of its own.
    """
    known = session.names(name, lang)
    programmes = now.codes("programme")
    if name != "axis" or len(programmes) != 1:
        return known
    named = session.axis_names(programmes[0])
    return {code: axis_label(code, named.get(code)) or known[code] for code in known}


def in_words(now: Selection, lang: Lang) -> str:
    """Return a selection as text, such as `fondo FSE e FSE+; regione Sicilia`."""
    return selection_in_words(now, lambda name: labels(name, now, lang), lang)
