"""Which tests take long: reads what `pytest --durations=0` printed, prints `tests/long.txt`.

python -m pytest -n 3 --durations=0 | python -m tests.longest > tests/long.txt
"""

import re
import sys
from collections.abc import Iterable

LONG = 0.45  # seconds of one row of a test, with three at a time on two cores
LINE = re.compile(r"([\d.]+)s (?:setup|call|teardown)\s+(\S+?)(?:\[.*)?$")


def long_ones(lines: Iterable[str], seconds: float = LONG) -> list[str]:
    """Return the names of the tests that took so long, without their rows."""
    timed = (match.groups() for line in lines if (match := LINE.match(line.strip())))
    return sorted({name for took, name in timed if float(took) > seconds})


if __name__ == "__main__":
    print(*long_ones(sys.stdin, float(sys.argv[1]) if len(sys.argv) > 1 else LONG), sep="\n")
