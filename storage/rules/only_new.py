"""What holds for a task from its start, so that no form changes it."""

from storage.rules.refusal import Refused
from storage.rules.values.brief import Asked
from storage.rules.values.task import Task


def check_edit(target: Task, asked: Asked) -> None:
    """Check that what is asked of a task can be changed.

    Raises:
        Refused: it holds for new tasks alone.
    """
    if what := _only_new(target, asked):
        raise Refused(f"Edit can't change {what} of {target.name}. Leave that out, or assign a new task.")


def _only_new(target: Task, asked: Asked) -> str:
    if asked.again:
        return "how often it comes"
    if asked.each is not None:
        return "what it goes over"
    if asked.versions not in (1, target.brief.versions):
        return "the number of versions"
    return "whether it goes on by itself" if asked.flows and not target.brief.flows else ""
