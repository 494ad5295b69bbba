"""The money of one objective, in programmes that deliver exchange files."""

from cruscotto.i18n import Lang
from cruscotto.kpi.query.selection import Selection
from cruscotto.ui.exhibit import programme_money as money
from cruscotto.ui.state import session


def is_delivered(selection: Selection) -> bool:
    """Return whether any programme of the selection delivers exchange files."""
    return bool(money.delivered(session.programmes_of(selection)))


def draw(theme: str, selection: Selection, lang: Lang) -> None:
    """Draw one objective's money from planned to certified: in total, by month and by axis."""
    delivered = money.delivered(session.programmes_of(selection))
    money.waterfall(delivered, lang, theme)
    money.series(delivered, lang, theme)
    money.axes(delivered, lang, theme)
