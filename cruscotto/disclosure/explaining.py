"""Sentences for the methodology page that explain the rules of disclosure control."""

import numpy as np

from cruscotto.disclosure.head_counts import table_for
from cruscotto.disclosure.noise import noise_table
from cruscotto.disclosure.thresholds import Audience, Rules
from cruscotto.i18n import Text, format_number

AUDIENCES: dict[Audience, Text] = {
    Audience.EXACT: Text(it="Dati esatti, uso interno", en="Exact figures, internal use"),
    Audience.PROTECTED: Text(it="Dati protetti", en="Protected figures"),
    Audience.PUBLIC: Text(it="Dati pubblici", en="Public figures"),
}
# Noise that a reader meets nearly always.
NEAR = 2


def explain(rules: Rules) -> tuple[Text, ...]:
    """Return sentences that explain how figures are protected for the audience of the rules."""
    if rules.audience is Audience.EXACT:
        return (EXACT,)
    more = (PUBLIC,) if rules.audience is Audience.PUBLIC else ()
    own = (_own(rules.own),) if rules.own else ()
    return (*own, _small(rules), GROUPS, _noise(rules), *more, *METHOD)


def _own(codes: tuple[str, ...]) -> Text:
    listed = ", ".join(codes)
    return Text(
        it=f"È esatta la cifra che riguarda soltanto partecipanti delle autorità {listed}, perché "
        "l'autorità o il programma sono nella riga o nel filtro. Le altre sono la somma della "
        "parte propria, esatta, e di quella di ogni altra autorità, ciascuna con il proprio "
        "numero casuale.",
        en=f"A figure is exact where it is about participants of the authorities {listed} alone, "
        "by the authority or the programme of its row or filter. Others are the sum of the own "
        "part, exact, and of each other authority's, every one with a random number of its own.",
    )


EXACT = Text(
    it="Nessun dato è nascosto. Le tavole contengono conteggi riferibili a poche persone: non "
    "vanno diffuse.",
    en="Nothing is hidden. The tables hold counts of a few persons: they must not be passed on.",
)
GROUPS = Text(
    it="Lo zero è mostrato. Per disabilità, migranti, minoranze e senza dimora sono nascosti anche "
    "lo 0 % e il 100 %: direbbero qualcosa di ciascun componente del gruppo.",
    en="Zero is shown. For disability, migrants, minorities and homelessness 0% and 100% are "
    "hidden too: they would tell something of each member of the group.",
)
PUBLIC = Text(
    it="I dati pubblici sono quelli protetti con un secondo numero casuale: chi vede entrambi non "
    "ne ricava più di quanto dicono i dati protetti.",
    en="Public figures are the protected ones with a second random number: those who see both "
    "learn no more than the protected ones tell.",
)
METHOD = (
    Text(
        it="Il numero aggiunto dipende da chiavi segrete delle partecipazioni contate e da "
        "null'altro: le stesse partecipazioni hanno lo stesso numero in ogni pagina, indicatore, "
        "filtro, file ed edizione, e ripetere la domanda non lo attenua.",
        en="The number added depends on secret keys of the participations counted and on nothing "
        "else: the same participations have the same number on every page, indicator, filter, file "
        "and edition, and asking again does not wear it off.",
    ),
    Text(
        it="I totali hanno un numero casuale proprio e possono differire dalla somma delle parti, "
        "anche fra una regione e la sua ripartizione o fra un programma e i suoi assi. Una quota è "
        "il rapporto fra i due conteggi mostrati.",
        en="Totals have a random number of their own and may differ from the sum of their parts, "
        "also between a region and its macro-area or a programme and its axes. A rate is the ratio "
        "of the two counts shown.",
    ),
    Text(
        it="Più voci di uno stesso filtro sono la somma delle singole voci, ciascuna con il "
        "proprio numero casuale; nelle persone distinte chi compare in più voci del filtro conta "
        "in ciascuna.",
        en="Several codes of one filter are the sum of the single codes, each with its own random "
        "number; among distinct persons, one who is in several codes of the filter counts in each.",
    ),
)


def _small(rules: Rules) -> Text:
    top, high = (rules.threshold_for(flag) - 1 for flag in (False, True))
    plain, sensitive = (table_for(rules).reach(limit + 1) for limit in (top, high))
    return Text(
        it=f"Un conteggio da 1 a {top} persone è nascosto (da 1 a {high} per disabilità, migranti, "
        "minoranze, senza dimora); così una quota in cui il numeratore, il denominatore o la loro "
        f"differenza sono piccoli. A decidere è la cifra con il numero casuale, fino a {plain} "
        f"({sensitive}): se decidesse quella vera, sapere che è nascosta direbbe quanto è piccola.",
        en=f"A count of 1 to {top} persons is hidden (1 to {high} for disability, migrants, "
        "minorities, homeless); so is a rate whose numerator, denominator or difference of the "
        f"two is small. The figure with its random number decides, up to {plain} ({sensitive}): if "
        "the true one did, being hidden would reveal how small it is.",
    )


def _noise(rules: Rules) -> Text:
    if rules.noise_table:
        return LISTED
    table = noise_table(rules.noise_bound, rules.noise_variance)
    chances = table.probabilities[-1]
    near = np.abs(np.arange(-table.bound, table.bound + 1)) <= NEAR
    facts = {
        lang: {
            "variance": format_number(rules.noise_variance, lang, 1),
            "bound": format_number(rules.noise_bound, lang),
            "near": format_number(NEAR, lang),
            "often": format_number(100 * float(chances[near].sum()), lang),
            "none": format_number(100 * float(chances[table.bound]), lang),
        }
        for lang in ("it", "en")
    }
    return Text(it=NOISE.it.format(**facts["it"]), en=NOISE.en.format(**facts["en"]))


NOISE = Text(
    it="A ogni conteggio di persone maggiore di zero è aggiunto un numero intero casuale, di media "
    "zero e varianza {variance}: in {none} casi su cento è nullo, in {often} non supera {near} "
    "persone in più o in meno, e mai {bound}. Lo zero resta zero e nessun conteggio scende sotto "
    "lo zero.",
    en="To every count of persons above zero a random whole number is added, of mean zero and "
    "variance {variance}: it is nil in {none} cases of a hundred, at most {near} persons either "
    "way in {often}, and never more than {bound}. Zero stays zero and no count falls below zero.",
)
LISTED = Text(
    it="A ogni conteggio di persone maggiore di zero è aggiunto un numero intero preso dalla "
    "tabella di questa installazione. Lo zero resta zero e nessun conteggio scende sotto lo zero.",
    en="To every count of persons above zero a whole number is added, taken from this "
    "installation's table. Zero stays zero and no count falls below zero.",
)
