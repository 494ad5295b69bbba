"""Net impact: estimates from any table on the command line, or from the warehouse on a screen.

`cruscotto.evaluation` works on arrays. This package reads the arrays from files and marts, and
returns the results as sentences and plain figures.
"""
