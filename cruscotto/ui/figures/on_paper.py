"""A chart on paper: rows that are more than a sheet holds stand closer, each name in one line."""

from cruscotto.ui.figures.base import Figure

# Height up to which a chart has its title on its sheet; height of a row with one line of words, and
# with the two that a figure and its interval take; scale and margins.
SHEET, ROW, ROW_OF_TWO, BESIDE = 900, 22, 30, 80


def fitted(figure: Figure) -> Figure:
    """Return a chart of rows no taller than need be, where it is taller than a sheet.

    Args:
        figure: a chart, its `height` in pixels of the page.
    """
    layout = figure["layout"]
    names = layout.get("yaxis", {}).get("ticktext") or ()
    if layout.get("height", 0) <= SHEET or not names:
        return figure
    has_two = any("<br>" in one.get("text", "") for one in layout.get("annotations") or ())
    height = len(names) * (ROW_OF_TWO if has_two else ROW) + BESIDE
    axis = {**layout["yaxis"], "ticktext": [name.replace("<br>", " ") for name in names]}
    lower = {"height": min(height, layout["height"]), "yaxis": axis}
    return {**figure, "layout": {**layout, **lower}}
