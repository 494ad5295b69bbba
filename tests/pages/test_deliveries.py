"""What Qualità says of deliveries: the source that counts for a programme, the files ignored."""

from datetime import date

import pytest

from cruscotto.i18n import t
from cruscotto.sources.catalogue import SOURCES
from cruscotto.sources.importing import import_files

AP00 = "LOCALE-1|CORSO|CORSO|02.11|G00A18000000001|Z|01/03/2018|31/12/2019|10/12/2019|||\n"
AP04 = "LOCALE-1|2014IT05SFOP014|1||\n"


@pytest.fixture(scope="module")
def delivered(warehouse, copy_warehouse, tmp_path_factory):
    """Return the portfolio with exchange files of the same day and programme, and a log."""
    folder = tmp_path_factory.mktemp("delivered")
    files = folder / "consegna"
    files.mkdir()
    (files / "AP00.txt").write_text(AP00)
    (files / "AP04.txt").write_text(AP04)
    (files / "AP04.log").write_text("fine")
    link = copy_warehouse(warehouse, folder)
    import_files("puc", [files], link, date(2024, 8, 31))
    return link


def words_of(app) -> str:
    return " ".join(
        str(x.value) for kind in ("header", "markdown", "caption") for x in app.get(kind)
    )


@pytest.mark.parametrize("lang", ["it", "en"])
def test_what_stands_aside_and_what_was_ignored_is_said(delivered, visit, visiting, lang) -> None:
    visiting(delivered)
    app = visit("data_quality", lang=lang)
    assert not app.exception
    said = words_of(app)
    assert t("deliveries.sources_title", lang) in said
    assert t("deliveries.ignored_title", lang) in said
    shown = str([frame.value.to_dict() for frame in app.dataframe])
    assert SOURCES["opencoesione"].name.in_(lang) in shown
    assert "AP04.log" in shown


def test_where_nothing_stands_aside_nothing_is_said(visit) -> None:
    said = words_of(visit("data_quality", lang="it"))
    assert t("deliveries.sources_title", "it") not in said
    assert t("deliveries.ignored_title", "it") not in said
