"""What did not work, said to a person with what they can do."""
