"""The forms: assigning, editing, handing off a message, and times and limits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.views import ids
from bot.views.kit import Block, context, label, modal, plain, section, text_input
from storage.rules.people import Person
from storage.rules.task import Brief
from storage.rules.words import split_long

DAYS = {"weekdays": "Monday to Friday", "daily": "Every day", "kept": "The days I chose"}


def assign(
    agents: Mapping[str, str],
    *,
    brief: Brief | None = None,
    metadata: str = "",
    callback: str = ids.ASSIGN_VIEW,
    title: str = "Assign a task",
    submit: str = "Assign",
    due: str = "",
    source: str = "",
) -> Block:
    """The form of a brief.

    Args:
        agents: names of the agents and what each is for.
        due: the due time as it should stand in the field.
        source: what comes along with a handed-off message, to be shown.
    """
    known = brief or Brief("", "")
    blocks: list[Block] = [
        *([section(source)] if source else []),
        text_input(
            "goal",
            "What should be done?",
            multiline=True,
            initial=split_long(known.goal)[0],
            hint="The first line becomes the title. Paste what it is to be made from below it.",
        ),
        _worker(agents, known.worker),
        text_input(
            "criteria",
            "Done when",
            multiline=True,
            optional=True,
            hint="One criterion a line.",
            initial="\n".join(known.criteria),
        ),
        text_input(
            "due", "Due", optional=True, initial=due, hint="For example: Friday 17:00, tomorrow, end of week", most=60
        ),
        text_input(
            "stream",
            "Stream",
            optional=True,
            initial=known.stream or "",
            hint="A line of related tasks, for example: Beta launch",
            most=40,
        ),
        *([] if callback == ids.EDIT_VIEW else [_REVIEWER]),
        *([] if callback == ids.EDIT_VIEW else [_CHANNEL]),
        _FILES,
        _urgent(known.urgent),
    ]
    return modal(callback, title, blocks, submit=submit, close="Cancel", metadata=metadata)


_REVIEWER: Block = {
    "type": "input",
    "block_id": "reviewer",
    "optional": True,
    "label": plain("Who decides?"),
    "hint": plain("Nobody chosen: you do."),
    "element": {"type": "users_select", "action_id": "value"},
}
_CHANNEL: Block = {
    "type": "input",
    "block_id": "to",
    "optional": True,
    "label": plain("Post the approved result in"),
    "hint": plain("No channel chosen: it comes back to where you hand this off from."),
    "element": {"type": "channels_select", "action_id": "value"},
}
_FILES: Block = {
    "type": "input",
    "block_id": "files",
    "optional": True,
    "label": plain("Files"),
    "hint": plain("Text, Markdown, CSV: read as material."),
    "element": {"type": "file_input", "action_id": "value", "max_files": 5},
}


def _worker(agents: Mapping[str, str], worker: str) -> Block:
    options = [_option(name, f"{name}: {text}") for name, text in list(agents.items())[:100]]
    chosen = next((o for o in options if o["value"] == worker), options[0])
    element = {"type": "static_select", "action_id": "value", "options": options, "initial_option": chosen}
    return {"type": "input", "block_id": "worker", "label": plain("Who does it?"), "element": element}


def _option(value: str, text: str) -> Block:
    return {"text": {"type": "plain_text", "text": label(text, 75)}, "value": value}


def _urgent(on: bool) -> Block:
    option = _option("urgent", "Urgent: may go over the limit and comes as soon as it is ready")
    element: Block = {"type": "checkboxes", "action_id": "value", "options": [option]}
    if on:
        element["initial_options"] = [option]
    return {"type": "input", "block_id": "urgent", "optional": True, "label": plain("Urgent"), "element": element}


def times(person: Person, at: str, days: str) -> Block:
    """Times and limits of one person."""
    chosen = _option(days, DAYS[days])
    return modal(
        ids.TIMES_VIEW,
        "Times and limits",
        [
            text_input("times", "Collection times", initial=at, hint="For example: 9:00 13:00 16:30", most=100),
            {
                "type": "input",
                "block_id": "days",
                "label": plain("Days"),
                "element": {
                    "type": "static_select",
                    "action_id": "value",
                    "options": [_option(k, v) for k, v in DAYS.items() if k in ("weekdays", "daily", days)],
                    "initial_option": chosen,
                },
            },
            text_input(
                "room",
                "Limit: how much may wait for you before new work is held back",
                initial=str(person.room),
                most=4,
            ),
            text_input("most", "Most: how much one collection brings", initial=str(person.most), most=4),
            context(f"Times are in {person.zone or 'the workspace’s zone'}, from your Slack profile."),
        ],
        submit="Save",
        close="Cancel",
    )


def values(state: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, by block: text, an option's value, several options' values, a user, or files."""
    fields = {block: next(iter(held.values()), None) for block, held in state.items() if isinstance(held, Mapping)}
    return {block: _value(held if isinstance(held, Mapping) else {}) for block, held in fields.items()}


def _value(held: Mapping[str, Any]) -> Any:
    if "selected_options" in held:
        return tuple(o["value"] for o in held["selected_options"] or ())
    if "selected_option" in held:
        return (held["selected_option"] or {}).get("value")
    if "selected_user" in held:
        return held["selected_user"]
    if "selected_channel" in held:
        return held["selected_channel"]
    if "files" in held:
        return tuple(held["files"] or ())
    return held.get("value")


def due_text(due: datetime | None, zone: str) -> str:
    return f"{due.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if due else ""


def lines(text: str | None) -> Sequence[str]:
    return [line.strip("-• ").strip() for line in (text or "").splitlines() if line.strip("-• ").strip()]
