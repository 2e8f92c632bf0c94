"""A collection's message."""
