"""Charts and maps of a dossier as SVG, the same in PDF and in HTML; their texts can be selected."""
