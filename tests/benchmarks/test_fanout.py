"""The figures of a thousand collections can fall short."""

from benchmarks.fanout import BAR, FIRST, REVIEWERS, SCALE, WORKSPACE, judged

FLOOR = (REVIEWERS - 1) * WORKSPACE / SCALE


def said(late: float = 0.0) -> dict[str, list[float]]:
    return {f"D{FIRST + n:05}": [100.0 + late + n * WORKSPACE / SCALE] for n in range(REVIEWERS)}


def test_a_late_start_falls_short() -> None:
    assert [row.ok for row in judged(100.0, said())] == [True, True]
    assert [row.ok for row in judged(100.0, said(late=(BAR - 1) * FLOOR + 0.1))] == [False, True]


def test_one_lost_and_one_doubled_fall_short() -> None:
    messages = said()
    lost = messages.pop(f"D{FIRST:05}")
    assert [row.ok for row in judged(100.0, messages)] == [True, False]
    messages[f"D{FIRST + 1:05}"] += lost
    assert [row.ok for row in judged(100.0, messages)] == [True, False]
