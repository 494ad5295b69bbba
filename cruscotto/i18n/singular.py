"""Put nouns into the singular after a count of one: catalogues write `{n} programmi`."""

import re
from typing import Literal

# What a catalogue writes after a count, and what it is of one.
ONE: dict[str, dict[str, str]] = {
    "it": {
        "assi": "asse",
        "campi illeggibili": "campo illeggibile",
        "campi": "campo",
        "casi": "caso",
        "celle": "cella",
        "conti": "conto",
        "controlli": "controllo",
        "esiti non noti": "esito non noto",
        "giorni": "giorno",
        "gruppi": "gruppo",
        "inserimenti coerenti": "inserimento coerente",
        "interventi": "intervento",
        "mesi": "mese",
        "obiettivi stimati": "obiettivo stimato",
        "obiettivi": "obiettivo",
        "operazioni": "operazione",
        "partecipazioni": "partecipazione",
        "persone": "persona",
        "piccoli conteggi nascosti": "piccolo conteggio nascosto",
        "posizioni richieste": "posizione richiesta",
        "posizioni": "posizione",
        "posti": "posto",
        "previsioni fatte": "previsione fatta",
        "programmi": "programma",
        "regioni": "regione",
        "ricampionamenti": "ricampionamento",
        "righe lette": "riga letta",
        "righe rifiutate": "riga rifiutata",
        "righe scritte": "riga scritta",
        "righe": "riga",
        "schede incomplete": "scheda incompleta",
        "segnalazioni": "segnalazione",
        "tabelle": "tabella",
        "tassi": "tasso",
        "trattati": "trattato",
        "valori distinti": "valore distinto",
        "valori non letti": "valore non letto",
        "valori": "valore",
    },
    "en": {
        "accounts": "account",
        "alerts": "alert",
        "authorities": "authority",
        "axes": "axis",
        "cases": "case",
        "cells": "cell",
        "checks": "check",
        "clusters": "cluster",
        "days": "day",
        "fields": "field",
        "files": "file",
        "forecasts": "forecast",
        "groups": "group",
        "months": "month",
        "objectives": "objective",
        "observations": "observation",
        "operations": "operation",
        "outcomes": "outcome",
        "pairs": "pair",
        "participations": "participation",
        "people": "person",
        "persons": "person",
        "places": "place",
        "placements": "placement",
        "positions": "position",
        "programmes": "programme",
        "rates": "rate",
        "records": "record",
        "regions": "region",
        "resamples": "resample",
        "rows": "row",
        "rules": "rule",
        "tables": "table",
        "targets": "target",
        "units": "unit",
        "values": "value",
    },
}
# The longest first: `campi illeggibili` before `campi`.
_OF_ONE = {
    lang: re.compile(
        rf"(?<![\w.,'/-])1([ \u00a0])({'|'.join(sorted(words, key=len, reverse=True))})\b"
    )
    for lang, words in ONE.items()
}


def of_one(sentence: str, lang: Literal["it", "en"]) -> str:
    """Return a sentence with the nouns after the number 1 put into the singular.

    Only the nouns listed in `ONE` are changed.
    """
    return _OF_ONE[lang].sub(lambda found: f"1{found[1]}{ONE[lang][found[2]]}", sentence)
