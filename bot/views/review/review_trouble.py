"""What did not work, or is missing beside what did, in Open."""

from typing import assert_never

from bot.views.kit import Block, cut, rich, run, section, words
from bot.views.trouble import undelivered
from storage.rules.values.item import Item, Permission, Problem, Question, Remedy, StillRight, Submission
from storage.rules.words import one_line


def wrong(item: Item) -> list[Block]:
    """Return what did not work, or what is missing beside what did."""
    match item.about:
        case Problem(remedy=Remedy.DELIVERY) as cause:
            return [section(undelivered.why(cause))]
        case Problem(text=text, remedy=remedy):
            failed = remedy is not Remedy.WORKER and not item.task.was_stopped  # its text says that
            label = [run("Did not work: ", bold=True)] if failed else []
        case Submission(aside=text):
            label = []
        case StillRight() | Question() | Permission():
            return []
        case _:
            assert_never(item.about)
    return [rich(words(*label, run(cut(one_line(text), 600))))] if text else []
