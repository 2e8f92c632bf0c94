"""The lines that differ between two texts, found in a time that grows with their length alone.

Python's own comparison takes minutes for some texts of the length that a draft may have. Here lines that stand once in
both texts hold the two together, and it compares only the short stretches between them; one that would take long is
told as removed and added whole, so that nothing is left out.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

MOST = 5_000_000  # comparisons of two lines, about half a second


def differing(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the lines that differ, each behind its sign, “-” or “+”, in the order of the texts."""
    told, at, to, left = list[str](), 0, 0, MOST
    for n, m in (*_anchors(old, new), (len(old), len(new))):
        removed, added = old[at:n], new[to:m]
        cost = _cost(removed, added)
        told += _closely(removed, added) if cost <= left else _whole(removed, added)
        left -= cost if cost <= left else 0
        at, to = n + 1, m + 1
    return told


def _anchors(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of lines that both texts share and that hold them together, in the order of both: those at the
    beginning and the end, and of those that stand once in each the longest row that is in order."""
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    yield from ((n, n) for n in range(start))
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    yield from ((start + n, start + m) for n, m in _in_order(_once_in_both(inner_old, inner_new)))
    yield from ((len(old) - end + n, len(new) - end + n) for n in range(end))


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many lines are the same at the beginning."""
    return next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _once_in_both(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places in both of lines that stand once in each, in the order of the first."""
    counts, others = Counter(old), Counter(new)
    places = {line: m for m, line in enumerate(new) if others[line] == 1}
    return [(n, places[line]) for n, line in enumerate(old) if counts[line] == 1 and line in places]


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest row of pairs whose second places rise, too."""
    ends, at, before = list[int](), list[int](), dict[int, int]()
    for n, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before[n] = at[length - 1] if length else -1
        ends[length : length + 1], at[length : length + 1] = [place], [n]
    row, last = list[tuple[int, int]](), at[-1] if at else -1
    while last >= 0:
        row.append(pairs[last])
        last = before[last]
    return row[::-1]


def _cost(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many comparisons Python's own way may take at most."""
    others = Counter(new)
    pairs = sum(count * others[line] for line, count in Counter(old).items())
    return (pairs + len(old)) * min(len(old), len(new))


def _whole(old: Sequence[str], new: Sequence[str]) -> list[str]:
    return [*(f"-{line}" for line in old), *(f"+{line}" for line in new)]


def _closely(old: Sequence[str], new: Sequence[str]) -> list[str]:
    told = list[str]()
    for tag, at, end, to, till in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        told += _whole(old[at:end], new[to:till]) if tag != "equal" else []
    return told
