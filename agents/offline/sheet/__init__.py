"""Arithmetic on a table."""
