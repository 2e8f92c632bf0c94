"""The form of a stream's settings, for its owner."""

from collections.abc import Mapping

from bot.views import forms, ids
from bot.views.kit import Block, context, modal, plain, text_input
from bot.views.stream.stream_buttons import value
from storage.rules.budget import DOLLAR
from storage.rules.pages.streams import GOAL
from storage.rules.values.stream import HIGH, Stream

NOBODY = forms.PICK
PRIORITIES = {"0": "Normal", str(HIGH): "High: what waits in it comes first, as if it waited twice as long"}


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
