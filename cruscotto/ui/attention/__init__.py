"""What needs attention, as the overview and the authorities' page list it."""
