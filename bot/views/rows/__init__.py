"""The rows of a list: one card for a dozen of them."""
