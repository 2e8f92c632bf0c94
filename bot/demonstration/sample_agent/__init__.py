"""A scripted agent of the demonstration."""
