"""A visitor who chose a region to start from starts there, on every page."""

from cruscotto.ui.state import sitemap


def shown(app) -> str:
    return " ".join(chip.proto.popover.label for chip in app.get("popover"))


def test_the_region_of_a_visitor_is_chosen_where_the_address_chooses_none(visit) -> None:
    app = visit("overview", **{"as": "ITG1"})
    assert "Regione: Sicilia" in shown(app)
    assert "Parto da: Sicilia" in shown(app)


def test_a_filter_outweighs_the_region_of_the_visitor_and_can_lift_it(visit) -> None:
    assert "Regione: Toscana" in shown(visit("overview", **{"as": "ITG1", "region": "ITI1"}))
    assert "Regione:" not in shown(visit("overview", **{"as": "ITG1", "region": "all"}))


def test_a_region_that_does_not_exist_is_nobody_s(visit) -> None:
    assert "Parto da: tutta Italia" in shown(visit("overview", **{"as": "XX"}))


def test_links_to_other_pages_carry_the_region_of_the_visitor(visit) -> None:
    app = visit("overview", **{"as": "ITG1"})
    menu = [link.proto for link in app.get("page_link")][: len(sitemap.PAGES)]
    assert all("as=ITG1" in str(link) for link in menu)
