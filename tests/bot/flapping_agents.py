"""An agents' process that begins, and ends a moment later."""

import os
import threading

from tests.bot.scripted_agents import run


def main() -> None:
    """Run it until it ends, which is soon."""
    threading.Timer(0.3, os._exit, [1]).start()
    run()
