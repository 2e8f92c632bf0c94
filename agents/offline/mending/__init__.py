"""Carry out a correction, or ask what has to be known first."""
