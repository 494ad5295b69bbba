"""What needs attention: one list of facts without words, for screens, dossiers and commands.

An `Alert` holds the rule that found it, how large it is, what it is about, its figures and
the page that proves it. Rules stand in `money`, `reported`, `people` and `records`, one function
each; `found` asks them all of one edition and selection and puts what they return in one order.
Screens (`ui/exhibit/attention.py`), dossiers (`dossier/sections/attention.py`) and
`cruscotto alerts` add words and nothing else, so that they never disagree. Thresholds are settings
(`CRUSCOTTO_ALERT_...`): choices of the analysts, not of the law.

To add a rule: a member of `Rule`, a function in one of the four modules, its line in
`finding.RULES`, its sentence in `attention` and `dossier.attention` of both catalogues.
"""

from cruscotto.alerts.alert import Alert, Kind, Rule, Unit
from cruscotto.alerts.finding import found

__all__ = ["Alert", "Kind", "Rule", "Unit", "found"]
