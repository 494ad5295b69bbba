"""The territory of the demonstration: places, programmes, money, calendar."""
