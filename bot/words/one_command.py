"""Commands that were pasted as words: Slack sends several as the text of the first, and people write one to the app."""

import re
from dataclasses import replace

from bot.envelope.decoding import Said
from storage.rules.refusal import Refused

SEVERAL = "One command makes one task: send each {} by itself."


def one_command(words: Said, command: str, behind: bool = False) -> Said:
    """Return words without the command that they begin with. A line of a pasted text that begins with it is text.

    Args:
        behind: whether they stood behind the command.

    Raises:
        Refused: there are several commands.
    """
    first = re.match(rf"\s*{re.escape(command)}\s+", words.text)
    text = words.text[first.end() :] if first else words.text
    if (first or behind) and re.search(rf"^[^\S\n]*{re.escape(command)}\s", text, re.M):
        raise Refused(SEVERAL.format(command))
    return replace(words, text=text)
