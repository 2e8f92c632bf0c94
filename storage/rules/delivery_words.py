"""Where an approval brings a draft, in words before and after."""

from storage.rules.delivery import is_person, to_oneself
from storage.rules.values.task import Task


def where(task: Task, here: bool = False, stream: str = "") -> str:
    """Return where an approval brings the draft, in words that follow “Approve”.

    Args:
        here: whether it is said on the card of the reviewer, the thread of which gets what is for oneself.
        stream: the name of its stream, as it is shown: the page of the stream keeps the draft, too.
    """
    form = f" {task.brief.form.clause}".rstrip()
    if task.brief.to:
        return _named(task, "posts in", "sends it to") + form
    if task.source.ts:
        return "posts in its thread" + form
    if not (here and to_oneself(task)):
        return f"sends it to <@{task.assigner}>{form}"
    return (f"files it in {stream} and in the card's thread" if stream else "adds it to the card's thread") + form


def done(task: Task, here: bool = False) -> str:
    """Return where an approval brought the draft, in words that follow “It is”."""
    if task.brief.to:
        return _named(task, "posted in", "sent to")
    if task.source.ts:
        return "posted in its thread"
    return "added to the card's thread" if here and to_oneself(task) else f"sent to <@{task.assigner}>"


def _named(task: Task, posts: str, sends: str) -> str:
    channels = ", ".join(f"<#{place}>" for place in task.brief.to if not is_person(place))
    people = ", ".join(f"<@{place}>" for place in task.brief.to if is_person(place))
    return " and ".join(
        words for words in (channels and f"{posts} {channels}", people and f"{sends} {people}") if words
    )
