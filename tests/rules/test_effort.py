"""How many minutes of attention something takes: what has to be read, and what has to be settled."""

from hypothesis import given
from hypothesis import strategies as st

from storage.rules import effort

PATCH = """--- a/export.py
+++ b/export.py
@@ -30,3 +30,4 @@
 kept
-total = sum(round(l.net, 2) for l in lines)
+total = money.round_once(l.net for l in lines)
+return total
"""


def test_of_a_patch_the_changed_lines_count() -> None:
    assert effort.changed_lines(PATCH) == 3
    assert effort.patch_words(PATCH) == 3 * effort.LINE
    assert effort.changed_lines("") == 0


def test_five_hundred_changed_lines_take_an_hour_to_read_word_by_word() -> None:
    hour = 500 * effort.LINE / effort.READING
    assert 58 < hour < 62


@given(st.integers(0, 5_000), st.integers(0, 5_000), st.integers(0, 9))
def test_more_to_read_or_to_settle_never_takes_less(words: int, more: int, doubts: int) -> None:
    assert effort.minutes(words + more, doubts) >= effort.minutes(words, doubts)
    assert effort.minutes(words, doubts + 1) > effort.minutes(words, doubts)
