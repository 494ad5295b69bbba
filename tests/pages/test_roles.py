"""Who reads is chosen once: an authority, a ministry, an analyst; each starts from its own."""

import pytest

from cruscotto.ui.state import sitemap


def shown(app) -> str:
    return " ".join(chip.proto.popover.label for chip in app.get("popover"))


def test_an_authority_starts_from_its_region_and_the_newest_period(visit) -> None:
    app = visit("overview", **{"as": "ITG1"})
    assert "Regione: Sicilia" in shown(app)
    assert "Periodo: 2014-2020" in shown(app)
    assert "Autorità di gestione:" not in shown(app)
    assert "Chi sono: Sicilia" in shown(app)


def test_net_impact_is_of_all_periods(visit) -> None:
    assert "Periodo:" not in shown(visit("net_impact", **{"as": "ITG1"}))


def test_on_its_own_page_an_authority_reads_of_its_own_programmes(visit) -> None:
    assert "Autorità di gestione: Regione Siciliana" in shown(
        visit("authorities", **{"as": "ITG1"})
    )


@pytest.mark.parametrize(
    "chosen", [{"managing_authority": "ITI1"}, {"programme": "2014IT05SFOP015"}]
)
def test_an_authority_or_a_programme_of_the_address_outweighs_the_role(visit, chosen) -> None:
    app = visit("authorities", **{"as": "ITG1", **chosen})
    assert not app.error
    assert "Sicilia" not in shown(app).replace("Chi sono: Sicilia", "")


def test_a_filter_outweighs_the_region_of_the_visitor_and_can_lift_it(visit) -> None:
    assert "Regione: Toscana" in shown(visit("overview", **{"as": "ITG1", "region": "ITI1"}))
    assert "Regione:" not in shown(visit("overview", **{"as": "ITG1", "region": "all"}))
    assert "Periodo:" not in shown(visit("overview", **{"as": "ITG1", "period": "all"}))


def test_a_ministry_starts_from_all_italy_in_the_newest_period(visit) -> None:
    app = visit("overview", **{"as": "ministry"})
    assert "Periodo: 2014-2020" in shown(app)
    assert "Regione:" not in shown(app)
    assert "Chi sono: un ministero" in shown(app)


def test_an_analyst_starts_from_all_there_is(visit) -> None:
    app = visit("overview", **{"as": "analyst"})
    assert "Periodo:" not in shown(app)
    assert "Chi sono: un analista" in shown(app)


@pytest.mark.parametrize(
    ("role", "page"), [("ITG1", "quadro"), ("ministry", "regioni"), ("analyst", "interventi")]
)
def test_each_has_the_way_to_the_page_from_which_it_starts(visit, role: str, page: str) -> None:
    links = [link.proto for link in visit("glossary", **{"as": role}).get("page_link")]
    (start,) = [link for link in links if link.label.startswith("Inizia da")]
    assert start.page == page
    assert f"as={role}" in start.query_string


def test_a_role_that_does_not_exist_is_nobody_s(visit) -> None:
    assert "Chi sono: scegli" in shown(visit("overview", **{"as": "XX"}))


def test_links_to_other_pages_carry_the_role_of_the_visitor(visit) -> None:
    app = visit("overview", **{"as": "ITG1"})
    menu = [link.proto for link in app.get("page_link")][: len(sitemap.PAGES)]
    assert all("as=ITG1" in str(link) for link in menu)
