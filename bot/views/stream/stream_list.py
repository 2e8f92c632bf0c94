"""The list of a person's streams, and the answer to a name that matches none."""

from collections.abc import Sequence

from bot.views import ids
from bot.views.kit import Message, actions, button, cut, esc, header, section
from bot.views.paging import Listing, page
from bot.views.stream.stream_buttons import value
from bot.views.stream.stream_counts import for_you
from bot.views.stream_name import stream_name
from storage.rules.pages.streams import Listed
from storage.rules.stream_names import can_be_named


def listing(listed: Sequence[Listed], number: int = 0) -> Message:
    """Return a page of `/sluice stream list`: each with how much waits for the person, runs, and is open."""
    if not listed:
        text = "You have no streams yet. Name one when you assign, as in `/assign writer: Memo; for Beta launch`, "
        text += "or make one: `/sluice stream new Beta launch`."
        return Message("You have no streams yet.", (section(text),))
    entries = [(section(_line(one), button("Open", ids.STREAM_PAGE, value(one.stream))),) for one in listed]
    return page(Listing(text="Your streams", head=(header("Streams"),), entries=tuple(entries)), "stream list", number)


def _line(one: Listed) -> str:
    counts = [
        for_you(one.waiting, one.later) if one.waiting else "",
        f"{one.running} running" if one.running else "",
        f"{one.open} open" if one.open else "nothing open",
        "on hold" if one.stream.stopped_by else "",
        "closed" if one.stream.is_closed else "",
    ]
    goal = f"\n{esc(cut(one.stream.goal, 100))}" if one.stream.goal else ""
    return f"*{stream_name(one.stream.name)}* · {' · '.join(part for part in counts if part)}{goal}"


def unknown(why: str, name: str, near: Sequence[str], verb: str = "") -> Message:
    """Return that a person has no stream of a name, with those that may be meant, and the way to make one.

    Args:
        verb: what they wanted to do with it, as it is typed; empty for a look.
    """
    choices = (
        [] if verb else [button(f"Open {cut(one, 40)}", f"{ids.STREAM_PAGE}.{n}", one) for n, one in enumerate(near)]
    )
    if not verb and can_be_named(name):
        choices.append(button(f"Make {cut(name, 40)}", ids.STREAM_NEW, name))
    told = esc(why)
    if near and verb:
        told += " Did you mean: " + " · ".join(f"`/sluice stream {verb} {esc(one)}`" for one in near)
    elif not near:
        told += " `/sluice stream list` shows yours."
    return Message(told, (section(told), *([actions(*choices)] if choices else [])))
