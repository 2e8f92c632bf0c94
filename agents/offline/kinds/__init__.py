"""Lines told apart by what they say."""
