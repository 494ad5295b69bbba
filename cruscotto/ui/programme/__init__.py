"""What several pages show of programmes: their money as delivered, what they report and owe."""
