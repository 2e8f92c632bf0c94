"""A draft in a person's own words: the editor, and what it changed."""
