"""How the keys begin of what somebody was told once, and that holds until it changes."""

STUCK = "stuck:"  # that nobody has a thing, or decides on it, since somebody left: their id follows
