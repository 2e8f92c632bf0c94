"""People in a text that a form shows: by name there, as Slack writes them where it is kept."""

import re
from collections.abc import Mapping

_MENTION = re.compile(r"<@(?P<user>[UW][A-Z0-9]{1,20})(?:\|(?P<name>[^<>|]{0,80}))?>")
_USER = re.compile(r"[UW][A-Z0-9]{1,20}")
_NAME = re.compile(r"[^<>|\s](?:[^<>|\n]{0,78}[^<>|\s])?")


def mentioned(text: str) -> dict[str, str]:
    """Return the people whom a text mentions: their ids, each with the name that the text gives, which may be empty."""
    return {mention["user"]: mention["name"] or "" for mention in _MENTION.finditer(text)}


def by_name(text: str, names: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return a text with “@bob” in the place of each mention whose name is known, and who each of these is.

    Args:
        names: by the ids of people.
    """
    typed, labels = _MENTION.sub("", text).lower(), dict[str, str]()

    def label(mention: re.Match[str]) -> str:
        user, name = mention["user"], names.get(mention["user"], "")
        if not _NAME.fullmatch(name):
            return mention[0]
        told = f"@{name}"
        taken = {other.lower(): whose for other, whose in labels.items()}
        if told.lower() in typed or taken.get(told.lower(), user) != user:  # it has to stay clear who is meant
            told = f"{told}-{user[-4:]}"
            if told.lower() in typed:
                return mention[0]
        labels[told] = user
        return told

    return _MENTION.sub(label, text), labels


def by_id(text: str, labels: Mapping[str, str]) -> str:
    """Return a text with a mention in the place of each name that `by_name` put there."""
    known = {label.lower(): user for label, user in labels.items() if _USER.fullmatch(user)}
    if not known:
        return text
    marks = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    return re.sub(rf"(?:{marks})(?![\w-])", lambda mark: f"<@{known[mark[0].lower()]}>", text, flags=re.I)
