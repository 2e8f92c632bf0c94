"""The list of playbooks, each with what it needs and the ways to run and to edit it."""

import re
from collections.abc import Sequence

from bot.views import ids
from bot.views.kit import Block, Message, actions, button, cut, esc, header, section
from bot.views.paging import Listing, page
from storage.rules.pages.streams import Playbook

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
    text = with_people(one.text, 200)
    told = f"*{esc(one.name)}* · {' · '.join(fact for fact in facts if fact)}\n{text}"
    return f"{told}\nNeeds {needs}" if needs else told


def with_people(text: str, most: int) -> str:
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
