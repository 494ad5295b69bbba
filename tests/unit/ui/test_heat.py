"""A matrix on a phone: each figure in its row and column, colours with their ink."""

import re
from html import unescape

from cruscotto.ui.text import heat


def test_cells_stand_in_the_order_of_rows_and_columns_and_an_empty_one_stays_empty() -> None:
    blue = heat.Shade("<30", "#0066CC", "#FFFFFF")
    written = heat.html(
        ["Edilizia & c.", "Turismo"], [("Valle d'Aosta", [blue, None])], "Copertura"
    )
    heads = re.findall(r'<th scope="col"><span>(.*?)</span>', written)
    assert [unescape(head) for head in heads] == ["Edilizia & c.", "Turismo"]
    body = written.split("<tbody>")[1]
    assert re.findall(r"<td(.*?)>(.*?)</td>", body) == [
        (' style="background:#0066CC;color:#FFFFFF"', "&lt;30"),
        ("", ""),
    ]
    assert 'aria-label="Copertura"' in written
