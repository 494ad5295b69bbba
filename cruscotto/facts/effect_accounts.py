"""Net effects on the participants in the warehouse, as plain figures.

The command `impact` and the API give these figures. The cached answers behind them are those that
the pages show.
"""

from difflib import get_close_matches
from functools import partial
from typing import Any

from cruscotto.errors import TooFewPeople, UnknownName, WrongValue
from cruscotto.evaluation import cost_per_additional, to_plain
from cruscotto.facts.edition import Edition
from cruscotto.facts.net_effects import answer, by_region, by_subgroup, lock_in
from cruscotto.i18n import Lang, error_sentence
from cruscotto.impact.account import Account, account
from cruscotto.impact.choice import Choice, column_label
from cruscotto.impact.courses import lock_in_of
from cruscotto.impact.leagues import Group, League
from cruscotto.impact.outcomes import OUTCOMES
from cruscotto.kpi.query.selection import Selection
from cruscotto.kpi.wording.names import require_known_codes

LEAGUES = {"region": by_region, "subgroup": by_subgroup}


def of_choice(
    edition: Edition, choice: Choice, lang: Lang, by: str | None = None, cost: float | None = None
) -> Account:
    """Return the figures of the net effect for a choice, and of its groups if `by` is given.

    Args:
        edition: the edition that is asked, with its reader's rules.
        choice: which people and which outcome.
        lang: the language of the reasons and the labels.
        by: one of `LEAGUES`, to estimate each group too.
        cost: the cost per participant in euro, from which the cost of one more person in work is
            computed.

    Raises:
        WrongValue: `cost` is given, and the outcome is not a share of persons in work.
        TooFewPeople: too few people are behind the estimate to show it.
        EvaluationError: the data do not allow the estimate.
        UnknownName: `by` is not one of `LEAGUES`, or a filter has a code that does not exist.
    """
    if by is not None and by not in LEAGUES:
        raise UnknownName(
            kind="dimension", name=by, similar=get_close_matches(by, LEAGUES), known=list(LEAGUES)
        )
    if cost is not None and choice.measured.is_mean:
        raise WrongValue(option="--cost", value=cost, expected="--outcome employed_6m")
    require_known_codes(edition.con, Selection(where=choice.where))
    outcome = choice.measured
    found_answer = answer(edition, choice)
    if found_answer.refused:
        # kept, and raised for everybody who asks: it must not keep where it was raised before
        raise found_answer.refused.with_traceback(None)
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
        "lock_in": to_plain(lock_in_of(lock_in(edition, choice))),
        "target": choice.target,
        "where": {name: list(codes) for name, codes in choice.where},
    }
    if by:
        found |= {"by": by, "groups": groups_of(LEAGUES[by](edition, choice), lang)}
    return found


def groups_of(found: League, lang: Lang) -> list[dict[str, Any]]:
    """Return a dictionary for each group, with its figures and its state.

    The state is `shown`; `hidden` if the group has too few people; or `missing` if the data allow
    no estimate. Hidden and missing groups have no figures.
    """
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
