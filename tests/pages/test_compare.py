"""Two to four members side by side: from the address, with intervals, over the years, as a file."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from cruscotto.ui.compare import members

KPI = "placement_rate_6m"


def cells(app: AppTest, place: int) -> list[list[str]]:
    return app.dataframe[place].value.astype(str).to_numpy().tolist()


def every_indicator(app: AppTest) -> list[list[str]]:
    """Return the cells of the table of words, which no sign of Markdown stands in."""
    found = app.table[0].value.astype(str).to_numpy().tolist()
    return [[cell.replace("\\", "") for cell in row] for row in found]


def test_who_chose_nobody_is_asked_to_choose(visit: Callable[..., AppTest]) -> None:
    app = visit("compare")
    assert not app.exception
    assert len(app.info) == 1
    assert not app.dataframe


def test_an_example_is_one_click_away_and_then_in_the_address(
    visit: Callable[..., AppTest],
) -> None:
    app = visit("compare")
    assert app.button(key="compare_example").label == "Un esempio: Lombardia e Sicilia"
    app.button(key="compare_example").click().run()
    assert app.query_params["con"] == ["ITC4", "ITG1"]
    assert len(app.dataframe) > 0


def test_two_regions_of_a_link_stand_side_by_side_on_every_indicator(
    visit_people: Callable[..., AppTest],
) -> None:
    app = visit_people("compare", "exact", con="ITC4,ITG1", kpi=KPI)
    assert not app.exception
    one, years = (cells(app, place) for place in range(2))
    every = every_indicator(app)
    assert [row[0] for row in one] == ["Lombardia", "Sicilia"]
    assert all(row[0].isdigit() for row in years)
    assert len(every) > 20
    assert all(len(row) == 4 for row in every)
    placed = next(row for row in every if row[0] == "Inserimento a 6 mesi")
    # a rate of people stands with its interval
    assert all("–" in cell and "%" in cell for cell in placed[1:]), placed


def test_a_figure_hidden_on_the_map_is_hidden_here(visit_people: Callable[..., AppTest]) -> None:
    app = visit_people("compare", con="ITC4,ITC2", kpi=KPI)
    assert not app.exception
    placed = next(row for row in every_indicator(app) if row[0] == "Inserimento a 6 mesi")
    assert placed[2] == "nascosto"


def test_programmes_and_authorities_are_compared_too(visit: Callable[..., AppTest]) -> None:
    app = visit("compare", per="programme", con="2014IT05SFOP014,2014IT05SFOP015", lang="en")
    assert not app.exception
    assert len(app.dataframe) == len(app.table) == 1  # money has no years here
    assert len(cells(app, 0)) == 2


def test_no_more_than_four_are_compared_and_unknown_codes_are_left_out(
    visit: Callable[..., AppTest],
) -> None:
    app = visit("compare", con="ITC1,XX,ITC4,ITG1,ITF3,ITI1")
    assert not app.exception
    assert app.multiselect(key="compare_region").value == ["ITC1", "ITC4", "ITG1", "ITF3"]
    assert members.MOST == 4


def test_the_region_of_the_filters_is_the_first_to_be_compared(
    visit: Callable[..., AppTest],
) -> None:
    app = visit("compare", region="ITG1")
    assert app.multiselect(key="compare_region").value == ["ITG1"]
