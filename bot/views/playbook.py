"""Playbooks: the list, the form that saves one, the form that runs one, and what a run still needs."""

import re
from collections.abc import Mapping, Sequence

from bot.views import ids
from bot.views.kit import Block, Message, actions, button, context, cut, esc, header, label, modal, plain, section
from bot.views.kit import text_input as field
from bot.views.paging import Listing, page
from storage.rules.pages.streams import Playbook
from storage.rules.playbook import PARAMETERS, VALUE, Call, key
from storage.rules.words import FIELD, visible

ME, ALL, EXAMPLES = "me", "all", "examples"
WHO = {ME: "Only I", ALL: "Everyone here"}
CLAUSES = "clauses"
TYPED = 600  # characters of a mended command
_NAMED = re.compile(r"<(@[UW][A-Z0-9]{1,20})\|[^<>|]{0,80}>")
_PERSON = re.compile(r"&lt;@([UW][A-Z0-9]{1,20})&gt;")


def listing(shown: Sequence[Playbook], user: str, number: int = 0) -> Message:
    """Return a page of `/sluice playbook list`: each with what it needs, and whose it is."""
    if not shown:
        text = (
            "There are no playbooks yet. Save a task that you want again: `/sluice playbook save T-40 as vendor-choice`"
        )
        return Message("There are no playbooks yet.", (section(text),))
    entries = [(section(_line(one, user)), actions(*_doors(one, user))) for one in shown]
    head = (header("Playbooks"),)
    return page(Listing(text="Playbooks", head=head, entries=tuple(entries)), "playbook list", number)


def _line(one: Playbook, user: str) -> str:
    needs = ", ".join(f"*{esc(name)}*" for name in one.parameters)
    facts = [
        f"v{one.version}",
        "yours" if one.owner == user else f"by <@{one.owner}>",
        "everyone may run it" if one.shared else "only you may run it",
        "the last approved draft is the example" if one.example_id is not None else "",
    ]
    text = _with_people(one.text, 200)
    told = f"*{esc(one.name)}* · {' · '.join(fact for fact in facts if fact)}\n{text}"
    return f"{told}\nNeeds {needs}" if needs else told


def _with_people(text: str, most: int) -> str:
    """Return a playbook's text with its people as Slack names them; all else in it is text."""
    return _PERSON.sub(r"<@\1>", esc(cut(_NAMED.sub(r"<\1>", text), most)))


def _doors(one: Playbook, user: str) -> list[Block]:
    own = [button("Edit", ids.PLAYBOOK_EDIT, one.name)] if one.owner == user else []
    return [button("Run", ids.PLAYBOOK_RUN, one.name), *own]


def unknown(why: str, near: Sequence[str], verb: str) -> Message:
    """Return that there is no playbook of a name, with the commands that may be meant."""
    meant = " · ".join(f"`/sluice playbook {verb} {esc(name)}`" for name in near)
    told = f"{esc(why)} Did you mean: {meant}" if near else f"{esc(why)} `/sluice playbook list` shows them."
    return Message(told, (section(told),))


def lacking(name: str, lacks: Sequence[str], call: Call, kept: str) -> Message:
    """Return what a run still needs, with the mended command and the form for it.

    Args:
        call: what was typed.
        kept: the key of it.
    """
    needs = ", ".join(f"*{esc(one)}*" for one in lacks)
    given = [f"{parameter}={value}" for parameter, value in call.values.items() if visible(value)]
    typed = cut("; ".join([", ".join([*given, *(f"{one}=…" for one in lacks)]), *filter(None, [call.clauses])]), TYPED)
    command = f"/sluice playbook run {name} {typed}".replace("`", "'")
    told = f"{esc(name)} also needs {needs}. Nothing was assigned. Press Fill in, or write: `{esc(command)}`"
    return Message(told, (section(told), actions(button("Fill in", ids.PLAYBOOK_FILL, kept, "primary"))))


def saved(one: Playbook) -> Message:
    """Return that a playbook was saved, and how it is run."""
    values = ", ".join(f"{name}=…" for name in one.parameters)
    command = f"`/sluice playbook run {esc(one.name)}{f' {esc(values)}' if values else ''}`"
    told = f"Saved as {esc(one.name)}, v{one.version}. Run it with {command}; clauses such as “; by Friday” may follow."
    return Message(told, (section(told),))


def save_form(name: str, text: str, metadata: str, one: Playbook | None = None) -> Block:
    """Return the form that saves a playbook.

    Args:
        metadata: the key of the task that it is made of, or what names a change.
        one: the playbook that is changed; None for a new one.
    """
    hint = "Mark what changes, for example {vendor kind}. “; then writer: …” is the next step."
    chosen = ALL if one is not None and one.shared else ME
    blocks = [
        *([] if one is not None else [field("name", "Name", initial=name, most=40, hint="For example: vendor-choice")]),
        field("text", "What should be done?", multiline=True, initial=text, hint=hint),
        _who(chosen),
        _examples(one is not None and one.example_id is not None),
        context("Due times and files are not kept: they were for once. Whoever runs it may add clauses."),
    ]
    title = "Save a playbook" if one is None else label(f"Edit {one.name}", 24)
    return modal(ids.PLAYBOOK_VIEW, title, blocks, submit="Save", close="Cancel", metadata=metadata)


def _who(chosen: str) -> Block:
    options = {name: {"text": plain(text, 75), "value": name} for name, text in WHO.items()}
    element: Block = {"type": "static_select", "action_id": "value", "options": list(options.values())}
    element["initial_option"] = options[chosen]
    return {"type": "input", "block_id": "who", "label": plain("Who may run it?"), "element": element}


def _examples(ticked: bool) -> Block:
    text = "The last approved draft is the example for later runs, whoever runs it"
    option = {"text": plain(text, 150), "value": EXAMPLES}
    element: Block = {"type": "checkboxes", "action_id": "value", "options": [option]}
    if ticked:
        element["initial_options"] = [option]
    return {"type": "input", "block_id": "examples", "optional": True, "label": plain("Example"), "element": element}


def run_form(one: Playbook, values: Mapping[str, str], clauses: str, metadata: str) -> Block:
    """Return the form that runs a playbook: a field for each part that changes, with what is known.

    Args:
        clauses: those that were typed behind the values.
    """
    fields = [
        field(block_of(n), name, initial=values.get(key(name), ""), most=VALUE)
        for n, name in enumerate(one.parameters[:PARAMETERS])
    ]
    more = field(CLAUSES, "More", initial=clauses, optional=True, most=FIELD, hint="For example: by Friday; urgent")
    about = section(f"{esc(one.name)} · v{one.version}\n{_with_people(one.text, 600)}")
    return modal(
        ids.PLAYBOOK_RUN_VIEW,
        label(one.name, 24),
        [about, *fields, more],
        submit="Assign",
        close="Cancel",
        metadata=metadata,
    )


def block_of(number: int) -> str:
    """Return the field of a parameter, by its place."""
    return f"value_{number}"
