"""Rules from a person's own record."""
