"""Sentences that occur in the definitions of several indicators of needs."""

from cruscotto.i18n import Text

LEVEL_COMPARED = Text(
    it="Il confronto è nel territorio e nell'anno, dal livello più fine: prima la stessa "
    "professione CP2021 nella stessa provincia, poi nella regione; chi indica solo un gruppo, o "
    "solo la regione, incontra quello che resta; per ultimo il settore.",
    en="The comparison is within territory and year, finest level first: the same CP2021 "
    "occupation in the same province, then in the region; those who name a group only, or the "
    "region only, meet what is left; the sector comes last.",
)

INTENTIONS = Text(
    it="Le entrate Excelsior sono intenzioni arrotondate alle decine; contano solo oltre quanto "
    "patti, dossier e imprese dichiarano per le stesse professioni e gli stessi territori.",
    en="Excelsior entries are intentions rounded to tens; they count only beyond what pacts, "
    "dossiers and firms state for the same occupations and territories.",
)

PLACES_DECLARED = Text(
    it="Posti finanziati dichiarati, nei territori e negli anni in cui è registrato almeno un "
    "fabbisogno.",
    en="Financed places as declared, in territories and years with at least one need on record.",
)

COST_BASIS = Text(
    it="Base: costo dell'operazione, pubblico e privato, per le operazioni di cui sono dichiarati "
    "i titolari. Quanto le parti dichiarate non raggiungono, o superano, è la voce «differenza».",
    en="Basis: cost of the operation, public and private, for operations whose holders are "
    "declared. What the declared parts lack, or have too much, is the item 'difference'.",
)

POSITIONS = Text(it="Posizioni richieste", en="Positions wanted")

PLACES = Text(it="Posti finanziati", en="Financed places")


def joined(first: Text, *others: Text) -> Text:
    """Return several sentences as one text, in Italian and in English."""
    parts = (first, *others)
    return Text(it=" ".join(p.it for p in parts), en=" ".join(p.en for p in parts))
