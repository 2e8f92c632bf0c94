"""What differs between two texts: the second comes of the first by it, whatever they are and however long."""

import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.differing import differing

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "one", "two", "-", "+"]), max_size=30)
MANY = 30_000  # lines, as many as a draft of 200,000 characters has


@given(LINES, LINES)
def test_what_is_not_told_is_the_same_in_both(old: Sequence[str], new: Sequence[str]) -> None:
    told = differing(old, new)
    removed = [line[1:] for line in told if line[0] == "-"]
    added = [line[1:] for line in told if line[0] == "+"]
    assert len(removed) + len(added) == len(told)
    assert sorted([*old, *added]) == sorted([*new, *removed])
    assert bool(told) == (list(old) != list(new))


def test_one_changed_line_is_told_alone_and_one_that_was_moved_too() -> None:
    assert differing(["a", "b", "c"], ["a", "x", "c"]) == ["-b", "+x"]
    assert differing(["a", "b", "c", "d"], ["b", "c", "a", "d"]) == ["-a", "+a"]
    assert differing(["a", "a"], ["a", "a", "a"]) == ["+a"]


def _shuffled(kinds: int) -> tuple[list[str], list[str]]:
    old = [f"line {n % kinds}" for n in range(MANY)]
    return old, random.Random(7).sample(old, MANY)


TEXTS = {
    "few lines, many times": _shuffled(100),
    "all lines in another order": _shuffled(MANY),
    "every other line": (
        [f"{n // 2}" if n % 2 else "x" for n in range(MANY)],
        [f"{n // 2}" if n % 2 else f"y{n}" for n in range(MANY)],
    ),
    "every other line of two": (
        [f"{n // 8}" if n % 4 else "x" for n in range(MANY)],
        [f"{n // 8}" if n % 4 else f"y{n}" for n in range(MANY)],
    ),
    "turned around": ([str(n) for n in range(MANY)], [str(n) for n in range(MANY)][::-1]),
    "the same lines twice": (["a", "b"] * (MANY // 2), ["b", "a"] * (MANY // 2)),
}


@pytest.mark.parametrize("name", TEXTS)
def test_no_two_texts_take_long(name: str) -> None:
    old, new = TEXTS[name]
    began = time.thread_time()
    differing(old, new)
    assert time.thread_time() - began < 2.0
