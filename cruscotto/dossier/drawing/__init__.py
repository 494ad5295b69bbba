"""Vector drawings of a dossier, the same SVG on paper and on the page, with text as text."""
