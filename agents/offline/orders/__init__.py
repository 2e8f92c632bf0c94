"""What a reviewer orders, and the clauses that order nothing."""
