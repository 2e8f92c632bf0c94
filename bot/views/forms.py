"""The forms: assigning, editing, handing off a message, and times and limits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.views import ids
from bot.views.kit import NOTHING, Block, context, cut, esc, modal, option, plain, quote, rich, section, text_input
from bot.views.sentence import literal_text
from storage.rules.delivery import is_person
from storage.rules.people import Person
from storage.rules.values.brief import Brief
from storage.rules.values.task import Task
from storage.rules.values.worker import Worker, agent
from storage.rules.words import many, split_long

PICK = "-"  # no agent's name: Sluice picks
MOST_OPTIONS = 100  # of a list, docs.slack.dev/reference/block-kit/block-elements/select-menu-element
KINDS = "text, Markdown, CSV, HTML, PDF, Word, Excel, PowerPoint"
AGAIN = "For example: every weekday 7:00, first Monday of the month 9:00"
EACH = "One a line: each becomes a task. For the rows of a CSV or Excel file below, write: rows"
ROWS = "rows"  # how that field says that a file has them
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
    above: Sequence[Block] = (),
) -> Block:
    """Return the form of a brief.

    Args:
        agents: names of the agents and what each is for.
        due: the due time as it should stand in the field.
        above: what stands above the fields, such as a message that comes along.
    """
    the_brief, new = brief or Brief(goal="", worker=agent("")), callback != ids.EDIT_VIEW
    blocks: list[Block] = [
        *above,
        text_input(
            "goal",
            "What should be done?",
            multiline=True,
            initial=split_long(the_brief.goal)[0],
            hint="The first line becomes the title. Paste what it is to be made from below it.",
        ),
        _worker(agents, the_brief.worker.name, *([BELOW] if the_brief.worker.is_person else [])),
        _colleague(the_brief.worker.name if the_brief.worker.is_person else ""),
        text_input(
            "criteria",
            "Done when",
            multiline=True,
            optional=True,
            hint="One criterion a line.",
            initial="\n".join(the_brief.criteria),
        ),
        text_input(
            "due", "Due", optional=True, initial=due, hint="For example: Friday 17:00, tomorrow, end of week", most=60
        ),
        text_input(
            "stream",
            "Stream",
            optional=True,
            initial=the_brief.stream or "",
            hint="A line of related tasks, for example: Beta launch",
            most=40,
        ),
        *([_reviewer(the_brief.reviewer), _channels(the_brief.to), _versions(the_brief.versions)] if new else []),
        *(_more(the_brief) if new else []),
        FILES,
        _options(the_brief),
    ]
    return modal(callback, title, blocks, submit=submit, close="Cancel", metadata=metadata)


def edit(
    agents: Mapping[str, str], task: Task, brief: Brief, metadata: str, due: str, above: Sequence[Block] = ()
) -> Block:
    """Return the form that changes a task, filled with its brief."""
    name = {"title": f"Edit {task.name}", "submit": "Save", "callback": ids.EDIT_VIEW}
    return assign(agents, brief=brief, metadata=metadata, due=due, above=above, **name)


FILES: Block = {
    "type": "input",
    "block_id": "files",
    "optional": True,
    "label": plain("Files"),
    "hint": plain(f"Read as material: {KINDS}."),
    "element": {"type": "file_input", "action_id": "value", "max_files": 5},
}


def _more(brief: Brief) -> list[Block]:
    """Return the fields for what is to be done many times."""
    each = None if brief.each is None else "\n".join(brief.each) or ROWS
    return [
        text_input("again", "Comes again", optional=True, initial=brief.again, hint=AGAIN, most=100),
        text_input("each", "For each of", multiline=True, optional=True, initial=each or "", hint=EACH),
    ]


def _reviewer(user: str | None) -> Block:
    element = {"type": "users_select", "action_id": "value", **({"initial_user": user} if user else {})}
    return _choice("reviewer", "Who decides?", element, "Nobody chosen: you do.", optional=True)


def _channels(channels: Sequence[str]) -> Block:
    """Return the field for channels; an element for channels would take public ones alone."""
    filters = {"include": ["public", "private"], "exclude_bot_users": True}
    element: Block = {"type": "multi_conversations_select", "action_id": "value", "filter": filters}
    if channels := [place for place in channels if not is_person(place)]:  # people are named in words
        element["initial_conversations"] = channels
    hint = "No channel chosen: it comes back to where you assign it."
    return _choice("to", "Post the approved result in", element, hint, optional=True)


def _versions(count: int) -> Block:
    options = [option(str(n), f"{n} versions, to choose from" if n > 1 else "1 version") for n in range(1, 4)]
    element = {"type": "static_select", "action_id": "value", "options": options, "initial_option": options[count - 1]}
    return _choice("versions", "How many versions?", element)


def _choice(block_id: str, words: str, element: Block, hint: str = "", *, optional: bool = False) -> Block:
    block = {"type": "input", "block_id": block_id, "optional": optional, "label": plain(words), "element": element}
    return {**block, "hint": plain(hint)} if hint else block


def hands(agents: Mapping[str, str], worker: Worker, reviewer: str) -> list[Block]:
    """Return the fields for who does something from now on, and who decides."""
    own = worker.name if worker.is_person else ""
    return [_worker(agents, worker.name, BELOW), _colleague(own), _reviewer(reviewer)]


BELOW = "The colleague below"  # works on it


def _worker(
    agents: Mapping[str, str], worker: str, other: str = "Pick for me: the agent that fits what I wrote"
) -> Block:
    named = [option(name, f"{name}: {text}") for name, text in list(agents.items())[: MOST_OPTIONS - 1]]
    options = [option(PICK, other), *named]
    chosen = next((o for o in options if o["value"] == worker), options[0])
    element = {"type": "static_select", "action_id": "value", "options": options, "initial_option": chosen}
    return _choice("worker", "Who does it?", element)


def _colleague(user: str) -> Block:
    element = {"type": "users_select", "action_id": "value", **({"initial_user": user} if user else {})}
    return _choice("colleague", "Or a colleague", element, "They see it in their next collection.", optional=True)


def carried(author: str, channel: str, text: str, threaded: bool) -> list[Block]:
    """Return the message that is assigned, as the form shows it: whose it is, its words, and what comes along.

    Args:
        author: a person's id; empty for an app's message.
    """
    user = f"<@{author}>" if author else "an app"
    where = f" in <#{channel}>" if channel.startswith(("C", "G")) else ""
    along = (
        "Its thread and its files come along as material." if threaded else "It comes along as material, with files."
    )
    return [section(f"A message of {user}{where}:"), rich(quote(cut(text, 500) or NOTHING)), context(along)]


def refused(whys: Sequence[str], rest: int, done: str = "created") -> list[Block]:
    """Return what a filled form could not take over from the words that were refused.

    Args:
        rest: characters that no field can hold.
        done: what was not done: “created” or “changed”.
    """
    lines = [f"• {literal_text(why)}" for why in whys]
    blocks = [section("\n".join([f"Nothing was {done} yet, because:", *lines]))] if lines else []
    size = many(rest, "more character of what you wrote comes", "more characters of what you wrote come")
    more = f"{size} along as material: a field holds 3,000."
    return [*blocks, *([context(more)] if rest else [])]


def number(value: object) -> int:
    """Return the number that was chosen in a list; 1 where none was."""
    return int(value) if isinstance(value, str) and value in ("1", "2", "3") else 1


def own_worker(value: object) -> str | None:
    """Return the agent that was chosen; None where Sluice shall choose one."""
    return value if isinstance(value, str) and value != PICK else None


def _options(brief: Brief) -> Block:
    urgent = option("urgent", "Urgent: may go over the limit and comes as soon as it is ready")
    public = option("public", "Public: its words may leave, in a search, without a question to you")
    ticked = [choice for choice, on in ((urgent, brief.urgent), (public, brief.public)) if on]
    element: Block = {"type": "checkboxes", "action_id": "value", "options": [urgent, public]}
    if ticked:
        element["initial_options"] = ticked
    return {"type": "input", "block_id": "urgent", "optional": True, "label": plain("Options"), "element": element}


def _zone_of_times(person: Person) -> str:
    """Return in which zone the times of a person are, and why."""
    own = person.zone or "the workspace’s zone"
    chosen = person.schedule.zone if person.schedule else own
    if chosen != own:
        return f"Times are in {esc(chosen)}, as you said. /collect at 9:00 puts them into your own zone, {esc(own)}."
    return f"Times are in {esc(own)}, from your Slack profile."


def times(person: Person, at: str, days: str) -> Block:
    """Return the form of one person's times and limits."""
    chosen = option(days, DAYS[days])
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
                    "options": [option(k, v) for k, v in DAYS.items() if k in ("weekdays", "daily", days)],
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
            context(_zone_of_times(person)),
        ],
        submit="Save",
        close="Cancel",
    )


