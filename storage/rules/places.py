"""Where a result goes, as it is written: channels and people by the names that Slack's list gives them."""

import re
from collections.abc import Collection, Mapping

from storage.rules.refusal import Refused


def leading(text: str, sign: str, ids: Mapping[str, str]) -> str:
    """Return the longest name of `ids` that a text begins with; '' when it begins with none."""
    lower = text.lower()
    labels = [i for i in ids if i[0] == sign and lower.startswith(i) and not re.match(r"[\w-]", lower[len(i) :])]
    return max(labels, key=len, default="")


def read_places(value: str, ids: Mapping[str, str]) -> list[str]:
    """Return the ids of the channels and people that a text lists, with commas or “and” between them; none where it is
    anything else.

    Raises:
        Refused: it names one that nobody knows by name.
    """
    places, rest = list[str](), value
    while label := leading(rest, "#", ids) or leading(rest, "@", ids):
        places.append(ids[label])
        rest = re.sub(r"^\s*(?:,|and\b)?\s*", "", rest[len(label) :])
    if re.fullmatch(r"#[\w-]+", rest):
        raise Refused(f"I can't tell which channel {rest} is. Type # and pick the channel from Slack's list.")
    if re.fullmatch(r"@[\w.-]+(?: [\w.-]+)?", rest):
        raise Refused(f"I can't tell who {rest} is. Type @ and pick them from Slack's list, in /assign.")
    return [] if rest else places


def people(to: Collection[str], ids: Mapping[str, str]) -> list[str]:
    """Return the names of the people among places, as they were written."""
    return [label for label, id_ in ids.items() if label.startswith("@") and id_ in to]
