"""The collector of a process that serves looks seldom, and not at what was loaded."""

import subprocess
import sys

SAYS = (
    "import gc; from bot.setup import collector; collector.rest(); print(gc.get_threshold()[0], gc.get_freeze_count())"
)


def test_what_was_loaded_is_left_alone_and_new_things_are_looked_at_seldom() -> None:
    said = subprocess.run([sys.executable, "-c", SAYS], check=True, capture_output=True, text=True).stdout
    new, left_alone = map(int, said.split())
    assert new == 10_000 and left_alone > 1000
