"""What changed since the version before, in a line: the words, the reviewer's points, what a change touches."""

from bot.views.doubts import shown_path
from bot.views.findings import CHECKS
from bot.views.kit import cut
from bot.views.point_answers import ANSWERS, is_undone, without_point
from storage.rules.own_words import count_words
from storage.rules.values.draft import Draft
from storage.rules.words import many

SINCE = 120  # characters


def touches(draft: Draft) -> str:
    """Return how the tests of a change failed, and the first part of it that runs by itself or leads elsewhere with how
    many more; '' for none."""
    if draft.change is None:
        return ""
    failed = [f"The repository's tests: {draft.change.failing}."] if draft.change.failing else []
    first, others = draft.change.sensitive[:1], draft.change.sensitive[1:]
    more = f" and {len(others)} more" if others else ""
    touched = [f"Touches what runs by itself: {cut(shown_path(path), CHECKS)}{more}." for path in first]
    return " ".join([*failed, *touched])


def since(draft: Draft, previous: Draft | None, shown: str = "", new_to_it: bool = False) -> str:
    """Return what changed since the last version, and the answers to the reviewer's points, undone ones first.

    Args:
        shown: what stands beside it; an answer that is in it is not repeated.
        new_to_it: whether the points are those of who decided before.
    """
    if previous is None:
        return ""
    answers = [a for a in draft.answer.splitlines() if a.strip()]
    undone = [answer for answer in answers if is_undone(answer)]
    points = (
        f" {'The' if new_to_it else 'Your'} {many(len(answers), 'point')}: {_met_points(len(answers), len(undone))}."
        if answers
        else ""
    )
    ordered = [*undone, *(answer for answer in answers if answer not in undone)]
    told = " ".join(text for answer in ordered if (text := without_point(answer, answer in undone, shown)))
    same = f"v{draft.version} is the same text as v{previous.version}."
    before, now = count_words(previous.body), count_words(draft.body)
    words = f"{before} → {many(now, 'word')}" if before != now else f"still {many(now, 'word')}"
    changed = f"Since v{previous.version}: {words}."
    line = cut(f"{same if draft.body == previous.body else changed}{points}", SINCE)
    return f"{line} {cut(told, ANSWERS)}".strip()


def _met_points(count: int, open_points: int) -> str:
    if open_points == count:
        return "not done"
    return f"{count - open_points} done, {open_points} not" if open_points else "done"
