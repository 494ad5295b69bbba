"""Questions about one edition of the warehouse, with answers that one audience may see.

Screens, dossiers and commands read the warehouse through this package. An `Edition` has the path of
the warehouse's file and the disclosure rules of its reader. Each module has the questions about one
subject. Answers are cached. The package imports no Streamlit and, outside `review_words`, contains
no sentences.
"""

from cruscotto.facts.edition import Edition, remembered

__all__ = ["Edition", "remembered"]
