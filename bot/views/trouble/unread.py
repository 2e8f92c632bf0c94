"""What could not be read of the conversation that a task comes from: its files, its thread."""

from bot.views.trouble.refusals import OUTSIDE


def files(error: str, bot: str) -> str:
    """Return the sentence of a receipt for files that Slack shows only to apps of their conversation; else empty.

    Args:
        bot: the id of the app's own user.
    """
    if error not in OUTSIDE:
        return ""
    return f"Slack shows me no files of it, since I am not in this conversation: type /invite <@{bot}> in it."


def thread(error: str, bot: str) -> str:
    """Return the sentence of a receipt for a thread that could not be read; empty when all of it was.

    Args:
        bot: the id of the app's own user.
    """
    if error == "too_long":
        return "The thread is longer than I can read: its newest messages are missing."
    if error in OUTSIDE:
        return f"I could not read the thread, since I am not in this conversation: type /invite <@{bot}> in it."
    return f"I could not read the thread (Slack says: {error})." if error else ""
