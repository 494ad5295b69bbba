"""A page laid out for paper draws everything, tables as words, and offers nothing to click."""

import pytest

from cruscotto.i18n import t


@pytest.mark.parametrize("lang", ["it", "en"])
def test_paper_has_every_tab_and_whole_tables(visit, lang, open_tables) -> None:
    open_tables.undo()
    app = visit("regions", stampa="1", lang=lang)
    assert not app.exception
    heads = {head.value for head in app.header}
    assert {t(f"tabs.regions_{tab}", lang) for tab in ("map", "years", "compare")} <= heads
    assert not app.dataframe
    assert max(len(table.value) for table in app.table) >= 21


def test_paper_offers_no_file_and_the_way_back(visit) -> None:
    app = visit("regions", stampa="1")
    labels = [link.proto.label for link in app.get("page_link")]
    assert t("paper.back", "it") in labels
    assert t("paper.open", "it") in [link.proto.label for link in visit("regions").get("page_link")]
    assert [button.proto.label for button in app.get("download_button")] == []
