"""The figures of a burst can fall short."""

from dataclasses import replace

import pytest

from benchmarks import burst
from benchmarks.burst import Bursts, judged

GOOD = Bursts([[0.1, 0.2, 0.3]] * 3, [[0.2, 0.3, 0.4]] * 3, [2.0] * 3, burst.AGENTS, 2400, 2400)


def test_a_good_one_holds() -> None:
    assert all(row.ok for row in judged(GOOD))


@pytest.mark.parametrize(
    ("worse", "short"),
    [
        ({"kept": 2399}, [True, False, False, False]),
        ({"kept": 2401}, [True, False, False, False]),
        ({"running": 3}, [True, False, False, False]),
        ({"ours": [[0.1, 0.2, 0.45]] * 3}, [False, True, False, False]),
        ({"receipts": [2.0, 3.1, 3.1]}, [False, False, False, True]),
        ({"ours": [[0.1, 0.2, 0.3], [0.1, 0.2, 2.1], [0.1, 0.2, 0.3]]}, [False, False, True, False]),
    ],
)
def test_a_worse_one_falls_short(worse: dict, short: list[bool]) -> None:
    assert [not row.ok for row in judged(replace(GOOD, **worse))] == short


def test_one_in_fifty_is_sent_twice_and_one_refused() -> None:
    commands = burst.written(500, "http://slack/x")
    assert len(set(commands)) == 490
    assert sum(b"March+2020" in command for command in commands) == 10
