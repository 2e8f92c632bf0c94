"""A reviewer's text, split into points."""
