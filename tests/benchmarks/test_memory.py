"""The figure of memory can fall short, and counts only where the hour was played."""

import pytest

from benchmarks.memory import imported, judged, resident

PLAYED = [300, 200, 150]


@pytest.mark.parametrize(
    ("ours", "running", "used", "ok"),
    [
        (260.0, 32, PLAYED, True),
        (261.0, 32, PLAYED, False),
        (260.0, 3, PLAYED, False),
        (260.0, 32, [300, 199, 150], False),
    ],
)
def test_what_keeps_too_much_falls_short(ours: float, running: int, used: list[int], ok: bool) -> None:
    assert judged(ours, 200.0, running, used).ok is ok


async def test_imports_are_measured_in_a_process_of_their_own() -> None:
    few, more = [await imported(modules) for modules in ([], ["langgraph.graph"])]
    assert 0 < few < more
    assert resident() > 0
