"""What did not work, as a card: one cause, the tasks that it holds up, and the ways out."""

from collections.abc import Sequence

from bot.views import handover, ids, undelivered
from bot.views.chain import stuck
from bot.views.doubts import ends
from bot.views.kit import Block, actions, button, cut, esc, quote, rich, section
from bot.views.moments import minutes
from bot.views.undelivered import is_hopeless, is_undelivered
from storage.rules.pages.cards import Card
from storage.rules.values.item import Item, Problem, Remedy
from storage.rules.words import one_line

TITLE, CAUSE, NAMED = 60, 200, 5  # characters, characters, tasks
STUCK = (Remedy.REOPEN, Remedy.WITHOUT)
MENDS = {Remedy.BRIEF: "Edit it", Remedy.MATERIAL: "Give it a new file", Remedy.NOTHING: "", Remedy.WORKER: ""}


def problem(card: Card, cause: Problem, label: str) -> list[Block]:
    """Return the card of one task that did not work."""
    item, value = card.item, ids.of(card.item)
    if is_undelivered(item):
        return undelivered.card(card, cause, label)
    brief = item.task.brief
    line = " · ".join(
        part for part in (esc(brief.stream or ""), str(brief.worker), f"{minutes(card.minutes)} to decide") if part
    )
    what = "Can't start" if cause.remedy in STUCK else "Did not work"
    heading = f"*{label}{what} · {esc(cut(brief.title, TITLE))} · {item.task.name}*"
    return [
        section(f"{heading}\n{line}", button("Open", ids.OPEN, value)),
        rich(quote(cut(one_line(cause.text), CAUSE))),
        doors(item, cause),
    ]


def retried(item: Item, cause: Problem, text: str) -> list[Block]:
    """Return the card of a problem that was just dealt with, as high as it was: what stands below it must not move."""
    quoted = rich(quote(cut(one_line(cause.text), CAUSE)))
    return [section(text), quoted, actions(button("Open", ids.OPEN, ids.of(item)))]


def doors(item: Item, cause: Problem) -> Block:
    """Return the buttons of a problem; they offer only what may help for its cause."""
    if cause.remedy in STUCK:
        return stuck(item, cause)
    if cause.remedy is Remedy.WORKER:
        return handover.doors(item, cause)
    if is_undelivered(item):
        return undelivered.doors(item, cause)
    value, words = ids.of(item), MENDS[cause.remedy]
    return actions(
        button("Retry", ids.RETRY, value, "primary"),
        *([button(words, ids.NEW_FILE, value)] if words else []),
        button("Cancel task", ids.GIVE_UP, value, "danger", ends(item.task)),
    )


def problems(cards: Sequence[Card], label: str) -> list[Block]:
    """Return the one card of several tasks that did not work for the same cause."""
    first, count, cause = cards[0].item, len(cards), cards[0].item.about
    assert isinstance(cause, Problem)
    if is_undelivered(first):
        return undelivered.cards(cards, cause, label)
    names = [f"{esc(cut(card.item.task.brief.title, 30))} · {card.item.task.name}" for card in cards[:NAMED]]
    more = [f"and {count - NAMED} more"] if count > NAMED else []
    lines = "\n".join([*names, *more, f"{minutes(cards[0].minutes)} to decide"])
    return [
        section(f"*{label}Did not work · {count} tasks, one cause*\n{lines}"),
        rich(quote(cut(one_line(cause.text), CAUSE))),
        actions(button(f"Retry all {count}", ids.RETRY_ALL, ids.of(first), "primary"), *_each(cards)),
    ]


def _each(cards: Sequence[Card]) -> list[Block]:
    """The way to each of several tasks: where trying again does not help, one of them may be mended or canceled."""
    return [
        button(f"Open {card.item.task.name}", f"{ids.OPEN}.{n}", ids.of(card.item))
        for n, card in enumerate(cards[:NAMED])
    ]


def same_cause(cards: Sequence[Card], first: Card) -> list[Card]:
    """Return the cards of problems that wait for the same person and have the same cause as the first."""
    return [card for card in cards if _cause(card) and _cause(card) == _cause(first)]


def _cause(card: Card) -> tuple[str, str, str] | None:
    """Return what cards of one cause have in common; None for what stands alone."""
    item, about = card.item, card.item.about
    if not isinstance(about, Problem) or about.remedy in (Remedy.WORKER, *STUCK):
        return None
    waits = item.open and item.decision is None and not card.moved and not card.later
    waits = waits and not (is_undelivered(item) and is_hopeless(about))
    return (item.reviewer, about.text, about.named) if waits else None
