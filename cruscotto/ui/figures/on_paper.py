"""Charts on paper: rows that would exceed a sheet stand closer, with names on one line."""

from cruscotto.ui.figures.base import Figure

# Height of a chart that has its title on its sheet; heights of a row of one line, the usual one and
# the least at which words do not touch, and of two lines, a figure above its interval; scale and
# margins; rows from which on all names are written in one line, as a sheet has room for; a map.
SHEET, ROW, CLOSEST, ROW_OF_TWO, BESIDE = 900, 22, 15, 34, 80
MANY, MAP = 15, 360


def fitted(figure: Figure) -> Figure:
    """Return a chart made low enough for a sheet of paper.

    The height of a map is limited. Rows that would exceed a sheet stand closer, with each name on
    one line.

    Args:
        figure: a chart; its `height` is in pixels of the screen.
    """
    layout = figure["layout"]
    if "geo" in layout:
        return {**figure, "layout": {**layout, "height": min(MAP, layout["height"])}}
    names = layout.get("yaxis", {}).get("ticktext") or ()
    is_crowded = len(names) >= MANY and any("<br>" in name for name in names)
    if not names or not (is_crowded or layout.get("height", 0) > SHEET):
        return figure
    has_two = any("<br>" in one.get("text", "") for one in layout.get("annotations") or ())
    pitch = ROW_OF_TWO if has_two else max(CLOSEST, min(ROW, (SHEET - BESIDE) // len(names)))
    axis = {**layout["yaxis"], "ticktext": [name.replace("<br>", " ") for name in names]}
    lower = {"height": min(pitch * len(names) + BESIDE, layout["height"]), "yaxis": axis}
    return {**figure, "layout": {**layout, **lower}}
