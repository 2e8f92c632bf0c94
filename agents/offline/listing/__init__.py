"""A list: what is named one after the other, or the rows of a table."""
