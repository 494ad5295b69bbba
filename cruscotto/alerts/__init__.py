"""What needs attention: one list of facts without sentences, for screens, dossiers and commands.

An `Alert` has its rule, its size, its subject, its figures and the page that proves it. Rules are
functions in `money`, `reported`, `people` and `records`; `found` asks all rules about one edition
and selection and puts the alerts in one order. Screens (`ui/exhibit/attention.py`), dossiers
(`dossier/sections/attention.py`) and `cruscotto alerts` add sentences and nothing else, so that
they never disagree. Thresholds are settings (`CRUSCOTTO_ALERT_...`): choices of the analysts, not
of the law.

To add a rule: a member of `Rule`, a function in one of the four modules, its line in
`finding.RULES`, its sentence in `attention` and `dossier.attention` of both catalogues.
"""

from cruscotto.alerts.alert import Alert, Kind, Rule, Unit
from cruscotto.alerts.finding import found

__all__ = ["Alert", "Kind", "Rule", "Unit", "found"]
