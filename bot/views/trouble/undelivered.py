"""What an approval could not deliver, as a card: why, what helps, and the ways out."""

from collections.abc import Sequence
from typing import assert_never

from bot.views import ids
from bot.views.durations import minutes
from bot.views.kit import Block, actions, button, cut, esc, section
from bot.views.stream_name import stream_name
from bot.views.trouble import refusals, trouble
from storage.rules.pages.cards import Card
from storage.rules.values.item import Item, Permission, Problem, Question, Remedy, StillRight, Submission
from storage.rules.words import one_line

TITLE, NAMED, BESIDE = 60, 5, 120  # characters, tasks, characters
LOST = "unknown"


def is_undelivered(item: Item) -> bool:
    """Tell whether an item is about a draft that did not get to its place."""
    return item.remedy is Remedy.DELIVERY


def is_hopeless(cause: Problem) -> bool:
    """Tell whether delivering again can't help."""
    return cause.text.partition(" ")[0] in refusals.HOPELESS


def why(cause: Problem) -> str:
    """Return why a draft is not in its place, and what helps."""
    place = trouble.place(cause.named)
    if cause.text == LOST:
        doubt = f"It may or may not be in {place}: Slack's answer was lost, and I don't repeat it by myself."
        return f"{doubt}\nLook there. If it is missing, press Deliver again."
    error, _, detail = cause.text.partition(" ")
    reason, advice = trouble.delivery(error, place, "", detail)
    return f"I could not post it in {place}: {reason}.\n{advice.replace('Send it to me here', 'Deliver here')}"


def aside(item: Item) -> str:
    """Return what else there is to know: what did not work beside what did, or that it was delivered before."""
    match item.about:
        case Submission(aside=text):
            return cut(one_line(text), BESIDE)
        case Problem(text=text, remedy=remedy):
            return "" if remedy is Remedy.DELIVERY else cut(one_line(text), BESIDE)
        case StillRight() | Question() | Permission():
            return ""
        case _:
            assert_never(item.about)


def card(the_card: Card, cause: Problem, label: str) -> list[Block]:
    """Return the card of one draft that did not get to its place."""
    item, brief = the_card.item, the_card.item.task.brief
    line = " · ".join(part for part in (stream_name(brief.stream), f"{minutes(the_card.minutes)} to decide") if part)
    heading = f"*{label}Not delivered · {esc(cut(brief.title, TITLE))} · {item.task.name}*\n{line}"
    return [section(heading, button("Open", ids.OPEN, ids.of(item))), section(why(cause)), button_row(item, cause)]


def names(shown: Sequence[Card], with_number: bool) -> str:
    """Return the lines that name the tasks of one card, each with the number that it is answered by."""
    number = "{} · " if with_number else ""
    titles = [(card, esc(cut(card.item.task.brief.title, 30))) for card in shown[:NAMED]]
    lines = [f"{number.format(card.position)}{title} · {card.item.task.name}" for card, title in titles]
    more = [f"and {len(shown) - NAMED} more"] if len(shown) > NAMED else []
    return "\n".join([*lines, *more, f"{minutes(shown[0].minutes)} to decide"])


def cards(shown: Sequence[Card], cause: Problem, label: str) -> list[Block]:
    """Return the one card of several drafts that did not get to one place for one reason."""
    first, count = shown[0].item, len(shown)
    again = button(f"Deliver all {count} again", ids.RETRY_ALL, ids.of(first), "primary")
    return [
        section(f"*Not delivered · {count} tasks, one cause*\n{names(shown, bool(label))}"),
        section(why(cause).replace("could not post it", "could not post them")),
        actions(again),
    ]


def button_row(item: Item, cause: Problem) -> Block:
    """Return the buttons: once more, to who decides instead, or nowhere."""
    value, hopeless = ids.of(item), is_hopeless(cause)
    again = [] if hopeless else [button("Deliver again", ids.RETRY, value, "primary")]
    return actions(
        *again,
        button("Deliver here", ids.BRING_HERE, value, "primary" if hopeless else None),
        button("Leave it", ids.LEAVE, value),
    )
