"""What a person is told who takes no tasks any more, or takes them again."""

from storage.rules.words import many


def refuses(count: int) -> str:
    """Return the answer to a person who takes no tasks from now on.

    Args:
        count: tasks that they have.
    """
    left = f" You have {many(count, 'task')} still: /sluice tasks mine shows {'it' if count == 1 else 'them'}."
    said = "Nobody can assign you anything from now on: who tries is told so at once."
    return f"{said}{left if count else ''} `/sluice me again` takes it back."


def takes() -> str:
    """Return the answer to a person who takes tasks again."""
    return "Colleagues can assign you tasks again. They come with your collections, and never in between."
