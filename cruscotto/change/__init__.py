"""Why a figure changed and what it will settle at: pure rules over arrays, without a database."""
