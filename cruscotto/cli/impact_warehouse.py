"""Net impact of the warehouse's own participants, for the command line."""

from difflib import get_close_matches
from functools import partial
from typing import Any

from cruscotto.access import current_rules
from cruscotto.cli.printing import note_named
from cruscotto.config import settings
from cruscotto.errors import TooFewPeople, UnknownName, WrongValue
from cruscotto.evaluation import cost_per_additional, to_plain
from cruscotto.facts import Edition
from cruscotto.i18n import Lang, error_sentence
from cruscotto.impact.account import Account, account
from cruscotto.impact.answers import answer, lock_in
from cruscotto.impact.choice import Choice, column_label
from cruscotto.impact.courses import lock_in_of
from cruscotto.impact.leagues import Group, League, by_region, by_subgroup
from cruscotto.impact.outcomes import OUTCOMES
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.wording.names import require_known_codes

LEAGUES = {"region": by_region, "subgroup": by_subgroup}


def of_warehouse(edition: Edition, choice: Choice, by: str | None, cost: float | None) -> Account:
    """Return the account of a choice, its groups after it, and write down that it is printed.

    Raises:
        WrongValue: the cost of a person more at work is asked of an outcome that is no work.
        TooFewPeople: too few stand behind the estimate to show it.
        EvaluationError: the data cannot carry it.
        UnknownName: no such league.
    """
    if by is not None and by not in LEAGUES:
        raise UnknownName(
            kind="dimension", name=by, similar=get_close_matches(by, LEAGUES), known=list(LEAGUES)
        )
    if cost is not None and choice.measured.is_mean:
        raise WrongValue(option="--cost", value=cost, expected="--outcome employed_6m")
    rules, lang, con = current_rules(), settings().lang, edition.con
    require_known_codes(con, Selection(where=choice.where))
    outcome = choice.measured
    found_answer = answer(con, choice, rules)
    if found_answer.refused:
        raise found_answer.refused
    if not found_answer.found:
        raise TooFewPeople(outcome=choice.outcome)
    spent = None if cost is None else cost_per_additional(found_answer.found.estimate, cost)
    label = partial(column_label, lang=lang)
    found = account(found_answer.found, lang, outcome.unit, label, spent)
    found |= {
        "edition": found_answer.edition,
        "is_synthetic": found_answer.is_synthetic,
        "compared_share": found_answer.kept,
        "left_out": to_plain(found_answer.left_out),
        "unit": outcome.unit,
        "outcome_label": outcome.label.in_(lang),
        "outcome_assumption": outcome.assumption.in_(lang) if outcome.assumption else None,
        "lock_in": to_plain(lock_in_of(lock_in(con, choice, rules))),
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
        **account(
            group.found,
            lang,
            OUTCOMES[group.found.estimate.outcome].unit,
            partial(column_label, lang=lang),
        ),
    }
