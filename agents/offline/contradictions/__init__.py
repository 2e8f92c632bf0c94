"""Where notes contradict each other."""
