"""The assignment as one message. What people and sources say goes in as values, never as a template."""

from agents.reading.material import broken, source
from storage.ledger.work.assignment import Assignment
from storage.rules.clarity import wondered
from storage.rules.values.ask import MATERIAL
from storage.rules.values.brief import Brief

_LAST = "Your last version:"
_EDITED = "Your last version, as a person has edited it. Keep their words where nothing below asks for other ones:"


def prompt(assignment: Assignment) -> str:
    """Return the request for this version, as the model reads it."""
    brief = assignment.task.brief
    parts = [f"Brief: {brief.title}", brief.goal, *_criteria(brief), *(source(s.name, s.text) for s in brief.sources)]
    if material := assignment.answers.get(MATERIAL):  # as when the agent had no model yet
        parts.append(source("what a person answered", material))
    if brief.due is not None:
        parts.append(f"Due: {brief.due:%Y-%m-%d %H:%M} UTC")
    if assignment.previous is not None:
        parts += [
            _EDITED if assignment.previous.edited_by else _LAST,
            f"<draft>\n{broken(assignment.previous.body)}\n</draft>",
            *_files(assignment),
            *_others(assignment),
            *_asked(assignment),
        ]
    elif assumed := [f"- {w.about}: {w.assumed}" for w in wondered(brief)]:
        parts.append("Assume, and say so where it matters:\n" + "\n".join(assumed))
    return "\n\n".join(parts)


def answered(assignment: Assignment) -> str:
    """Return people's answers to questions of a conversation that is lost; empty when there were none."""
    lines = [f"- {question}\n  {answer}" for question, answer in assignment.replies]
    return "\n\nYou asked this before, and a person answered:\n" + "\n".join(lines) if lines else ""


def turn(assignment: Assignment) -> str:
    """Return the name of this version's message: the same after a crash, for a Retry and whatever people say meanwhile;
    different after the brief was edited.
    """
    return f"v{assignment.version}-{assignment.task.brief.edits}"


def _criteria(brief: Brief) -> list[str]:
    return ["Done when:\n" + "\n".join(f"- {c}" for c in brief.criteria)] if brief.criteria else []


def _files(given: Assignment) -> list[str]:
    names = ", ".join(given.came_with)
    again = "None comes along by itself: write again what still belongs to it."
    return [f"Files that came with it: {names}. {again}"] if names else []


def _others(assignment: Assignment) -> list[str]:
    """Return the versions that were made beside the last one, where the reviewer wants the best of each."""
    framed = [f'<draft version="{one.version}">\n{broken(one.body)}\n</draft>' for one in assignment.others]
    return ["The other versions, to take the best of each:", *framed] if framed else []


def _asked(given: Assignment) -> list[str]:
    numbered = "\n".join(f"{n}. {p}" for n, p in enumerate(given.asked, 1))
    text = "The reviewer asks for these changes; answer each, in this order, with “Not possible: why” where it was not:"
    return [f"{text}\n{numbered}"] if given.asked else []
