"""The form that saves a playbook, and what is said once it is saved."""

from bot.views import ids
from bot.views.kit import Block, Message, context, esc, label, modal, plain, section
from bot.views.kit import text_input as field
from storage.rules.pages.streams import Playbook

ME, ALL, EXAMPLES = "me", "all", "examples"
WHO = {ME: "Only me", ALL: "Everyone here"}


def saved(one: Playbook) -> Message:
    """Return that a playbook was saved, and how it is run."""
    values = ", ".join(f"{name}=…" for name in one.parameters)
    command = f"`/sluice playbook run {esc(one.name)}{f' {esc(values)}' if values else ''}`"
    told = f"Saved as {esc(one.name)}, v{one.version}. Run it with {command}; clauses such as “; by Friday” may follow."
    return Message(told, (section(told),))


def save_form(
    name: str, text: str, metadata: str, one: Playbook | None = None, replaces: Playbook | None = None
) -> Block:
    """Return the form that saves a playbook.

    Args:
        metadata: the key of the task that it is made of, or what names a change.
        one: the playbook that is changed; None for a new one.
        replaces: their own of this name, of which the new one is the next version.
    """
    before = one or replaces
    hint = "Mark what changes, for example {vendor kind}. “; then writer: …” is the next step."
    chosen = ALL if before is not None and before.shared else ME
    blocks = [
        *([context(_replaced(replaces))] if replaces is not None else []),
        *([] if one is not None else [field("name", "Name", initial=name, most=40, hint="For example: vendor-choice")]),
        field("text", "What should be done?", multiline=True, initial=text, hint=hint),
        _who(chosen),
        _examples(before is not None and before.example_id is not None),
        context("Due times and files are not kept: they were for once. Whoever runs it may add clauses."),
    ]
    title = "Save a playbook" if one is None else label(f"Edit {one.name}", 24)
    return modal(ids.PLAYBOOK_VIEW, title, blocks, submit="Save", close="Cancel", metadata=metadata)


def _replaced(one: Playbook) -> str:
    """Return what becomes of a playbook when another is saved by its name."""
    who = "everyone here" if one.shared else "only you"
    return f"You have a playbook “{esc(one.name)}” (v{one.version}, {who}): this is saved as its v{one.version + 1}."


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
