"""Small checks of JSON, joined to tables."""
