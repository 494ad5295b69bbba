"""Net impact of the warehouse's own participants, for the command line."""

from difflib import get_close_matches
from typing import Any

from cruscotto.access import current_rules
from cruscotto.cli.printing import note_named
from cruscotto.config import settings
from cruscotto.errors import TooFewPeople, UnknownName
from cruscotto.evaluation import cost_per_additional, to_plain
from cruscotto.facts import Edition
from cruscotto.i18n import Lang, error_sentence
from cruscotto.impact.account import Account, account
from cruscotto.impact.answers import answer
from cruscotto.impact.choice import Choice, column_label
from cruscotto.impact.leagues import Group, League, by_region, by_subgroup
from cruscotto.kpi.query.selection import Selection

LEAGUES = {"region": by_region, "subgroup": by_subgroup}


def of_warehouse(edition: Edition, choice: Choice, by: str | None, cost: float | None) -> Account:
    """Return the account of a choice, its groups after it, and write down that it is printed.

    Raises:
        TooFewPeople: too few stand behind the estimate to show it.
        EvaluationError: the data cannot carry it.
        UnknownName: no such league.
    """
    if by is not None and by not in LEAGUES:
        raise UnknownName(
            kind="dimension", name=by, similar=get_close_matches(by, LEAGUES), known=list(LEAGUES)
        )
    rules, lang, con = current_rules(), settings().lang, edition.con
    found_answer = answer(con, choice, rules)
    if found_answer.refused:
        raise found_answer.refused
    if not found_answer.found:
        raise TooFewPeople(outcome=choice.outcome)
    spent = None if cost is None else cost_per_additional(found_answer.found.estimate, cost)
    found = account(found_answer.found, lang, "pp", lambda name: column_label(name, lang), spent)
    found |= {
        "edition": found_answer.edition,
        "is_synthetic": found_answer.is_synthetic,
        "compared_share": found_answer.kept,
        "left_out": to_plain(found_answer.left_out),
        "target": choice.target,
        "where": {name: list(codes) for name, codes in choice.where},
    }
    if by:
        found |= {"by": by, "groups": groups_of(LEAGUES[by](con, choice, rules), lang)}
    note_named(["net_impact"], [by] if by else [], Selection(where=choice.where), edition)
    return found


def groups_of(found: League, lang: Lang) -> list[dict[str, Any]]:
    """Return an account for each group; hidden and refused ones are marked."""
    return [_group(group, lang) for group in found.groups]


def _group(group: Group, lang: Lang) -> dict[str, Any]:
    named = {"group": group.code, "column": group.column, "state": "shown"}
    if group.is_hidden:
        return named | {"state": "hidden"}
    if group.refused or not group.found:
        found_answer = error_sentence(group.refused, lang) if group.refused else ""
        return named | {"state": "missing", "refused": found_answer}
    return {
        **named,
        "adjusted_p": group.adjusted_p,
        "shrunken": to_plain(group.shrunken),
        **account(group.found, lang, "pp", lambda name: column_label(name, lang)),
    }
