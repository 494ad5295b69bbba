"""Sentences and headings that exported files contain about themselves, in Italian and English."""

from cruscotto.i18n import Text

KIND_SENTENCES: dict[str, Text] = {
    "synthetic": Text(
        it="Dati sintetici di dimostrazione: nessuna cifra è reale.",
        en="Synthetic demonstration data: no figure is real.",
    ),
    "mixed": Text(
        it="Dati in parte sintetici di dimostrazione: la colonna data_kind dice quali; i totali "
        "che li comprendono non sono reali.",
        en="Partly synthetic demonstration data: the data_kind column says which; totals that "
        "include them are not real.",
    ),
}
DATA_SETS: dict[str, Text] = {
    "official": Text(it="Dati ufficiali", en="Official data"),
    "demonstration": Text(it="Dimostrazione", en="Demonstration"),
}
GUARD = Text(
    it="Le celle di testo che un foglio di calcolo eseguirebbe come formula hanno un apostrofo "
    "davanti; i numeri non sono toccati.",
    en="Text cells that a spreadsheet would run as a formula have an apostrophe in front; numbers "
    "are untouched.",
)
CODES = Text(
    it="I codici sono scritti come pubblicati, zeri iniziali compresi: se Excel propone di "
    "convertirli, scegliere «Non convertire».",
    en="Codes are written as published, leading zeros included: if Excel offers to convert them, "
    "choose “Don't Convert”.",
)
CELL_LIMIT = Text(
    it="Excel tiene 32.767 caratteri per cella: i testi più lunghi sono tagliati e finiscono con "
    "«[…]»; il CSV e il Parquet li hanno interi.",
    en="Excel holds 32,767 characters in a cell: longer texts are cut and end with “[…]”; CSV and "
    "Parquet have them whole.",
)
TITLE = Text(it="Contenuto", en="Content")
WARNING = Text(it="Avvertenza", en="Warning")
DATA_SET = Text(it="Insieme di dati", en="Data set")
FILTERS = Text(it="Filtri", en="Filters")
NO_FILTERS = Text(it="nessuno", en="none")
EDITIONS = Text(it="Edizioni", en="Editions")
SOURCE = Text(it="Fonte", en="Source")
VIEW = Text(it="Pagina con le stesse righe", en="Page with the same rows")
AUDIENCE = Text(it="Destinatari", en="Audience")
LIMITS = Text(it="Limiti del formato", en="Limits of the format")
