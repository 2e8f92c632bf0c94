"""The figure of the clicks is counted of what was sent and shown, and can fall short."""

from dataclasses import replace

from benchmarks.clicks import MESSAGES, MOST, Closed, closed, judged, scrolls

GOOD = Closed(MOST, 2, MESSAGES, ["a word"])


def test_one_more_falls_short() -> None:
    assert all(row.ok for row in judged(GOOD))
    assert [row.ok for row in judged(replace(GOOD, payloads=MOST + 1))] == [False, True, True]
    assert [row.ok for row in judged(replace(GOOD, messages=MESSAGES + 1))] == [True, False, True]


def test_a_screen_is_scrolled_when_it_is_full() -> None:
    assert [scrolls("line\n" * count) for count in (0, 36, 37, 72, 73)] == [0, 0, 1, 1, 2]
    assert scrolls("word " * 16 * 37) == 1


async def test_another_program_closes_them() -> None:
    found = await closed()
    assert found.payloads >= 5 + 2 * 3 + 2  # each of the rejected, a form for each of the revised, one list at least
    assert len(found.shown) > found.messages  # forms came, too
    assert found.confirms > 0
