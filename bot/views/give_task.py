"""The form that gives a task to another worker or reviewer at any time, and what came of it."""

from collections.abc import Mapping

from bot.views import ids
from bot.views.forms import MOST_OPTIONS
from bot.views.kit import Block, context, cut, esc, modal, option, plain, section
from bot.views.owed.hand_on_forms import person_field
from storage.rules.values.task import State, Task

AT_REVIEW = "Its draft is at review. Who works on it next gets it if it is revised."
OTHER = "-"  # no agent's name: nobody chosen


def give(task: Task, agents: Mapping[str, str], metadata: str) -> Block:
    """Return the form that gives a task to another worker or reviewer."""
    named = [option(OTHER, "No agent")]
    named += [option(name, f"{name}: {text}") for name, text in list(agents.items())[: MOST_OPTIONS - 1]]
    element = {"type": "static_select", "action_id": "value", "options": named, "initial_option": named[0]}
    agent = {"type": "input", "block_id": "agent", "label": plain("Or an agent"), "element": element, "optional": True}
    return modal(
        ids.GIVE_VIEW,
        f"Give {task.name} to…",
        [
            section(f"*{esc(cut(task.brief.title, 100))}* · {task.brief.worker} has it, <@{task.reviewer}> decides"),
            *([context(AT_REVIEW)] if task.state is State.READY else []),
            person_field("colleague", "A colleague", "They see what was done so far.", optional=True),
            agent,
            person_field("reviewer", "Who decides?", "Nobody chosen: as before.", optional=True),
        ],
        submit="Give",
        close="Cancel",
        metadata=metadata,
    )


def given(task: Task, passed: bool) -> Block:
    """Return who has a task now and who decides, in the place of the form that gave it away.

    Args:
        passed: whether somebody else works on it now.
    """
    told = f"{task.name} is with {task.brief.worker} now. <@{task.reviewer}> decides."
    if task.state is State.READY:
        told = f"{task.name} is at review with <@{task.reviewer}>. {task.brief.worker} gets it if it is revised."
    told = told if passed else f"<@{task.reviewer}> decides on {task.name} now."
    return modal("notice", f"Give {task.name} to…", [section(told)])
