"""The columns about calls for proposals, and about bodies, in a file of operations."""

from cruscotto.demo import formats, labels
from cruscotto.demo.formats import constant, glue, pick
from cruscotto.demo.operations.lookup import Columns, of_line
from cruscotto.demo.operations.portfolio import Portfolio
from cruscotto.demo.operations.snapshot import Snapshot
from cruscotto.demo.territory.programmes import BudgetLine
from cruscotto.demo.texts_of_operations import themes

FIRST_ROLES = ("PROGRAMMATORE", "ATTUATORE", "BENEFICIARIO")
TOTALS = ("OC_TOTALE_PROGRAMMATORI", "OC_TOTALE_ATTUATORI", "OC_TOTALE_BENEFICIARI")
REGION_FORM = ("2.4.10", "Regione")


def actor_columns(whole: Portfolio, cut: Snapshot) -> Columns:
    """Return the columns about calls and bodies; only the managing authorities are real bodies."""
    owner, trainer = _owner(whole, cut), _trainer(whole, cut)
    is_public = whole.labels.is_public[cut.rows]
    taker = {key: formats.choose(is_public, owner[key], trainer[key]) for key in owner}
    roles = zip(FIRST_ROLES, (owner, taker, taker), strict=True)
    filled = {f"OC_{key}_{role}": text for role, who in roles for key, text in who.items()}
    return _call(whole, cut) | filled | {name: constant("1", cut.rows.size) for name in TOTALS}


def _owner(whole: Portfolio, cut: Snapshot) -> Columns:
    def form(line: BudgetLine) -> tuple[str, str]:
        return REGION_FORM if line.is_regional else ("", "")

    return {
        "CODFISC": of_line(whole, cut, lambda line: line.authority_code),
        "DENOM": of_line(whole, cut, lambda line: line.authority),
        "COD_FORMA_GIU": of_line(whole, cut, lambda line: form(line)[0]),
        "DESCR_FORMA_GIU": of_line(whole, cut, lambda line: form(line)[1]),
    }


def _trainer(whole: Portfolio, cut: Snapshot) -> Columns:
    body = whole.labels.body[cut.rows]
    numbers = range(int(whole.labels.body.max()) + 1)
    forms = [labels.BODY_KINDS[n % len(labels.BODY_KINDS)] for n in numbers]
    return {
        "CODFISC": glue("SINT", formats.number(body, 7)),
        "DENOM": pick([labels.body_name(n) for n in numbers], body),
        "COD_FORMA_GIU": pick([form[1] for form in forms], body),
        "DESCR_FORMA_GIU": pick([form[2] for form in forms], body),
    }


def _call(whole: Portfolio, cut: Snapshot) -> Columns:
    lines = list(enumerate(whole.lines))
    calls = range(labels.CALLS_PER_LINE)
    codes = [f"SINT-PRATT-{index:03d}-{call + 1}" for index, _ in lines for call in calls]
    names = [_call_name(line, call) for _, line in lines for call in calls]
    drawn = whole.line[cut.rows] * labels.CALLS_PER_LINE + whole.labels.call[cut.rows]
    return {
        "COD_PROCED_ATTIVAZIONE": pick(codes, drawn),
        "DESCR_PROCED_ATTIVAZIONE": pick(names, drawn),
        "COD_TIPO_PROCED_ATTIVAZIONE": constant("3", drawn.size),
        "DESCR_TIPO_PROCED_ATTIVAZIONE": constant("Avviso ad evidenza pubblica", drawn.size),
    }


def _call_name(line: BudgetLine, call: int) -> str:
    subjects = themes()[line.theme].calls
    year = int(line.period[:4]) + 1 + call
    return f"Avviso dimostrativo {call + 1}/{year}: {subjects[call % len(subjects)]}"
