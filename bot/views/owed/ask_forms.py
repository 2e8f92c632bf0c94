"""The forms in which a colleague says something of a task: a question, or until when they are busy."""

from bot.views import ids
from bot.views.kit import Block, cut, esc, modal, section, text_input
from storage.rules.values.task import Task


def ask(task: Task) -> Block:
    """Return the form of a question to who decides."""
    return modal(
        ids.OWED_ASK_VIEW,
        f"Ask about {task.name}",
        [
            section(f"*{esc(cut(task.brief.title, 100))}* · <@{task.reviewer}> answers"),
            text_input("question", "Your question", multiline=True),
            text_input(
                "choices",
                "Answers to tap",
                multiline=True,
                optional=True,
                hint="Up to three, one a line: a tap is quicker than words.",
            ),
        ],
        submit="Ask",
        close="Cancel",
        metadata=task.key,
    )


def busy(task: Task) -> Block:
    """Return the form of a person who is busy until some time."""
    hint = "For example: Monday 9:00, tomorrow. Whoever assigns you something is told."
    return modal(
        ids.BUSY_VIEW,
        "Busy until…",
        [
            section(f"<@{task.assigner}> is told, since you owe them {task.name}."),
            text_input("until", "Until when?", hint=hint, most=60),
        ],
        submit="Say so",
        close="Cancel",
        metadata=task.key,
    )
