"""What people owe each other."""
