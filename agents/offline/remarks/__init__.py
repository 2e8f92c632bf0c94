"""Text taken apart into remarks."""
