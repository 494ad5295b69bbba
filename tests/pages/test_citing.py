"""A figure is cited with its title, its edition, what kind of data, and an address."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest


def test_a_link_that_cites_another_edition_is_answered_with_a_warning(
    visit: Callable[..., AppTest],
) -> None:
    app = visit("overview", edizione="2024-06-30", region="ITG1")
    assert not app.exception
    assert not app.error, app.error[0].value
    (warning,) = app.warning
    assert "2024-06-30" in warning.value
    assert "31 agosto 2024" in warning.value
    stay = next(button for button in app.button if button.label.startswith("Resta"))
    app = stay.click().run()
    assert not app.warning
    assert "edizione" not in app.query_params
    assert app.query_params["region"] in ("ITG1", ["ITG1"])


def test_a_link_to_the_edition_shown_or_to_the_newest_needs_no_warning(
    visit: Callable[..., AppTest],
) -> None:
    for asked in ("2024-08-31", "ultima"):
        assert not visit("overview", edizione=asked).warning


def test_a_citation_names_title_edition_kind_day_and_address(visit: Callable[..., AppTest]) -> None:
    app = visit("regions", region="ITG1")
    app.session_state["map_cite"] = True
    app = app.run()
    assert not app.exception
    assert not app.error, app.error[0].value
    link, short, long, bibtex = (code.value for code in app.code)
    assert link.endswith("?region=ITG1&edizione=2024-08-31")
    assert "edizione dei dati del 31 agosto 2024" in short
    assert "dati sintetici" in short
    assert long.endswith(link)
    assert "Consultato il" in long
    assert bibtex.startswith("@misc{cruscotto-map-2024-08-31,")
    assert f"url = {{{link}}}" in bibtex
