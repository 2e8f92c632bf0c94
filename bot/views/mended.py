"""What can be sent in the place of a command that was refused."""

from bot.views.kit import Message, context, rich, run

COPY = "Mended, to copy:"


def to_copy(refused: Message, command: str) -> Message:
    """Return a refusal with a command below it, above its buttons; without a command as it is."""
    if not command:
        return refused
    pasted = {"type": "rich_text_preformatted", "elements": [run(command)]}
    *above, last = refused.blocks
    words, choices = ((*above, last), ()) if last["type"] != "actions" else (tuple(above), (last,))
    return Message(refused.text, (*words, context(COPY), rich(pasted), *choices))
