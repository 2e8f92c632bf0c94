"""What is kept as JSON in a row, or in columns that each kind has of its own."""
