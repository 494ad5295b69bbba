"""The page on net impact, on a small country whose true effects are known."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from cruscotto.evaluation import Effect, Judgement
from cruscotto.evaluation.errors import OutcomeNotDue
from cruscotto.evaluation.judgement.rules import Reason
from cruscotto.i18n import t
from cruscotto.impact.choice import Choice
from cruscotto.impact.courses import State, lock_in_of
from cruscotto.impact.leagues import Group
from cruscotto.sources.importing import Batch, import_batches
from cruscotto.ui.net_impact import caveats, findings, league_parts, proof, subgroups
from cruscotto.ui.net_impact import files as impact_files
from cruscotto.ui.net_impact import headline as impact_headline
from cruscotto.ui.state import net_effects
from cruscotto.ui.text import effects

EDITION = date(2024, 8, 31)
OPERATIONS = {"ITG1": "2014IT05SFOP014", "ITH3": "2014IT05SFOP012"}
STATUSES = ("unemployed", "long_term_unemployed", "inactive")
COURSES = 40  # of each region: errors go by course, and want more than thirty


def drawn(seed: int, flawed: bool):
    """People of two regions; in a flawed country participants had worked more two years before."""
    draw = np.random.default_rng(seed)
    later = np.random.default_rng(seed + 1)
    people, histories = [], []
    for number in range(2_400):
        region = "ITG1" if draw.random() < 0.5 else "ITH3"
        status = STATUSES[draw.integers(0, 3)]
        took_part = draw.random() < (0.35 if status == "long_term_unemployed" else 0.5)
        fortune = 0.45 - 0.15 * (status == "long_term_unemployed")
        person = f"P{number:05}"
        people.append(
            (
                person,
                region,
                status,
                took_part,
                draw.random() < fortune + 0.15 * took_part,
                draw.integers(20, 60),
            )
        )
        for month in ("2018-03-01", "2018-09-01", "2019-03-01", "2019-09-01"):
            lean = 0.25 * (flawed and took_part and month < "2019")
            histories.append((person, month, draw.random() < fortune + lean, ""))
        if not flawed:
            histories += followed(person, took_part, fortune, people[-1][4], later)
    return people, histories


def followed(person, took_part, fortune, works, draw):
    """A month of the course, in which participants hardly work, and pay a year after it."""
    during = draw.random() < (0.1 if took_part else fortune)
    pay = draw.integers(900, 1_400) if works and draw.random() > 0.04 else ""
    return [(person, "2019-12-01", during, ""), (person, "2021-02-01", works, pay)]


def write(path: Path, columns, rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def course(region: str, number: int) -> str:
    return f"SINT-{OPERATIONS[region]}-{number % COURSES + 1}"


def build(folder: Path, operation, write_opencoesione, flawed: bool) -> Path:
    people, histories = drawn(5, flawed)
    link, shared = folder / "cruscotto.duckdb", ("F", "3", "2019-11-02", "register")
    operations = [
        operation(
            course(region, number),
            OC_CODICE_PROGRAMMA=code,
            OC_COD_ARTICOLAZ_PROGRAMMA="1",
            COD_REGIONE="019" if region == "ITG1" else "005",
            COD_PROVINCIA="",
            CUP_DESCR_CATEGORIA="TIROCINI, STAGE",
        )
        for region, code in OPERATIONS.items()
        for number in range(COURSES)
    ]
    published = write_opencoesione(folder / "o.csv", operations)
    names = (
        "person_id",
        "operation_code",
        "region",
        "status_at_entry",
        "age_at_entry",
        "status_6m",
        "sex",
        "education_isced",
        "entry_date",
        "outcome_source",
    )
    rows = [
        (p, course(r, int(p[1:])), r, s, a, "employed" if w else "searching", *shared, took)
        for p, r, s, took, w, a in people
    ]
    treated = [(f"SINT-{r[0]}", "2020-02-01", *r[:-1]) for r in rows if r[-1]]
    others = [(f"SINT-{r[0]}", "rejected", "2020-02-01", *r[:-1]) for r in rows if not r[-1]]
    tables = (
        ("participations", ("participation_id", "exit_date", *names), treated),
        ("comparisons", ("comparison_id", "group_reason", "reference_date", *names), others),
        (
            "employment_history",
            ("person_id", "month", "employed", "earnings", "is_synthetic"),
            [(*row, True) for row in histories],
        ),
    )
    files = [(name, write(folder / f"{name}.csv", columns, rows)) for name, columns, rows in tables]
    import_batches(
        [Batch(name, EDITION, (file,)) for name, file in (("opencoesione", published), *files)],
        link,
    )
    return link


@pytest.fixture(scope="module")
def sound(tmp_path_factory, operation, write_opencoesione) -> Path:
    return build(tmp_path_factory.mktemp("sound"), operation, write_opencoesione, flawed=False)


@pytest.fixture(scope="module")
def flawed(tmp_path_factory, operation, write_opencoesione) -> Path:
    return build(tmp_path_factory.mktemp("flawed"), operation, write_opencoesione, flawed=True)


@pytest.fixture
def visit(
    visiting: Callable[[Path], None], opened: Callable[..., AppTest]
) -> Callable[..., AppTest]:
    """Return `visit(warehouse, page, **query)`."""

    def visit(warehouse: Path, page: str = "net_impact", **query: str) -> AppTest:
        visiting(warehouse)
        return opened(page, **query)

    return visit


def words_of(app: AppTest) -> str:
    blocks = (app.title, app.header, app.subheader, app.markdown, app.warning, app.info, app.error)
    return "\n".join(str(element.value) for block in blocks for element in block)


# ---------------------------------------------------------------- the page
@pytest.mark.parametrize("lang", ["it", "en"])
def test_the_page_answers_first_in_a_sentence_with_its_interval(visit, sound, lang) -> None:
    app = visit(sound, lang=lang)
    assert not app.exception
    assert app.title[0].value == t("net_impact.title", lang)
    lead = next(m.value for m in app.markdown if m.value.startswith("**")).replace("\\", "")
    assert {"it": "Effetto netto +", "en": "Net effect +"}[lang] in lead
    assert {"it": "da +", "en": "from +"}[lang] in lead


def test_the_verdict_stands_in_plain_words_with_its_level(visit, sound) -> None:
    [verdict] = [box.value for box in visit(sound).info]
    assert "Stima credibile" in verdict
    assert "Livello 3 su 5" in verdict


def test_a_failing_placebo_takes_the_word_effect_away(visit, flawed) -> None:
    app = visit(flawed)
    [verdict] = [box.value for box in app.error]
    assert "Effetto non determinabile" in verdict
    assert "i gruppi non erano confrontabili" in verdict
    text = words_of(app)
    assert "Quanto si debba al corso" in text
    assert "Effetto netto" not in text
    assert "+1" not in next(m.value for m in app.markdown if m.value.startswith("**"))
    assert {m.value for m in app.metric} >= {"–"}


def test_no_league_is_drawn_where_the_verdict_is_withheld(visit, flawed) -> None:
    assert "regioni e gruppi di persone non si confrontano" in words_of(visit(flawed))


def test_regions_and_groups_stand_side_by_side_where_it_is_given(visit, sound) -> None:
    headers = [header.value for header in visit(sound).header]
    assert any("regioni" in header for header in headers)
    assert any("gruppi di persone" in header for header in headers)


def test_the_choices_reach_the_estimate(visit, sound) -> None:
    whole = visit(sound).metric[0].value
    some = visit(sound, target="long_term_unemployed").metric[0].value
    assert int(some.replace(".", "")) < int(whole.replace(".", ""))


def test_too_few_people_are_never_shown(visit, sound) -> None:
    app = visit(sound, target="over_54", outcome="employed_6m", region="ITG1,ITH3", theme="08")
    few = visit(sound, target="men")
    assert not app.exception
    assert not few.metric
    assert "troppo poche" in words_of(few)


def test_an_outcome_that_nobody_knows_gives_no_number(visit, sound) -> None:
    app = visit(sound, outcome="permanent_6m")
    assert not app.exception
    assert not app.metric


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", ("€ (da +", "zero per chi in quel mese non lavorava", "non è nota e non è zero")),
        ("en", ("€", "zero for those not at work in that month", "pay is unknown and not zero")),
    ],
)
def test_pay_is_an_outcome_in_euro_that_states_whose_it_is(visit, sound, lang, words) -> None:
    app = visit(sound, outcome="earnings_12m", lang=lang)
    assert not app.exception
    text = words_of(app).replace("\\", "")
    for one in words:
        assert one in text.replace("\u00a0", " ")
    lead = next(m.value for m in app.markdown if m.value.startswith("**"))
    assert "p.p." not in lead
    # nobody costs less for earning more, and nobody "would work anyway" in euro
    assert len(app.metric) == 2


@pytest.mark.parametrize("outcome", ["earnings_12m", "earnings_change", "course_work"])
def test_every_tab_of_a_mean_is_drawn(visit, sound, outcome) -> None:
    for tab in ("overlap", "time", "returns", "regions", "groups"):
        app = visit(sound, outcome=outcome, scheda=tab)
        assert not app.exception


@pytest.mark.parametrize(
    ("country", "lang", "words"),
    [
        ("sound", "it", "Chi segue il corso intanto lavora meno: −"),
        ("sound", "en", "Those on the course work less in that time: −"),
        ("flawed", "it", "Lavoro durante il corso: non noto"),
        ("flawed", "en", "Work during the course: unknown"),
    ],
)
def test_lock_in_is_a_sentence_or_the_reason_why_there_is_none(
    visiting, request, country, lang, words
) -> None:
    visiting(request.getfixturevalue(country))
    held = net_effects.lock_in(Choice())
    assert words in findings.lock_in(held, lang).replace("\u00a0", " ")


def test_lock_in_claims_no_more_than_its_verdict(visiting, sound) -> None:
    visiting(sound)
    held = net_effects.lock_in(Choice())
    for judged, words in (
        (Judgement.WEAK, "è indicativa"),
        (Judgement.NOT_DETERMINABLE, "non si può dire"),
    ):
        verdict = replace(held.found.verdict, judgement=judged)
        sentence = findings.lock_in(replace(held, found=replace(held.found, verdict=verdict)), "it")
        assert words in sentence
        assert "trattiene" not in sentence
    hidden = replace(held, found=None, is_hidden=True)
    assert findings.lock_in(hidden, "it") == t("net_impact.lock_in_hidden", "it")
    late = replace(held, found=None, refused=OutcomeNotDue(outcome="course_work"))
    assert "non ancora maturo" in findings.lock_in(late, "it")
    none = {lock_in_of(one).state: lock_in_of(one).difference for one in (hidden, late)}
    assert none == {State.HIDDEN: None, State.NOT_DUE: None}


@pytest.mark.parametrize(
    ("unit", "gross", "att", "is_apart"),
    [
        ("earnings_12m", 650.4, 165.6, True),  # 650 less 485 is written, and +166
        ("earnings_12m", 650.0, 166.0, False),
        ("employed_6m", 0.5874, 0.1175, True),
        ("employed_6m", 0.587, 0.118, False),
    ],
)
def test_a_difference_that_a_reader_would_subtract_otherwise_says_how_it_is_rounded(
    visiting, sound, unit, gross, att, is_apart
) -> None:
    visiting(sound)
    answer = net_effects.answer(Choice())
    one = replace(
        answer.found.estimate, outcome=unit, gross=gross, att=att, counterfactual=gross - att
    )
    about = replace(answer, found=replace(answer.found, estimate=one))
    for lang in ("it", "en"):
        assert (t("why.rounded", lang) in findings.finding(about, lang)) == is_apart


def test_of_a_mean_the_shares_of_unknown_outcomes_stand_once(visiting, sound) -> None:
    visiting(sound)
    answer = net_effects.answer(Choice(outcome="earnings_12m"))
    assert not answer.found.estimate.bounds
    beside = " ".join(caveats.sentences(answer, "it"))
    assert beside.count("L'esito non è noto per") == 1
    assert beside.count("non è zero") == 1
    reason = Reason("attrition", {"treated": 0.1, "compared": 0.1, "line": 0.1})
    verdict = replace(answer.found.verdict, reasons=(reason,))
    stated = replace(answer, found=replace(answer.found, verdict=verdict))
    assert "L'esito non è noto" not in " ".join(caveats.sentences(stated, "it"))


def test_without_comparison_persons_the_page_says_how_to_bring_them(visit, country) -> None:
    app = visit(country)
    assert not app.exception
    assert "nessun effetto netto si può stimare" in words_of(app)
    assert any("cruscotto import comparisons" in block.value for block in app.code)


def test_the_methodology_explains_net_impact() -> None:
    for lang in ("it", "en"):
        assert "placebo" in t("methodology.net_impact", lang)


# ---------------------------------------------------------------- files and figures
@pytest.fixture
def answered(visiting, sound):
    visiting(sound)
    return net_effects.answer(Choice(where=(("theme", ("08",)),)))


def test_the_file_holds_what_is_needed_to_estimate_again(answered) -> None:
    files = impact_files.of_table(
        "net_impact", lambda lang: ("x", impact_headline.estimate_table(answered, lang)), answered
    )
    rows = files.data("it").decode("utf-8-sig")
    assert "cruscotto impact --warehouse" in rows
    assert answered.found.estimate.sample_hash in rows
    told = json.loads(files.sidecar("it"))
    facts = {definition["name"]: definition for definition in told["definitions"]}
    assert set(facts) == {"command", "sample_hash", "design"}
    assert json.loads(facts["design"]["definition"]["it"])["treated"] == "participated"
    assert told["filters"]["theme"] == ["08"]
    assert told["data_kind"]["code"] == "synthetic"
    assert "sintetici" in files.name("it")


def test_the_picture_begins_the_net_effect_where_the_counterfactual_ends(answered) -> None:
    figure = impact_headline.figure_of(answered.found, "it")
    bars = figure["data"][0]
    one = answered.found.estimate
    assert bars["x"] == [one.gross, one.counterfactual, one.att]
    assert bars["base"] == [0.0, 0.0, one.counterfactual]
    assert figure["data"][2]["x"] == [one.counterfactual + one.low, one.counterfactual + one.high]


def test_points_are_written_with_their_sign(answered) -> None:
    assert effects.points(0.1234, "it").replace("\u00a0", " ") == "+12,3 p.p."
    assert effects.points(-0.0006, "en").replace("\u00a0", " ") == "−0.1 p.p."
    assert effects.points(0.0, "it").replace("\u00a0", " ") == "0,0 p.p."


def test_a_table_of_groups_leaves_none_out_and_says_why_a_figure_is_missing(answered) -> None:
    league = net_effects.by_subgroup(answered.choice)
    table = league_parts.table_of(league, lambda group: group.code, "it")
    assert len(table.rows) == len(league.groups)
    for row, group in zip(table.rows, league.groups, strict=True):
        assert (row[1] is None) == (group.found is None)
        assert row[-1] == findings.group_state(group, "it")


@pytest.mark.parametrize("result", ["failed", "slight", "passed"])
def test_the_placebo_is_said_as_the_verdict_judged_it(answered, result) -> None:
    given = tuple(Reason(f"placebo_{one}", True) for one in [result] if one != "passed")
    verdict = replace(answered.found.verdict, reasons=given)
    assert findings.placebo_result(replace(answered.found, verdict=verdict)) == result


def test_a_difference_before_the_course_is_counted_in_the_title() -> None:
    steps = [(-24, 0.007, 0.001), (-18, 0.01, 0.004), (-15, 0.0, -0.01), (6, 0.1, 0.09)]
    effects_seen = tuple(
        (month, Effect(name=str(month), att=att, se=0.005, low=low, high=2 * att - low))
        for month, att, low in steps
    )
    assert "in 2 dei 3 momenti" in proof._path_title(effects_seen, "it")
    assert "non si vede" in proof._path_title(effects_seen[2:], "it")


def test_no_p_value_is_written_as_nought() -> None:
    assert subgroups._p_value(0.00004, "it") == "&lt; 0,001"
    assert subgroups._p_value(0.0312, "en") == "0.031"


def test_a_hidden_group_is_said_to_be_hidden() -> None:
    assert findings.group_state(Group("F", "sex_code", is_hidden=True), "it") == "nascosto"


# ---------------------------------------------------------------- the overview
def beside(app: AppTest) -> list[list[str]]:
    frames = [frame.value for frame in app.dataframe if "net_effect" in frame.value.columns]
    return [row for frame in frames for row in frame.astype(str).to_numpy().tolist()]


def test_the_overview_offers_the_net_effect_and_computes_none_before_it_is_asked(
    visit, sound
) -> None:
    app = visit(sound, page="overview")
    assert not app.exception
    assert [button.key for button in app.button].count("net_beside") == 1
    assert not beside(app)


def test_the_overview_shows_net_beside_gross_only_where_the_verdict_allows(
    visit, sound, flawed
) -> None:
    app = visit(sound, page="overview", net="1")
    assert t("net_beside.finding", "it", better=1, n=1) in [head.value for head in app.header]
    [told] = beside(app)
    assert "p.p." in told[1]
    assert "da +" in told[1]
    app = visit(flawed, page="overview", net="1")
    assert t("net_beside.title", "it") in [head.value for head in app.header]
    [withheld] = beside(app)
    assert withheld[1] == t("net_beside.withheld", "it")
    assert withheld[2].endswith("%")
