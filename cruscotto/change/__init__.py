"""Why a figure changed and where it will settle: pure functions over arrays, without a database."""
