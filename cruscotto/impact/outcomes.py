"""Outcomes for which a net effect can be estimated: shares of persons, and means of amounts.

A mean is computed in units of its ceiling, the highest amount counted for a single person. No
person then adds more than one to the sum, so that the mean is protected like a count. `amounts`
converts results back into euro.
"""

from dataclasses import dataclass

from cruscotto.i18n import Text

# No pay counts for more, as in `int_evaluated_history.sql`: a very high one would show who has it.
HIGHEST_PAY_EUR = 5000.0
COURSE_WORK = "course_work"


@dataclass(frozen=True)
class Outcome:
    """An outcome: its columns of sums and flags in the mart `impact_cell`, and its labels.

    Attributes:
        column: column of the mart with the number of persons with the outcome, or the sum of their
            amounts.
        knows: column that flags persons whose outcome is known.
        due: column that flags persons whose outcome is due.
        label: name of the outcome.
        share: name of the outcome within a sentence.
        unit: `pp` (percentage points) for a share, `eur` for an amount.
        ceiling: for a mean, the highest amount counted for a single person; zero for a share.
        of: column that flags the persons whom the outcome is about; empty if it is about everybody.
        assumption: for a mean, what a reader must know to read it; empty for a share.
        short: a shorter name, for lists a quarter of the page wide.
    """

    column: str
    knows: str
    due: str
    label: Text
    share: Text
    unit: str = "pp"
    ceiling: float = 0.0
    of: str = ""
    assumption: Text | None = None
    short: Text | None = None

    @property
    def listed(self) -> Text:
        """Return the name to show in a list of outcomes: `short` if there is one, else `label`."""
        return self.short or self.label

    @property
    def is_mean(self) -> bool:
        """Return whether the outcome is a mean of amounts or fractions, not a share of persons."""
        return self.ceiling > 0

    @property
    def square(self) -> str:
        """Return the name of the mart's column with the sum of squared amounts."""
        return f"{self.column}_square"

    @property
    def counted(self) -> str:
        """Return the name of the mart's column that counts persons with the outcome.

        For a mean, these are persons with an amount above zero.
        """
        return f"{self.column}_count" if self.is_mean else self.column


_OF_ALL = Text(
    it="La retribuzione è quella lorda di un mese di tutti: zero per chi in quel mese non "
    "lavorava, 5.000 euro per chi ne aveva di più. L'effetto somma dunque il trovare lavoro e il "
    "guadagnare di più: non è l'effetto sulla paga di chi lavora. Di chi lavorava e non ha una "
    "retribuzione nel registro, e di chi in quel mese non è stato cercato, la retribuzione non è "
    "nota e non è zero: si suppone che, a parità di caratteristiche, valga per loro quanto per "
    "gli altri.",
    en="Pay is everybody's gross pay of one month: zero for those not at work in that month, "
    "5,000 euro for those who had more. So the effect adds up finding work and earning more: it "
    "is not the effect on the pay of those at work. Of those who worked and have no pay in the "
    "register, and of those not looked up in that month, pay is unknown and not zero: given the "
    "characteristics compared, it is assumed to be that of the others.",
)

OUTCOMES: dict[str, Outcome] = {
    one.column: one
    for one in (
        Outcome(
            "employed_28d",
            "knows_28d",
            "mature_28d",
            Text(it="Al lavoro 28 giorni dopo l'uscita", en="At work 28 days after leaving"),
            Text(it="al lavoro a 28 giorni", en="at work after 28 days"),
        ),
        Outcome(
            "employed_6m",
            "knows_6m",
            "mature_6m",
            Text(it="Al lavoro 6 mesi dopo l'uscita", en="At work 6 months after leaving"),
            Text(it="al lavoro a 6 mesi", en="at work after 6 months"),
        ),
        Outcome(
            "employed_12m",
            "knows_12m",
            "mature_12m",
            Text(it="Al lavoro 12 mesi dopo l'uscita", en="At work 12 months after leaving"),
            Text(it="al lavoro a 12 mesi", en="at work after 12 months"),
        ),
        Outcome(
            "permanent_6m",
            "knows_contract",
            "mature_6m",
            Text(
                it="A tempo indeterminato 6 mesi dopo l'uscita",
                en="In a permanent job 6 months after leaving",
            ),
            Text(it="a tempo indeterminato a 6 mesi", en="in a permanent job after 6 months"),
            short=Text(it="A tempo indeterminato a 6 mesi", en="Permanent job after 6 months"),
        ),
        Outcome(
            "earnings_12m",
            "knows_earnings",
            "mature_12m",
            Text(
                it="Retribuzione mensile lorda 12 mesi dopo l'uscita",
                en="Gross monthly pay 12 months after leaving",
            ),
            Text(
                it="retribuzione mensile lorda a 12 mesi, contando zero chi non lavora",
                en="gross monthly pay after 12 months, counting zero for those not at work",
            ),
            unit="eur",
            ceiling=HIGHEST_PAY_EUR,
            assumption=_OF_ALL,
            short=Text(it="Retribuzione a 12 mesi", en="Pay after 12 months"),
        ),
        Outcome(
            "earnings_change",
            "knows_earnings_change",
            "mature_12m",
            Text(
                it="Variazione della retribuzione mensile, da 12 mesi prima a 12 dopo",
                en="Change of monthly pay, from 12 months before to 12 after",
            ),
            Text(
                it="variazione della retribuzione mensile lorda, da 12 mesi prima a 12 dopo, "
                "contando zero chi non lavora",
                en="change of gross monthly pay, from 12 months before to 12 after, counting zero "
                "for those not at work",
            ),
            unit="eur",
            ceiling=HIGHEST_PAY_EUR,
            assumption=_OF_ALL,
            short=Text(it="Variazione della retribuzione", en="Change of pay"),
        ),
        Outcome(
            COURSE_WORK,
            "knows_course",
            "mature_28d",
            Text(it="Al lavoro durante il corso", en="At work during the course"),
            Text(it="mesi al lavoro durante il corso", en="months at work during the course"),
            ceiling=1.0,
            of="has_course",
            assumption=Text(
                it="Si contano i mesi dopo quello d'ingresso e prima di quello d'uscita in cui i "
                "registri sono stati consultati; per le persone di confronto l'uscita è il loro "
                "giorno di riferimento. Chi ha un corso senza mesi interi nel mezzo non conta. Di "
                "chi non è stato cercato in nessuno di quei mesi il lavoro non è noto e non è "
                "zero: si suppone che, a parità di caratteristiche, sia quello degli altri.",
                en="Counted are the months after that of entry and before that of leaving for "
                "which the registers were asked; comparison persons leave on their day of "
                "reference. Those whose course has no whole month inside do not count. Of those "
                "not looked up in any of those months work is unknown and not zero: given the "
                "characteristics compared, it is assumed to be that of the others.",
            ),
        ),
    )
}
