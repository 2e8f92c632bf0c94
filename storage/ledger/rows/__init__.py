"""Rows become frozen values here, and nowhere above."""
