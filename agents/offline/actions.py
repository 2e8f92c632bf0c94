"""Action items from notes: who does what, by when."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.action_lines import actions_in, left_of, owned, people_in
from agents.offline.arranged import Arranged, Question
from agents.offline.by_date import in_order
from agents.offline.heading_words import WHO_DOES_WHAT
from agents.offline.left_out import told
from agents.offline.markdown import bullets, quoted, sections, tables
from agents.offline.material.material import Material
from agents.offline.material.notes import is_frame
from agents.offline.parts import of_all, told_not_done
from agents.offline.plans.action import Action
from agents.offline.remarks.remark import Remark
from storage.rules.words import many

NOBODY = "–"
OTHERS = "Not taken as actions"


@of_all
def action_items(goal: str, material: Material) -> Arranged | Question:
    """Arrange notes as a table of who does what by when; ask for the actions when there are none."""
    each = [(remark, actions_in(remark)) for remark in material.remarks]
    people = people_in(material, [action for _, actions in each for action in actions])
    found = list(dict.fromkeys(owned(action, people) for _, actions in each for action in actions))  # each once
    if not found:
        return Question(
            "Who does what? I could not tell it from what came with it without a language model. Give me the actions, "
            "one a line, for example “Dana: send the deck by 27 November”.",
            "Without a language model I could not tell who does what.",
        )
    open_ = in_order([a for a in found if not a.done])
    rows = [f"| {a.owner or NOBODY} | {a.what} | {a.by or NOBODY} |" for a in open_]
    table = [WHO_DOES_WHAT, "| --- | --- | --- |", *rows] if rows else []
    done = [f"- {a.what}" + (f" ({a.owner})" if a.owner else "") for a in found if a.done]
    rest = [replace(r, text=text) for r, actions in each if (text := left_of(r, actions))]
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
