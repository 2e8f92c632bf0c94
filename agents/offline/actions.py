"""Action items from notes: who does what, by when."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.arranged import Arranged, Question, bullets, quoted, sections, tables
from agents.offline.fitting import told
from agents.offline.headings import WHO_DOES_WHAT
from agents.offline.material import ANSWER, Material, is_frame
from agents.offline.parts import of_all, told_not_done
from agents.offline.plans import Action, actions_of, dated_action, is_person
from agents.offline.remarks import Remark
from storage.rules.dates_in_text import Day
from storage.rules.words import many

NOBODY = "–"
OTHERS = "Not taken as actions"
_UNDER = re.compile(r"\b(?:action items?|actions|next steps|to-?dos?|tasks)\b", re.I)


@of_all
def action_items(goal: str, material: Material) -> Arranged | Question:
    """Arrange notes as a table of who does what by when; ask for the actions when there are none."""
    each = [(remark, _of(remark)) for remark in material.remarks]
    people = _people(material, [action for _, actions in each for action in actions])
    found = list(dict.fromkeys(_owned(action, people) for _, actions in each for action in actions))  # each once
    if not found:
        return Question(
            "Who does what? I could not tell it from what came with it without a language model. Give me the actions, "
            "one a line, for example “Dana: send the deck by 27 November”.",
            "Without a language model I could not tell who does what.",
        )
    open_ = _in_order([a for a in found if not a.done])
    rows = [f"| {a.owner or NOBODY} | {a.what} | {a.by or NOBODY} |" for a in open_]
    table = [WHO_DOES_WHAT, "| --- | --- | --- |", *rows] if rows else []
    done = [f"- {a.what}" + (f" ({a.owner})" if a.owner else "") for a in found if a.done]
    rest = [replace(r, text=text) for r, actions in each if (text := _left(r, actions))]
    missing = [f"No owner found: {quoted(a.what)}" for a in open_ if not a.owner]
    missing += _not_taken(rest)
    made = sections(("", table), ("Done", done), (OTHERS, bullets(rest)), ("The table", tables(material.tables)))
    short = summary(open_, len(done)) + (f" {many(len(rest), 'other line')}." if rest else "")
    drawn = Arranged(sections=made, summary=short, missing=tuple(missing))
    return told_not_done(goal, drawn) if _of_some(goal, found) else drawn


def _of_some(goal: str, actions: Sequence[Action]) -> bool:
    """Whether a goal asks for what some of the people do, and not for what all do."""
    owners = {a.owner for a in actions}
    asked = {name for name in owners if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", goal, re.I)}
    return bool(asked) and asked != owners


def _not_taken(rest: Sequence[Remark]) -> list[str]:
    """The lines that may be actions and are not among them; who was present is none."""
    lines = [r.text for r in rest if not is_frame(r)]
    return [f"Not taken as actions, {many(len(lines), 'other line')}: {told(lines)}"] if lines else []


def summary(open_: list[Action], done: int) -> str:
    """Return the summary: how many actions, who has them, the first date, and what is missing."""
    counts = Counter(a.owner for a in open_ if a.owner)
    whose = ", ".join(f"{owner} {n}" for owner, n in counts.items())
    dated, loose = [a for a in open_ if a.day], [a for a in open_ if a.by and not a.day]
    first = f", earliest {dated[0].by}" if dated and not loose else ""
    parts = [f"{many(len(open_), 'action')}{': ' if whose else ''}{whose}{first}."]
    unowned, undated = sum(not a.owner for a in open_), sum(not a.by for a in open_)
    parts += [f"No owner found for {unowned}."] if unowned else []
    parts += [f"No date for {undated}."] if undated else []
    parts += [f"{done} done already."] if done else []
    return " ".join(parts)


def _of(remark: Remark) -> list[Action]:
    """The actions of a line."""
    actions = [action for _, action in actions_of(remark) if action is not None]
    done = remark.done
    return actions or ([dated_action(remark.speaker, remark.words, done)] if _listed(remark) else [])


def _people(material: Material, actions: Sequence[Action]) -> frozenset[str]:
    """The names of those who were present, and of those who do something for certain."""
    present = (name for r in material.frame() for name in re.findall(r"[A-ZÀ-Þ][\w’-]+", r.text.partition(":")[2]))
    return frozenset(name for name in (*present, *(a.owner for a in actions)) if name and is_person(name))


def _owned(action: Action, people: frozenset[str]) -> Action:
    """An action with the person as its owner that it begins with (“Bob send invoice”)."""
    first, _, rest = action.what.partition(" ")
    return replace(action, owner=first, what=rest) if not action.owner and rest and first in people else action


def _listed(remark: Remark) -> bool:
    """Whether a line is an entry of a list of actions."""
    under = bool(remark.box) or bool(remark.speaker) or _UNDER.search(remark.heading) is not None
    answers = remark.source == ANSWER and bool(remark.speaker)  # as the question asks for it
    return ((bool(remark.mark) and under) or answers) and not remark.asks


def _left(remark: Remark, actions: Sequence[Action]) -> str:
    """What of a line is in no action."""
    if not actions:
        return remark.text
    if _listed(remark):
        return ""
    return " ".join(sentence for sentence, action in actions_of(remark) if action is None)


def _in_order(actions: list[Action]) -> list[Action]:
    """By date, where all that have one name a day; else as they stand."""
    if any(a.by and not a.day for a in actions):
        return actions
    return sorted(actions, key=lambda a: (a.day is None, *order(a.day)))


def order(day: Day | None) -> tuple[int, int, int]:
    """Return a key to sort dates by; without a year, January to May come after the later months."""
    if day is None:
        return 0, 0, 0
    return day.year, day.month + (12 if not day.year and day.month < 6 else 0), day.day
