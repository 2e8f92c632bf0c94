"""A person's own figures: a line on Home, two in the week's first collection, all in a window or a message."""
