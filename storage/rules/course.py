"""How a sitting goes: from which item to which."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from storage.rules.values.sitting import Course, Planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the items of a sitting stand now, by id.

    Attributes:
        waits: those that its person can decide.
        open: those that are undecided, whether they wait for this person now or not.
        decided: those that were decided in it.
        undone: those whose decision in it was taken back.
        newer: what came in place of an item that is gone, such as its next version.
    """

    waits: frozenset[int]
    open: frozenset[int] = frozenset()
    decided: frozenset[int] = frozenset()
    undone: tuple[int, ...] = ()
    newer: Mapping[int, int] = field(default_factory=dict)


def go_on(course: Course, standing: Standing) -> Course:
    """Return a course whose present item waits: what was taken back comes first, what is decided or gone is passed."""
    known = {planned.item: planned for planned in course.past}
    again = [known[i] for i in standing.undone if i in known and i in standing.waits and not known[i].skipped]
    left, past = [*again, *course.plan], [planned for planned in course.past if planned not in again]
    present, queue = course.present, list[Planned]()
    for planned in left:
        if planned.item in standing.waits:
            queue.append(planned)
        elif planned.item in standing.decided or (planned == present and planned.item in standing.open):
            past.append(planned)
        elif planned.item in standing.newer:
            queue.append(replace(planned, item=standing.newer[planned.item]))
    return replace(course, plan=tuple(queue), past=tuple(past))


def skip(course: Course) -> Course:
    """Return a course that has left its present item as it is."""
    first, *rest = course.plan
    return replace(course, plan=tuple(rest), past=(*course.past, replace(first, skipped=True)))


def back(course: Course, mine: frozenset[int]) -> Course:
    """Return a course that shows again what came before, whether it is decided or not; without what is now another's.

    Args:
        mine: the items of which its person is the reviewer.
    """
    before = next((planned for planned in reversed(course.past) if planned.item in mine), None)
    if before is None:
        return course
    past = tuple(planned for planned in course.past if planned != before)
    return replace(course, plan=(replace(before, skipped=False), *course.plan), past=past)
