"""A colleague's own text, where nothing can be handed in any more."""

from collections.abc import Collection

from bot.views.kit import Block, context, modal, section
from bot.views.sentence import literal_text
from bot.views.text import richtext

MOST = 20_000  # characters of JSON


def own_text(why: str, text: str, hosts: Collection[str] = ()) -> Block:
    """Return the window with what a person wrote, to be copied.

    Args:
        why: it is not handed in.
    """
    shown = richtext.blocks(text, MOST, hosts)[0] if text.strip() else [context("You wrote nothing.")]
    return modal("notice", "Your text", [section(literal_text(why)), context("*Your text*, for you alone"), *shown])
