"""The form that runs a playbook, and what a run still needs."""

from collections.abc import Mapping, Sequence

from bot.views import ids
from bot.views.kit import Block, Message, actions, button, cut, esc, label, modal, section
from bot.views.kit import text_input as field
from bot.views.playbook.playbook import with_people
from storage.rules.pages.streams import Playbook
from storage.rules.playbook import PARAMETERS, VALUE, Call, key
from storage.rules.words import FIELD, visible

CLAUSES = "clauses"
TYPED = 600  # characters of a mended command


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


def run_form(one: Playbook, values: Mapping[str, str], clauses: str, metadata: str, changed: bool = False) -> Block:
    """Return the form that runs a playbook: a field for each part that changes, with what is known.

    Args:
        clauses: those that were typed behind the values.
        changed: whether its owner changed it while the form was open.
    """
    fields = [
        field(block_of(n), name, initial=values.get(key(name), ""), most=VALUE)
        for n, name in enumerate(one.parameters[:PARAMETERS])
    ]
    more = field(CLAUSES, "More", initial=clauses, optional=True, most=FIELD, hint="For example: by Friday; urgent")
    new = "\nIt was changed while you filled this in. Nothing was assigned: look at it again." if changed else ""
    about = section(f"{esc(one.name)} · v{one.version}\n{with_people(one.text, 600)}{new}")
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
