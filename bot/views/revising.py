"""The small forms of a decision: what should change, and why not."""

from collections.abc import Collection

from bot.views import ids
from bot.views.card import heading
from bot.views.kit import Block, context, divider, label, modal, section, text_input
from bot.views.text import richtext
from storage.rules.mixing import MIX
from storage.rules.values.check import Finding
from storage.rules.values.item import Item, Submission

SHOWN = 12_000  # characters of JSON of all drafts below the form
TICKS = 10  # options of checkboxes, docs.slack.dev/reference/block-kit/block-elements/checkboxes-element


def revise(item: Item, metadata: str, back_at: str = "") -> Block:
    """Return the form that asks what should change: the criteria that are not met to tick, and a text,
    which begins with what was written before."""
    assert item.draft is not None
    unmet = _offered(item)
    blocks: list[Block] = [section(f"*{heading(item)}*"), *_which(item)]
    if unmet:
        blocks.append(
            {
                "type": "input",
                "block_id": "points",
                "optional": True,
                "label": {"type": "plain_text", "text": "What should change?"},
                "element": {
                    "type": "checkboxes",
                    "action_id": "value",
                    "options": [
                        {"text": {"type": "plain_text", "text": label(criterion, 75)}, "value": str(i)}
                        for i, criterion in enumerate(unmet)
                    ],
                },
            }
        )
    asked = "Anything else?" if unmet else "What should change?"
    blocks.append(text_input("note", asked, multiline=True, optional=bool(unmet), initial=_begun(item)))
    blocks += [context(_goes_on(item, back_at)), *_there(item)]
    return modal(
        ids.REVISE_VIEW, f"Revise {item.task.name}", blocks, submit="Revise", close="Cancel", metadata=metadata
    )


def _there(item: Item) -> list[Block]:
    """Return the drafts as they are: who goes back to look at them would lose what they wrote."""
    blocks: list[Block] = []
    for letter, one in item.lettered or [("", one) for one in item.drafts]:
        body, complete = richtext.blocks(one.body, SHOWN // len(item.drafts))
        name = f"*Version {letter}*" if item.candidates else "*What came back*"
        blocks += [
            divider(),
            context(name if complete else f"{name} · shown to its limit, Open says where the whole is"),
            *body,
        ]
    return blocks


def _begun(item: Item) -> str:
    return item.about.half_note if isinstance(item.about, Submission) else ""


def _goes_on(item: Item, back_at: str) -> str:
    """Return what happens after Revise: nobody knows beforehand when a colleague is done."""
    worker, version = item.task.brief.worker, f"v{item.draft_version + 1}"
    if worker.is_person:
        return f"{worker} gets your points with their next collection. {version} comes when they hand it in."
    return f"{worker} starts {version} after the time to undo. {back_at}"


def _which(item: Item) -> list[Block]:
    """Which of several versions goes on."""
    options = [
        {"text": {"type": "plain_text", "text": f"Version {x}"}, "value": str(d.version)} for x, d in item.lettered
    ]
    if not options:
        return []
    element = {"type": "radio_buttons", "action_id": "value", "options": options, "initial_option": options[0]}
    label = {"type": "plain_text", "text": "Which one goes on?"}
    return [{"type": "input", "block_id": "version", "label": label, "element": element}]


def ticked(item: Item, chosen: Collection[str]) -> tuple[str, ...]:
    """Return the criteria behind the ticks of `revise`; unknown values are left out."""
    return tuple(criterion for i, criterion in enumerate(_offered(item)) if str(i) in chosen)


def _offered(item: Item) -> list[str]:
    """What can be ticked: what is not met or in doubt, and for several versions the best of each in one."""
    return [*_unmet(item), *([MIX] if len(item.candidates) > 1 else [])]


def _unmet(item: Item) -> list[str]:
    """What is not met or in doubt, of any version there is to choose from."""
    found = (c.criterion for d in item.drafts for c in d.found(Finding.NOT_MET, Finding.IN_DOUBT))
    return list(dict.fromkeys(found))[: TICKS - (len(item.candidates) > 1)]


def reason(item: Item, metadata: str) -> Block:
    """Return the form that asks for the reason of a rejection."""
    return modal(
        ids.REASON_VIEW,
        f"Why not {item.task.name}?",
        [text_input("note", "Reason", multiline=True, hint="It goes to the task's history and its assigner.")],
        submit="Add",
        metadata=metadata,
    )
