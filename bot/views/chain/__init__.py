"""Steps that follow each other."""
