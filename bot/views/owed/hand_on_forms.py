"""The forms in which a colleague does not do a task: they decline it, or name somebody else."""

from bot.views import ids
from bot.views.kit import Block, cut, esc, modal, plain, section, text_input
from storage.rules.values.task import Task


def decline(task: Task) -> Block:
    """Return the form of a person who can't do a task."""
    return modal(
        ids.DECLINE_VIEW,
        f"Can't do {task.name}",
        [
            section(f"*{esc(cut(task.brief.title, 100))}* · it goes back to <@{task.assigner}>"),
            text_input("why", "Why not?", multiline=True, most=600, hint="The person who asked reads this."),
            person_field("named", "Who could do it?", "Nobody chosen: they decide who.", optional=True),
        ],
        submit="Give it back",
        close="Cancel",
        metadata=task.key,
    )


def hand_to(task: Task) -> Block:
    """Return the form of a person who names somebody else for a task."""
    return modal(
        ids.HAND_TO_VIEW,
        f"Hand {task.name} to…",
        [
            section(f"<@{task.assigner}> says yes or no with one tap. Until then it stays with you."),
            person_field("named", "Who should do it?"),
            text_input("why", "Why?", multiline=True, optional=True, most=600),
        ],
        submit="Ask for it",
        close="Cancel",
        metadata=task.key,
    )


def asked_to_hand(task: Task) -> Block:
    """Return that who asked was asked for somebody else, in the place of the form."""
    text = f"<@{task.assigner}> was asked. Until they say yes, {task.name} stays with you."
    return modal("notice", f"Hand {task.name} to…", [section(text)])


def person_field(block_id: str, text: str, hint: str = "", *, optional: bool = False) -> Block:
    """Return the field that names a person."""
    block = {"type": "input", "block_id": block_id, "label": plain(text), "optional": optional}
    field = {**block, "element": {"type": "users_select", "action_id": "value"}}
    return {**field, "hint": plain(hint)} if hint else field
