"""The synthetic country: places, programmes, money, calendar."""
