"""Tables in a text."""
