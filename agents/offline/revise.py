"""Revising without a language model: what can be done by its words, and the truth of what cannot."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agents.offline.arranged import Arranged, Section, quoted
from agents.offline.mail import greets
from agents.offline.material import NOTE, Material, with_more
from agents.offline.points import fact, is_answer, points, written
from agents.offline.remarks import terms
from agents.offline.step import Step
from agents.offline.swaps import Swap, with_swaps
from agents.offline.verbs import carried_out, named, shortens, understood
from storage.ledger.working import Assignment
from storage.rules.own_words import NOTICE, is_ours
from storage.rules.task import THEY_ASK, Draft
from storage.rules.words import one_line

UNABLE = "that needs a language model."


@dataclass(frozen=True, slots=True)
class Revised:
    """
    Attributes:
        answers: for each point of the reviewer's, what was done.
        undone: the points that were not met.
        facts: what the reviewer wrote that is material; `only_facts` where nothing else was done.
    """

    arranged: Arranged
    answers: tuple[str, ...]
    undone: tuple[str, ...]
    facts: str = ""
    only_facts: bool = False


def revised(given: Assignment, previous: Draft, material: Material) -> Revised:
    """Return the changed draft, and for each point how it was met, or that it was not. The answers stand in the order
    of the points; what shortens is done last, so that it holds for all the others."""
    before = parse(previous.body.replace(NOTICE, ""))
    asked = [*map(one_line, given.points), *points(given.note, understood)]
    to_check = tuple(r for r in previous.remarks if r.startswith(THEY_ASK))  # no change answers a question for sure
    done = _Doing(before, material, lacking=bool(previous.missing or to_check))
    for at in sorted(range(len(asked)), key=lambda n: shortens(asked[n])):
        done.take(at, asked[at], named(asked[at], before))
    steps = [done.steps[at] for at in range(len(asked))]
    answers = tuple(f"{quoted(point, 20)}: {step.line}" for point, step in zip(asked, steps, strict=True))
    undone = tuple(answer for answer, step in zip(answers, steps, strict=True) if not step.done)
    kept = tuple(m for m in previous.missing if not m.startswith(("“", "Left out")))
    told = _summary(steps, done.parts != before)
    arranged = Arranged(tuple(done.parts), told, (*kept, *undone), remarks=to_check)
    only = len(done.facts) == sum(step.done for step in steps)
    return Revised(arranged, answers, undone, "\n".join(done.facts), only)


@dataclass(slots=True)
class _Doing:
    """A draft while the points are done, one after the other.

    Attributes:
        lacking: whether the draft lacks something, so that “It is 39 €” may be what it lacks.
    """

    parts: list[Section]
    material: Material
    lacking: bool
    facts: list[str] = field(default_factory=list)
    swaps: list[Swap] = field(default_factory=list)
    steps: dict[int, Step] = field(default_factory=dict)

    def take(self, at: int, point: str, wish: str) -> None:
        """Do one point.

        Args:
            wish: the point with the sections that it counts by their names.
        """
        step = self.steps[at] = self._step(point, wish)
        self.parts = step.sections
        self.swaps += step.swaps

    def _step(self, point: str, wish: str) -> Step:
        if (words := written(point)) or (self.lacking and is_answer(point) and (words := fact(point))):
            return self._fact(words)
        known = with_swaps(with_more(self.material, NOTE, "\n".join(self.facts)), self.swaps)
        step = carried_out(wish, self.parts, known)
        if step is None and (words := fact(point)):
            return self._fact(words)
        return step or Step(self.parts, UNABLE, done=False)

    def _fact(self, words: str) -> Step:
        self.facts.append(words)
        return Step(placed(self.parts, words), "taken in as you wrote it.")


def placed(parts: Sequence[Section], fact: str) -> list[Section]:
    """Put a fact into the section that it is nearest to; where none is, into one of its own. A letter is one."""
    wanted = set(terms(fact))
    nearness = [len(wanted & set(terms(s.markdown()))) for s in parts]
    best = max(range(len(parts)), key=lambda n: nearness[n], default=-1)
    table = best >= 0 and parts[best].lines[-1:] and parts[best].lines[-1].startswith("|")
    if best < 0 or not (nearness[best] or _is_letter(parts)) or table:
        return [*parts, Section("Added", (f"- {fact}",))]
    old = parts[best]
    listed = any(line.startswith("- ") for line in old.lines)
    lines = [*old.lines]
    at = next((n + 1 for n in reversed(range(len(lines))) if lines[n].strip() and not is_ours(lines[n])), len(lines))
    lines.insert(at, f"- {fact}" if listed else fact)
    return [*parts[:best], Section(old.title, tuple(lines)), *parts[best + 1 :]]


def _is_letter(parts: Sequence[Section]) -> bool:
    return len(parts) == 1 and bool(parts[0].lines) and greets(parts[0].lines[0])


def parse(body: str) -> list[Section]:
    """Return Markdown as sections; lines before the first heading stand under an empty title."""
    made: list[Section] = []
    title, lines = "", list[str]()
    for line in [*body.splitlines(), "## "]:
        if line.startswith("## "):
            if title or any(x.strip() for x in lines):
                made.append(Section(title, tuple("\n".join(lines).strip("\n").splitlines())))
            title, lines = line[3:].strip(), []
        else:
            lines.append(line)
    return made


def _summary(steps: Sequence[Step], changed: bool) -> str:
    """What was not done, then what was."""
    undone = " ".join(f"Not done: {step.answer}" for step in steps if not step.done)
    done = " ".join(step.answer[:1].upper() + step.answer[1:] for step in steps if step.done)
    same = "" if changed else "The text is as it was."
    return " ".join(part for part in (undone, done, same) if part)
