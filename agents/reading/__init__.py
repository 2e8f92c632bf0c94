"""Files as text, and text as files."""
