"""The figures of a group as lines, each rate with what it is of."""

from bot.views.durations import span
from bot.views.figures.in_words import NOT_ENOUGH, kinds_of, rate
from storage.rules.figures import Figures


def lines_of(seen: Figures) -> list[str]:
    """Return the figures of a group, each rate with what it is of."""
    waits = _waits(seen)
    if not seen.decided:
        return ["Nothing decided.", *waits] if not seen.reopened else [f"{seen.reopened} reopened", *waits]
    decided = f"{_counts(seen)}{f' · {seen.reopened} reopened' if seen.reopened else ''}"
    if not seen.is_enough:
        return [decided, f"Rates: {NOT_ENOUGH}", *waits]
    return [decided, *_times(seen), *_drafts(seen), *waits]


def _counts(seen: Figures) -> str:
    return f"{seen.decided} decided: {', '.join(part for _, part in kinds_of(seen.outcomes))}"


def _times(seen: Figures) -> list[str]:
    lines = []
    if seen.wait:
        lines.append(f"Ready to decided: median {span(seen.wait.middle)}, 9 of 10 within {span(seen.wait.most)}")
    each = f"{span(seen.attention.middle)}, of {seen.attention.of} timed" if seen.attention else NOT_ENOUGH
    return [*lines, f"Each decision: {each}"]


def _drafts(seen: Figures) -> list[str]:
    """Return the figures of drafts, where any was decided."""
    lines = []
    if seen.at_once.of:
        rounds = f", median {_rounds(seen.rounds.middle)} until approved" if seen.rounds else ""
        lines.append(f"Approved at once: {rate(seen.at_once)}{rounds}")
    if seen.overruled.of or seen.sent_back.of:
        lines.append(
            f"Approved against a doubt: {rate(seen.overruled)} · sent back without a doubt: {rate(seen.sent_back)}"
        )
    return lines


def _rounds(middle: float) -> str:
    return f"{middle:g} round" + ("" if middle == 1 else "s")


def _waits(seen: Figures) -> list[str]:
    if not seen.waits or seen.oldest is None or seen.age is None:
        return []
    age = f", median {span(seen.age)}" if seen.waits > 1 else ""
    return [f"Waits for you now: {seen.waits}, the oldest for {span(seen.oldest)}{age}"]
