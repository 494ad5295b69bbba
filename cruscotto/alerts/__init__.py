"""What needs attention: one list of facts without sentences, for screens, dossiers and commands.

An `Alert` has its rule, its size, its subject, its figures and the page that shows the evidence.
Rules are functions in `money`, `reported`, `people` and `records`. `found` applies all rules to one
edition and selection and sorts the alerts. Screens (`ui/exhibit/attention.py`), dossiers
(`dossier/sections/attention.py`) and `cruscotto alerts` add sentences and nothing else, so that
they never disagree. Thresholds are settings (`CRUSCOTTO_ALERT_...`): the analysts choose them, not
the law.

A new rule needs four things: a member of `Rule`, a function in one of the four modules, a line in
`finding.RULES`, and sentences in Italian and English. The sentences are in the sections `attention`
and `dossier.attention` of `i18n/it.toml` and `i18n/en.toml`.
"""

from cruscotto.alerts.alert import Alert, Kind, Rule, Unit
from cruscotto.alerts.finding import found

__all__ = ["Alert", "Kind", "Rule", "Unit", "found"]
