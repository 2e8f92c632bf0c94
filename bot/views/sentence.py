"""A sentence of ours as a message; what it quotes of a person is shown letter by letter."""

import re

from bot.views.kit import Message, clip, letters, section

_KEPT = re.compile(r"(<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>|`[\w/][\w /:@#,.&'’()+!?-]{0,78}`)")


def sentence(text: str) -> Message:
    """Return a sentence of ours as a message; it may quote a person: mentions stay, the rest is literal."""
    words = clip(literal_text(text))
    return Message(words, (section(words),))


def literal_text(text: str) -> str:
    """Return a sentence of ours as mrkdwn; a person's words in it are shown letter by letter.

    Mentions stay, and so do our marks around a command or a setting: they hold nothing but plain characters.
    """
    parts = _KEPT.split(text)
    return "".join(part.replace("&", "&amp;") if i % 2 else letters(part) for i, part in enumerate(parts))
