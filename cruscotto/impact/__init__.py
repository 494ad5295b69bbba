"""Net impact: estimates from any table on the command line, or from the warehouse on a screen.

`cruscotto.evaluation` works on arrays; this room reads them from files and marts, and gives the
results as sentences and plain figures.
"""
