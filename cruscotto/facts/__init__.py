"""The facts of one edition of the warehouse, guarded for one audience and each worked out once.

Screens, dossiers and commands read the warehouse here: an `Edition` names what is read and by whom,
and the modules beside it hold the questions. Nothing here knows Streamlit, and nothing is worded.
"""

from cruscotto.facts.edition import Edition, remembered

__all__ = ["Edition", "remembered"]
