"""What Slack has of a delivery, in words that follow “It was”."""

from collections.abc import Sequence

from storage.rules.delivery import is_person
from storage.rules.pages.messages import Post
from storage.rules.posts import DeliveryState, PostState
from storage.rules.values.place import Place
from storage.rules.values.task import Task


def result(posts: Sequence[Post], state: str, task: Task, reader: str) -> str:
    """Return where Slack has a delivery, or that it has it not.

    Args:
        reader: whose direct messages it is in, where it is in any.
    """
    row, assigner = posts[0], task.assigner
    if row.thread and Place(row.channel, row.thread) == task.source:
        words = "posted in its thread"
    elif row.channel and not row.channel.startswith("D") and not is_person(row.channel):
        words = f"posted in <#{row.channel}>"
    else:
        words = f"{'filed for' if row.thread else 'sent to'} <@{reader}>"
    if state == DeliveryState.SENT:
        return words
    if row.state == PostState.SENT:
        return f"{words} without its file: a message to <@{assigner}> says why"
    return f"not {words} yet: a message to <@{assigner}> says why"
