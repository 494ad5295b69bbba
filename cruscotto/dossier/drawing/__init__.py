"""Vector drawings of a dossier: the same SVG on paper and in the page, words as words."""
