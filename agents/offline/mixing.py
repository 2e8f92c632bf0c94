"""Several versions in one without a language model: by their sections, and the truth of what that is not."""

from collections.abc import Sequence

from agents.offline.arranged import Section
from agents.offline.point_result import Step
from storage.rules.words import many

BEST = "Which is the best of each needs a language model, or you."
NOTHING = "no other version has a section or a line of a list that this one lacks."


def mixed(parts: Sequence[Section], others: Sequence[Sequence[Section]]) -> Step:
    """Return a version with the sections that only others have, and with the lines of their lists that it lacks.

    Args:
        others: the sections of each other version.
    """
    merged, sections, lines = list(parts), 0, 0
    for part in (part for other in others for part in other):
        at = next((n for n, own in enumerate(merged) if _same(own.title, part.title)), None)
        if at is None:
            merged.append(part)
            sections += 1
            continue
        new = _lacking(merged[at], part)
        merged[at] = Section(merged[at].title, (*merged[at].lines, *new))
        lines += len(new)
    if not sections and not lines:
        return Step(sections=merged, answer=f"{NOTHING} {BEST}", done=False)
    came = " and ".join(x for x in (_count(sections, "section"), _count(lines, "line")) if x)
    verb = "come" if sections + lines > 1 else "comes"
    return Step(sections=merged, answer=f"put together by sections: {came} {verb} from the other versions. {BEST}")


def _lacking(own: Section, other: Section) -> list[str]:
    """Return the lines of lists that only the other section has; where it is no list, nothing can be told apart."""
    known = {line.strip().casefold() for line in own.lines}
    listed = [line for line in other.lines if line.lstrip().startswith(("- ", "* "))]
    return [line for line in listed if line.strip().casefold() not in known]


def _same(title: str, other: str) -> bool:
    return title.strip().casefold() == other.strip().casefold()


def _count(number: int, what: str) -> str:
    return many(number, what) if number else ""
