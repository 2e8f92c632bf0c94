"""Python's collector of garbage in a process that serves: it looks seldom, and never at what was loaded."""

import gc

NEW = 10_000  # objects that are made until it looks at them: with the usual 700 it takes 7 % of the agents' time


def rest() -> None:
    """Leave alone what was loaded until now, and look at new objects less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW, *gc.get_threshold()[1:])
