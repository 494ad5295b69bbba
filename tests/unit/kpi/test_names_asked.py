"""A name that no command knows is answered with those that this command knows, in one sentence."""

import pytest
from typer.testing import CliRunner

from cruscotto.cli.main import app
from cruscotto.errors import CruscottoError, NotAvailableBy, NotSettled, UnknownName
from cruscotto.i18n import LANGS, error_sentence
from cruscotto.i18n.catalogue import LONGEST_LIST, LONGEST_SENTENCE
from cruscotto.kpi.change.cohorts import SETTLED
from cruscotto.kpi.change.explaining import EXPLAINED, is_explained
from cruscotto.kpi.change.fair_targets import FAIR
from cruscotto.kpi.errors import NotFair, TooManyDimensions
from cruscotto.kpi.query.measuring import MOST_DIMENSIONS
from cruscotto.kpi.registry import KPIS, MART_DIMENSIONS, dimensions_of

YEARS = ("--from", "year=2019", "--to", "year=2020")
TWO_YEARS = ("--from", "2019", "--to", "2020")
OF_PAYMENTS = {*MART_DIMENSIONS["operation_share"]}
CASES = {
    "settle nothing": (UnknownName, {*SETTLED}),
    "settle payment_rate": (NotSettled, {*SETTLED}),
    "settle payments_eur --where nothing=1": (UnknownName, OF_PAYMENTS),
    "kpi nothing": (UnknownName, {*KPIS}),
    "kpi payments_eur --by nothing": (UnknownName, OF_PAYMENTS),
    "kpi payments_eur --where nothing=1": (UnknownName, OF_PAYMENTS),
    f"why nothing {' '.join(YEARS)}": (UnknownName, {*EXPLAINED}),
    "why payments_eur --from nothing=1 --to nothing=2": (UnknownName, OF_PAYMENTS | {"edition"}),
    f"fair-target nothing {' '.join(TWO_YEARS)}": (UnknownName, {*FAIR}),
    f"fair-target payments_eur {' '.join(TWO_YEARS)}": (NotFair, {*FAIR}),
    "export nothing --out out.csv": (UnknownName, {"operations", "kpi", "indicators"}),
    "export kpi --kpi nothing --out out.csv": (UnknownName, {*KPIS}),
    "export kpi --kpi payments_eur --by nothing --out out.csv": (UnknownName, OF_PAYMENTS),
    "impact --outcome nothing": (UnknownName, {"employed_6m", "earnings_12m"}),
}


def refused(warehouse, words: str) -> CruscottoError:
    done = CliRunner().invoke(app, ["--warehouse", str(warehouse), *words.split()])
    assert isinstance(done.exception, CruscottoError), (done.output, done.exception)
    return done.exception


@pytest.mark.parametrize("words", CASES)
def test_what_is_not_known_is_answered_with_what_the_command_knows(warehouse, words) -> None:
    error = refused(warehouse, words)
    kind, known = CASES[words]
    assert type(error) is kind
    named = {*error.facts["known"]}
    assert known == named or (words.startswith("impact") and known < named)
    assert {*error.facts.get("similar", ())} <= named


@pytest.mark.parametrize(
    "words",
    [
        "settle placement_rate_6m --where sex=F",
        "settle placement_rate_6m --where provider=NOBODY",
        "kpi payments_eur --where sex=NOTHING",
        "export operations --where sex=F --out out.csv",
        f"why payments_eur {' '.join(YEARS)} --where sex=NOTHING",
    ],
)
def test_a_filter_without_meaning_is_named_before_its_codes_are_looked_up(warehouse, words) -> None:
    assert isinstance(refused(warehouse, words), NotAvailableBy)


def test_net_impact_of_a_place_that_does_not_exist_is_not_called_too_few_people(warehouse) -> None:
    assert isinstance(refused(warehouse, "impact --where region=NOWHERE"), UnknownName)


def test_where_no_year_has_a_figure_the_reason_stands_beside_an_empty_file(warehouse) -> None:
    asked = ["--warehouse", str(warehouse), "settle", "payments_eur", "--format", "csv"]
    done = CliRunner().invoke(app, asked)
    assert (done.exit_code, done.stdout.strip()) == (0, "")
    assert "nessuna data è nota" in done.stderr


@pytest.mark.parametrize("lang", LANGS)
def test_the_sentence_holds_whole_names_and_how_many_there_are(lang) -> None:
    names = list(KPIS)
    error = UnknownName(kind="kpi", name="nothing", similar=[], known=names)
    sentence = error_sentence(error, lang)
    assert len(sentence) < LONGEST_SENTENCE
    assert "–" not in sentence
    listed = sentence.partition(": ")[2]
    whole, _, rest = listed.partition(", … (")
    assert whole.split(", ") == names[: whole.count(", ") + 1]
    assert LONGEST_LIST - 60 < len(whole) <= LONGEST_LIST
    assert rest.startswith(f"{len(names)} ")
    near = UnknownName(kind="kpi", name="payment", similar=["payments_eur"], known=names[:3])
    assert ", ".join(names[:3]) in error_sentence(near, lang)
    assert "payments_eur." in error_sentence(near, lang)


def test_dimensions_of_several_indicators_are_those_that_all_of_them_have() -> None:
    both = dimensions_of(KPIS["payments_eur"], KPIS["placement_rate_6m"])
    assert "region" in both
    assert not {"sex", "status", "outcome_source"} & {*both}
    assert "outcome_source" in dimensions_of(KPIS["placement_rate_6m"])


def test_every_target_that_can_be_moved_is_a_rate_that_can_be_explained() -> None:
    assert FAIR
    assert all(is_explained(KPIS[name]) and KPIS[name].mart == "participation" for name in FAIR)


def test_more_dimensions_than_can_be_answered_are_refused_in_a_sentence(warehouse) -> None:
    names = ("region", "axis", "theme", "programme", "fund", "period", "year")
    assert len(names) == MOST_DIMENSIONS + 1
    found = refused(warehouse, f"kpi payments_eur {' '.join(f'--by {name}' for name in names)}")
    assert isinstance(found, TooManyDimensions)
    assert "--where" in error_sentence(found, "it")
