"""Names of the common indicators: ESF 2014-2020 (CO, CR) and ESF+ 2021-2027 (EECO, EECR).

The two lists are not one series: ages, education and groups are classified differently. For each
code in `CONFIRMED` a source that defines the indicator was read. All other codes are still to be
verified in the annexes of the regulations, and screens state this.
"""

from collections.abc import Iterable

from cruscotto.i18n import Lang, Text

FIRST, SECOND = "2014-2020", "2021-2027"
CONFIRMED = frozenset(
    [f"CO{n:02}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 15, 16, 17, 18, 19)]
    + ["EECO02", "EECO05", "EECO12", "EECR01", "EECR04"]
)


def _words(it: str, en: str) -> Text:
    return Text(it=it, en=en)


_UNEMPLOYED = _words("Disoccupati, compresi di lunga durata", "Unemployed, long-term included")
_LONG_TERM = _words("Disoccupati di lunga durata", "Long-term unemployed")
_EMPLOYED = _words("Occupati, anche autonomi", "Employed, self-employed included")
_INACTIVE = _words("Inattivi", "Inactive")
_MIDDLE = _words("Diploma (ISCED 3-4)", "Upper secondary (ISCED 3-4)")
_TERTIARY = _words("Titolo terziario (ISCED 5-8)", "Tertiary (ISCED 5-8)")
_DISABLED = _words("Con disabilità", "With disabilities")
_HOMELESS = _words("Senza dimora o in esclusione abitativa", "Homeless or housing exclusion")
_RURAL = _words("In aree rurali", "From rural areas")
_SEARCHING = _words("Inattivi che cercano lavoro all'uscita", "Inactive, searching on leaving")
_IN_EDUCATION = _words("In istruzione o formazione all'uscita", "In education on leaving")
_QUALIFIED = _words("Con una qualifica all'uscita", "Gaining a qualification on leaving")
_AT_WORK = _words("Al lavoro all'uscita", "In employment on leaving")
_AT_WORK_6M = _words("Al lavoro a 6 mesi", "In employment at 6 months")
_BETTER_6M = _words("Condizione migliore a 6 mesi", "Improved situation at 6 months")

COMMON_INDICATORS: dict[str, Text] = {
    "CO01": _UNEMPLOYED,
    "CO02": _LONG_TERM,
    "CO03": _INACTIVE,
    "CO04": _words("Inattivi, non in istruzione", "Inactive, not in education"),
    "CO05": _EMPLOYED,
    "CO06": _words("Meno di 25 anni", "Below 25"),
    "CO07": _words("Oltre 54 anni", "Above 54"),
    "CO08": _words(
        "Oltre 54 anni, senza lavoro e non in istruzione", "Above 54, jobless, not in education"
    ),
    "CO09": _words(
        "Licenza elementare o media (ISCED 1-2)", "Primary, lower secondary (ISCED 1-2)"
    ),
    "CO10": _MIDDLE,
    "CO11": _TERTIARY,
    "CO15": _words(
        "Migranti, origine straniera, minoranze", "Migrants, foreign origin, minorities"
    ),
    "CO16": _DISABLED,
    "CO17": _words("Altre persone svantaggiate", "Other disadvantaged"),
    "CO18": _HOMELESS,
    "CO19": _RURAL,
    "CR01": _SEARCHING,
    "CR02": _IN_EDUCATION,
    "CR03": _QUALIFIED,
    "CR04": _AT_WORK,
    "CR05": _words("Svantaggiati con un esito positivo", "Disadvantaged with a positive result"),
    "CR06": _AT_WORK_6M,
    "CR07": _BETTER_6M,
    "CR08": _words("Oltre 54 anni al lavoro a 6 mesi", "Above 54, in employment at 6 months"),
    "CR09": _words("Svantaggiati al lavoro a 6 mesi", "Disadvantaged, in employment at 6 months"),
    "EECO01": _words("Partecipanti in totale", "Total participants"),
    "EECO02": _UNEMPLOYED,
    "EECO03": _LONG_TERM,
    "EECO04": _INACTIVE,
    "EECO05": _EMPLOYED,
    "EECO06": _words("Meno di 18 anni", "Under 18"),
    "EECO07": _words("18-29 anni", "18-29"),
    "EECO08": _words("55 anni e oltre", "55 and over"),
    "EECO09": _words("Fino alla licenza media (ISCED 0-2)", "Lower secondary or less (ISCED 0-2)"),
    "EECO10": _MIDDLE,
    "EECO11": _TERTIARY,
    "EECO12": _DISABLED,
    "EECO13": _words("Cittadini di paesi terzi", "Third-country nationals"),
    "EECO14": _words("Di origine straniera", "Of foreign origin"),
    "EECO15": _words("Minoranze, anche Rom", "Minorities, Roma included"),
    "EECO16": _HOMELESS,
    "EECO17": _RURAL,
    "EECR01": _SEARCHING,
    "EECR02": _IN_EDUCATION,
    "EECR03": _QUALIFIED,
    "EECR04": _AT_WORK,
    "EECR05": _AT_WORK_6M,
    "EECR06": _BETTER_6M,
}


# Reported to the Commission and not counted on records: bodies, households, remainders, and the
# YEI's own list of results, whose numbers are those of other questions in the ESF's.
REPORTED_ONLY: dict[str, Text] = {
    "CO06a": _words("25-54 anni (calcolato)", "25-54 (calculated)"),
    "CO11a": _words("Senza titolo di studio, ISCED 0 (calcolato)", "ISCED 0 (calculated)"),
    "CO12": _words("In famiglie senza occupati", "In jobless households"),
    "CO13": _words(
        "In famiglie senza occupati con figli a carico", "In jobless households with children"
    ),
    "CO14": _words("Adulti soli con figli a carico", "Single adults with dependent children"),
    "CO20": _words("Progetti di parti sociali o ONG", "Projects by social partners or NGOs"),
    "CO21": _words("Progetti per l'occupazione femminile", "Projects for women's employment"),
    "CO22": _words("Progetti per la pubblica amministrazione", "Public administration projects"),
    "CO23": _words("Imprese sostenute, PMI", "SMEs supported"),
    "YEI-CR01": _words("IOG: disoccupati che completano", "YEI: unemployed who complete"),
    "YEI-CR02": _words("IOG: disoccupati con un'offerta", "YEI: unemployed with an offer"),
    "YEI-CR03": _words("IOG: disoccupati con esito positivo", "YEI: unemployed, successful exit"),
    "YEI-CR04": _words(
        "IOG: disoccupati di lunga durata che completano", "YEI: long-term unemployed who complete"
    ),
    "YEI-CR05": _words(
        "IOG: disoccupati di lunga durata con un'offerta", "YEI: long-term unemployed, an offer"
    ),
    "YEI-CR06": _words(
        "IOG: disoccupati di lunga durata con esito positivo",
        "YEI: long-term unemployed, successful exit",
    ),
    "YEI-CR07": _words("IOG: inattivi che completano", "YEI: inactive who complete"),
    "YEI-CR08": _words("IOG: inattivi con un'offerta", "YEI: inactive with an offer"),
    "YEI-CR09": _words("IOG: inattivi con esito positivo", "YEI: inactive, successful exit"),
    "YEI-CR10": _words(
        "IOG: in istruzione, apprendistato o tirocinio a 6 mesi",
        "YEI: in education, apprenticeship or traineeship at 6 months",
    ),
    "YEI-CR11": _words("IOG: al lavoro a 6 mesi", "YEI: in employment at 6 months"),
    "YEI-CR12": _words("IOG: lavoro autonomo a 6 mesi", "YEI: self-employed at 6 months"),
}
KNOWN_INDICATORS = COMMON_INDICATORS | REPORTED_ONLY


def label(code: str, lang: Lang) -> str:
    """Return the label of an indicator, such as `CO01 Disoccupati`.

    The label of a programme's own indicator is its code.
    """
    text = KNOWN_INDICATORS.get(code)
    return f"{code} {text.in_(lang)}" if text else code


def family(code: str) -> str | None:
    """Return the period of a common indicator; `None` for a programme's own indicator."""
    if code not in KNOWN_INDICATORS:
        return None
    return SECOND if code.startswith("EE") else FIRST


def in_order(codes: Iterable[str]) -> list[str]:
    """Return codes in the order of the official lists; codes that are not listed come last."""
    places = {code: place for place, code in enumerate(KNOWN_INDICATORS)}
    return sorted(set(codes), key=lambda code: (_group(code), places.get(code, len(places)), code))


def _group(code: str) -> int:
    """Return the rank of an indicator's group: 0 for outputs, 1 for results, 2 for YEI results."""
    return 2 if code.startswith("YEI") else 1 if "CR" in code else 0
