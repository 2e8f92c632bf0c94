"""Briefs that are kept to be used again."""