def values(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was filled in, by block: text, an option's value, several options' values, a user, or files."""
    fields = {block: next(iter(held.values()), None) for block, held in state.items() if isinstance(held, Mapping)}
    return {block: _value(held if isinstance(held, Mapping) else {}) for block, held in fields.items()}


def _value(content: Mapping[str, Any]) -> Any:
    if "selected_options" in content:
        return tuple(value for option in _list(content["selected_options"]) if (value := _chosen(option)))
    if "selected_option" in content:
        return _chosen(content["selected_option"])
    if "selected_user" in content:
        return content["selected_user"]
    several = ("selected_conversations", "files", "selected_channels")  # the last from before an upgrade
    field = next((name for name in several if name in content), "")
    return tuple(_list(content[field])) if field else content.get("value")


def _list(held: Any) -> list[Any]:
    """Return what stands in a field for several; nothing where it holds something else."""
    return held if isinstance(held, list) else []


def _chosen(option: Any) -> str | None:
    """Return the value of an option; None where none was chosen."""
    value = option.get("value") if isinstance(option, Mapping) else None
    return value if isinstance(value, str) else None


def due_text(due: datetime | None, zone: str) -> str:
    """Return a due time as text for a field; read again, that text gives the same time."""
    if due is None:
        return ""
    local = due.astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y} {local.hour}:{local.minute:02}"


def lines(text: str | None) -> Sequence[str]:
    """Return the lines of a text that are not empty, without the marks of a list."""
    return [line.strip("-• ").strip() for line in (text or "").splitlines() if line.strip("-• ").strip()]


def texts(value: object) -> tuple[str, ...]:
    """Return the texts among several values that were chosen."""
    return tuple(v for v in value if isinstance(v, str)) if isinstance(value, tuple) else ()


def user(value: object) -> str | None:
    """Return the person who was chosen; None where nobody was."""
    return value if isinstance(value, str) and value else None
