"""The rules of disclosure control as readers find them on the methodology page."""

from cruscotto.disclosure.attack import subtractions_needed
from cruscotto.disclosure.noise import table_for
from cruscotto.disclosure.rules import Audience, Rules
from cruscotto.i18n import Text, format_number

AUDIENCES: dict[Audience, Text] = {
    Audience.EXACT: Text(it="Dati esatti, uso interno", en="Exact figures, internal use"),
    Audience.PROTECTED: Text(it="Dati protetti", en="Protected figures"),
    Audience.PUBLIC: Text(it="Dati pubblici", en="Public figures"),
}


def explain(rules: Rules) -> tuple[Text, ...]:
    """Say in a few sentences what is done to the figures of an audience."""
    if rules.audience is Audience.EXACT:
        return (EXACT,)
    if rules.audience is Audience.PROTECTED:
        return (_small(rules), *PROTECTED)
    return (_small(rules), *_public(rules))


EXACT = Text(
    it="Nessun dato è nascosto. Le tavole contengono conteggi riferibili a poche persone: non "
    "vanno diffuse.",
    en="Nothing is hidden. The tables hold counts of a few persons: they must not be passed on.",
)

PROTECTED = (
    Text(
        it="Sono nascosti anche altri valori, scelti tra quelli che costano meno al lettore, "
        "perché nessun valore nascosto si possa ricavare per differenza dai valori mostrati e "
        "dai totali: chi li combina ottiene soltanto un intervallo, che non è più stretto di "
        "quello che la soglia già dice. Un valore nascosto per la soglia e uno nascosto per "
        "proteggerlo hanno lo stesso simbolo.",
        en="Further figures are hidden, those that cost the reader least, so that no hidden "
        "figure follows by subtraction from the figures shown and their totals: whoever combines "
        "them gets an interval, and one no tighter than what the threshold already says. A "
        "figure hidden by the threshold and one hidden to protect it carry the same symbol.",
    ),
    Text(
        it="Un risultato che conta troppo poche persone per essere suddiviso senza rivelarle non "
        "mostra alcuna riga, neppure gli zeri: resta il solo totale.",
        en="A result that counts too few persons to be broken down without giving them away "
        "shows no row, not even zeros: the total alone remains.",
    ),
    Text(
        it="La protezione vale per ciascun risultato con il suo totale e con i totali per ogni "
        "sua dimensione. Non impedisce di confrontare risultati ottenuti con filtri diversi: "
        "per la diffusione a chiunque si usano i dati pubblici, che hanno un rumore.",
        en="The protection covers each result with its total and with the totals along each of "
        "its dimensions. It does not prevent comparing results of different filters: for "
        "publication to anybody the public figures are used, which carry noise.",
    ),
)


def _small(rules: Rules) -> Text:
    top, high = rules.threshold - 1, rules.sensitive_threshold - 1
    return Text(
        it=f"Un conteggio da 1 a {top} persone è nascosto (da 1 a {high} per disabilità, migranti, "
        "minoranze, senza dimora); così una quota in cui il numeratore, il denominatore o la loro "
        "differenza sono in quell'intervallo. Lo zero è mostrato: una quota di 0 % o di 100 % "
        "su un gruppo abbastanza grande dice quindi qualcosa di ciascuno dei suoi membri.",
        en=f"A count of 1 to {top} persons is hidden (1 to {high} for disability, migrants, "
        "minorities, homeless); so is a rate whose numerator, denominator or difference of the "
        "two is in that range. Zero is shown: a rate of 0 % or 100 % of a large enough group "
        "therefore says something of each of its members.",
    )


def _public(rules: Rules) -> tuple[Text, ...]:
    table = table_for(rules)
    none = float(table.probabilities[-1][table.bound])
    facts = {
        lang: {
            "bound": format_number(rules.noise_bound, lang),
            "variance": format_number(rules.noise_variance, lang, 1),
            "none": format_number(100 * none, lang),
            "needed": format_number(subtractions_needed(table), lang),
        }
        for lang in ("it", "en")
    }
    return tuple(
        Text(it=text.it.format(**facts["it"]), en=text.en.format(**facts["en"])) for text in PUBLIC
    )


PUBLIC = (
    Text(
        it="A ogni conteggio maggiore di zero è sommato un rumore intero, di media zero e varianza "
        "{variance}, al massimo di {bound} persone in più o in meno; in {none} casi su cento il "
        "rumore è nullo. Lo zero resta zero e nessun conteggio scende sotto lo zero.",
        en="Every count above zero carries whole-number noise of mean zero and variance "
        "{variance}, at most {bound} persons either way; in {none} cases of a hundred the noise "
        "is nil. Zero stays zero and no count falls below zero.",
    ),
    Text(
        it="Il rumore dipende da una chiave segreta di ciascuna partecipazione: le stesse persone "
        "hanno lo stesso rumore in ogni pagina, filtro e file, e ripetere la domanda non lo "
        "attenua. Ogni valore ha il proprio rumore, quindi le somme delle parti possono differire "
        "dai totali. Una quota è il rapporto fra i due valori mostrati.",
        en="The noise depends on a secret key of each participation: the same persons get the "
        "same noise on every page, filter and file, and asking again does not wear it off. Each "
        "figure has noise of its own, so parts may not add up to totals. A rate is the ratio of "
        "the two figures shown.",
    ),
    Text(
        it="Limite del metodo: la differenza fra due filtri ha il rumore di entrambi, ma chi ne "
        "calcolasse circa {needed}, tutte attorno alle stesse persone, potrebbe stimarne il numero "
        "all'unità.",
        en="Limit of the method: the difference of two filters carries the noise of both, but "
        "whoever computed about {needed} of them, all around the same persons, could estimate "
        "their number to the unit.",
    ),
)
