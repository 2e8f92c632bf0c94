"""`sluice doctor`: what an installation needs, a file for each kind of thing."""
