"""What surrounds a stream's page: the list of a person's streams, a name that matches nothing, and the settings."""

from collections.abc import Mapping, Sequence

from bot.views import forms, ids
from bot.views.kit import Block, Message, actions, button, context, cut, esc, header, modal, plain, section, text_input
from bot.views.paging import Listing, page
from bot.views.receipt import stream_words
from bot.views.stream import value
from bot.views.stream_counts import wait
from storage.rules.budget import DOLLAR
from storage.rules.pages.streams import GOAL, LONGEST, Listed
from storage.rules.values.stream import HIGH, Stream

NOBODY = forms.PICK
PRIORITIES = {"0": "Normal", str(HIGH): "High: what waits in it comes first, as if it waited twice as long"}


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
        f"{wait(one.waiting)} for you" if one.waiting else "",
        f"{one.running} running" if one.running else "",
        f"{one.open} open" if one.open else "nothing open",
        "on hold" if one.stream.stopped_by else "",
        "closed" if one.stream.is_closed else "",
    ]
    goal = f"\n{esc(cut(one.stream.goal, 100))}" if one.stream.goal else ""
    return f"*{stream_words(one.stream.name)}* · {' · '.join(part for part in counts if part)}{goal}"


def unknown(why: str, name: str, near: Sequence[str], verb: str = "") -> Message:
    """Return that a person has no stream of a name, with those that may be meant, and the way to make one.

    Args:
        verb: what they wanted to do with it, as it is typed; empty for a look.
    """
    doors = (
        [] if verb else [button(f"Open {cut(one, 40)}", f"{ids.STREAM_PAGE}.{n}", one) for n, one in enumerate(near)]
    )
    if not verb and len(name) <= LONGEST:
        doors.append(button(f"Make {cut(name, 40)}", ids.STREAM_NEW, name))
    told = esc(why)
    if near and verb:
        told += " Did you mean: " + " · ".join(f"`/sluice stream {verb} {esc(one)}`" for one in near)
    elif not near:
        told += " `/sluice stream list` shows yours."
    return Message(told, (section(told), *([actions(*doors)] if doors else [])))


def settings(stream: Stream, agents: Mapping[str, str]) -> Block:
    """Return the form of a stream's settings, for its owner."""
    worker = stream.worker
    colleague = worker.name if worker is not None and worker.is_person else ""
    chosen = worker.name if worker is not None and not worker.is_person else NOBODY
    budget = "" if stream.budget is None else f"{stream.budget / DOLLAR:.2f}"
    blocks = [
        text_input("goal", "Goal", initial=stream.goal, optional=True, most=GOAL, hint="What this stream is to reach."),
        _select("worker", "Who works on new tasks?", _workers(agents), chosen),
        _user("colleague", "Or a colleague", colleague, "Chosen, they work on what names nobody."),
        _user("reviewer", "Who decides?", stream.reviewer, "Nobody chosen: whoever assigns a task."),
        _select("priority", "Priority", PRIORITIES, str(stream.priority if str(stream.priority) in PRIORITIES else 0)),
        text_input(
            "budget",
            "Budget in dollars",
            initial=budget,
            optional=True,
            most=12,
            hint="When it is spent, new tasks of agents wait. Empty: no bound.",
        ),
        context("What is set here counts for tasks that are assigned from now on, where they name nobody themselves."),
    ]
    return modal(ids.STREAM_FORM_VIEW, "Settings", blocks, submit="Save", close="Cancel", metadata=value(stream))


def _workers(agents: Mapping[str, str]) -> dict[str, str]:
    named = {name: f"{name}: {text}" for name, text in list(agents.items())[: forms.MOST_OPTIONS - 1]}
    return {NOBODY: "Whoever fits what is asked", **named}


def _select(block_id: str, words: str, options: Mapping[str, str], chosen: str) -> Block:
    made = {name: {"text": plain(text, 75), "value": name} for name, text in options.items()}
    element: Block = {"type": "static_select", "action_id": "value", "options": list(made.values())}
    element["initial_option"] = made.get(chosen) or next(iter(made.values()))
    return {"type": "input", "block_id": block_id, "label": plain(words), "element": element}


def _user(block_id: str, words: str, user: str, hint: str) -> Block:
    element = {"type": "users_select", "action_id": "value", **({"initial_user": user} if user else {})}
    block = {"type": "input", "block_id": block_id, "optional": True, "label": plain(words), "element": element}
    return {**block, "hint": plain(hint)}
