"""A list with a tick for each: what may be decided together."""

from collections.abc import Callable, Sequence

from bot.views import ids
from bot.views.kit import Block, mrkdwn, plain
from storage.rules.values.item import Item

TICKS = 10  # of one group: Slack takes no more


def ticks(
    items: Sequence[Item],
    name: str,
    line: Callable[[Item], str],
    label: Callable[[Sequence[Item]], str],
    below: Callable[[Item], str] | None = None,
) -> list[Block]:
    """Return the ticks of some items, all of them set.

    Args:
        name: what the fields' names begin with.
        line: the words of one.
        label: the words above some.
        below: the small print of one, with our own markup; Slack takes 75 characters.
    """
    groups = [items[at : at + TICKS] for at in range(0, len(items), TICKS)]
    return [_group(group, f"{name}{n * TICKS}", line, label, below) for n, group in enumerate(groups)]


def _group(
    items: Sequence[Item],
    name: str,
    line: Callable[[Item], str],
    label: Callable[[Sequence[Item]], str],
    below: Callable[[Item], str] | None,
) -> Block:
    options = [_option(item, line(item), below(item) if below else "") for item in items]
    element = {"type": "checkboxes", "action_id": "value", "options": options, "initial_options": options}
    return {"type": "input", "block_id": name, "optional": True, "label": plain(label(items)), "element": element}


def _option(item: Item, line: str, below: str) -> Block:
    option: Block = {"text": plain(line, 75), "value": ids.of(item)}
    return {**option, "description": mrkdwn(below)} if below else option
