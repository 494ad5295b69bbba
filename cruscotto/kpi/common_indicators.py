"""Common indicators of the two periods and their words.

Regulation (EU) 1304/2013, Annex I (CO, CR) and Regulation (EU) 2021/1057, Annex I (EECO, EECR). The
numbering of CR codes and of most EECO and EECR codes is to be verified on the annexes.
"""

from cruscotto.i18n import Text

COMMON_INDICATORS: dict[str, Text] = {
    "CO01": Text(
        it="CO01 Disoccupati, compresi quelli di lunga durata",
        en="CO01 Unemployed, including long-term",
    ),
    "CO02": Text(it="CO02 Disoccupati di lunga durata", en="CO02 Long-term unemployed"),
    "CO03": Text(it="CO03 Inattivi", en="CO03 Inactive"),
    "CO04": Text(
        it="CO04 Inattivi fuori da istruzione e formazione",
        en="CO04 Inactive, not in education or training",
    ),
    "CO05": Text(
        it="CO05 Occupati, compresi gli autonomi",
        en="CO05 Employed, including self-employed",
    ),
    "CO06": Text(it="CO06 Meno di 25 anni", en="CO06 Below 25 years of age"),
    "CO07": Text(it="CO07 Oltre 54 anni", en="CO07 Above 54 years of age"),
    "CO08": Text(
        it="CO08 Oltre 54 anni, disoccupati o inattivi fuori dall'istruzione",
        en="CO08 Above 54, unemployed or inactive not in education",
    ),
    "CO09": Text(
        it="CO09 Istruzione primaria o secondaria inferiore (ISCED 1-2)",
        en="CO09 Primary or lower secondary education (ISCED 1-2)",
    ),
    "CO10": Text(
        it="CO10 Istruzione secondaria superiore o post-secondaria (ISCED 3-4)",
        en="CO10 Upper or post-secondary education (ISCED 3-4)",
    ),
    "CO11": Text(
        it="CO11 Istruzione terziaria (ISCED 5-8)",
        en="CO11 Tertiary education (ISCED 5-8)",
    ),
    "CO15": Text(
        it="CO15 Migranti, origine straniera, minoranze",
        en="CO15 Migrants, foreign background, minorities",
    ),
    "CO16": Text(it="CO16 Persone con disabilità", en="CO16 Participants with disabilities"),
    "CO17": Text(it="CO17 Altre persone svantaggiate", en="CO17 Other disadvantaged"),
    "CO18": Text(
        it="CO18 Senza dimora o in esclusione abitativa",
        en="CO18 Homeless or affected by housing exclusion",
    ),
    "CO19": Text(it="CO19 Residenti in zone rurali", en="CO19 From rural areas"),
    "CR01": Text(
        it="CR01 Inattivi che cercano lavoro all'uscita",
        en="CR01 Inactive engaged in job searching upon leaving",
    ),
    "CR02": Text(
        it="CR02 In istruzione o formazione all'uscita",
        en="CR02 In education or training upon leaving",
    ),
    "CR03": Text(
        it="CR03 Ottengono una qualifica all'uscita",
        en="CR03 Gaining a qualification upon leaving",
    ),
    "CR04": Text(it="CR04 Al lavoro all'uscita", en="CR04 In employment upon leaving"),
    "CR05": Text(
        it="CR05 Svantaggiati con un risultato positivo all'uscita",
        en="CR05 Disadvantaged with a positive result upon leaving",
    ),
    "CR06": Text(it="CR06 Al lavoro a sei mesi", en="CR06 In employment six months after leaving"),
    "CR07": Text(
        it="CR07 Occupati con una condizione migliore a sei mesi",
        en="CR07 Improved labour market situation after six months",
    ),
    "CR08": Text(
        it="CR08 Oltre 54 anni al lavoro a sei mesi",
        en="CR08 Above 54, in employment after six months",
    ),
    "CR09": Text(
        it="CR09 Svantaggiati al lavoro a sei mesi",
        en="CR09 Disadvantaged, in employment after six months",
    ),
    "EECO01": Text(it="EECO01 Totale dei partecipanti", en="EECO01 Total number of participants"),
    "EECO02": Text(
        it="EECO02 Disoccupati, compresi quelli di lunga durata",
        en="EECO02 Unemployed, including long-term",
    ),
    "EECO03": Text(it="EECO03 Disoccupati di lunga durata", en="EECO03 Long-term unemployed"),
    "EECO04": Text(it="EECO04 Inattivi", en="EECO04 Inactive"),
    "EECO05": Text(
        it="EECO05 Occupati, compresi gli autonomi",
        en="EECO05 Employed, including self-employed",
    ),
    "EECO06": Text(it="EECO06 Meno di 18 anni", en="EECO06 Below 18 years of age"),
    "EECO07": Text(it="EECO07 Da 18 a 29 anni", en="EECO07 18 to 29 years of age"),
    "EECO08": Text(it="EECO08 55 anni e oltre", en="EECO08 55 years of age and over"),
    "EECO09": Text(
        it="EECO09 Fino all'istruzione secondaria inferiore (ISCED 0-2)",
        en="EECO09 Lower secondary education or less (ISCED 0-2)",
    ),
    "EECO10": Text(
        it="EECO10 Istruzione secondaria superiore o post-secondaria (ISCED 3-4)",
        en="EECO10 Upper or post-secondary education (ISCED 3-4)",
    ),
    "EECO11": Text(
        it="EECO11 Istruzione terziaria (ISCED 5-8)",
        en="EECO11 Tertiary education (ISCED 5-8)",
    ),
    "EECO12": Text(it="EECO12 Persone con disabilità", en="EECO12 Participants with disabilities"),
    "EECO14": Text(it="EECO14 Origine straniera", en="EECO14 Foreign background"),
    "EECO15": Text(it="EECO15 Minoranze", en="EECO15 Minorities"),
    "EECO16": Text(
        it="EECO16 Senza dimora o in esclusione abitativa",
        en="EECO16 Homeless or affected by housing exclusion",
    ),
    "EECO17": Text(it="EECO17 Residenti in zone rurali", en="EECO17 From rural areas"),
    "EECR01": Text(
        it="EECR01 Inattivi che cercano lavoro all'uscita",
        en="EECR01 Inactive engaged in job searching upon leaving",
    ),
    "EECR02": Text(
        it="EECR02 In istruzione o formazione all'uscita",
        en="EECR02 In education or training upon leaving",
    ),
    "EECR03": Text(
        it="EECR03 Ottengono una qualifica all'uscita",
        en="EECR03 Gaining a qualification upon leaving",
    ),
    "EECR04": Text(it="EECR04 Al lavoro all'uscita", en="EECR04 In employment upon leaving"),
    "EECR05": Text(
        it="EECR05 Al lavoro a sei mesi",
        en="EECR05 In employment six months after leaving",
    ),
    "EECR06": Text(
        it="EECR06 Occupati con una condizione migliore a sei mesi",
        en="EECR06 Improved labour market situation after six months",
    ),
}
