"""Net impact asked of data: any table from the command line, or the warehouse from a screen.

`cruscotto.evaluation` knows arrays; here are the files and marts they come from, and the words
and plain accounts of its results.
"""
