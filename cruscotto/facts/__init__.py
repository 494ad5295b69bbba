"""Questions to one edition of the warehouse, guarded for one audience, with cached answers.

Screens, dossiers and commands read the warehouse here. An `Edition` names the file that is read and
who reads it; each module has questions of one subject. The package imports no Streamlit and has no
sentences.
"""

from cruscotto.facts.edition import Edition, remembered

__all__ = ["Edition", "remembered"]
