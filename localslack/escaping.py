"""Text as Slack sends it to an app: entities for & < >, and links, people and channels in angle brackets.

Sources: docs.slack.dev/messaging/formatting-message-text and docs.slack.dev/interactivity/implementing-slash-commands.
That commands carry entities is seen everywhere and written down nowhere (unverified).
"""

import html
import re
from collections.abc import Callable
from typing import Any

from localslack.workspace import Json, Workspace

_READY = re.compile(r"(<(?:@[UW]\w+|#[CG]\w+|!(?:here|channel|everyone|subteam\^|date\^))[^>]*>)")
_ADDRESS = re.compile(r"\bhttps?://[^\s<>|]+[^\s<>|.,;:!?)\]}'\"]|\bmailto:\S+@\S+\w")
_MAIL = re.compile(r"(?<![\w.@/:])[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_DOMAIN = re.compile(r"(?<![\w.@/:-])(?:[a-z0-9-]+\.)+(?:com|org|net|dev|io|example)\b(?:/[^\s<>]*)?", re.I)
_BROADCAST = re.compile(r"(?<![\w@])@(here|channel|everyone)\b")


def escape(workspace: Workspace, text: str, labels: bool = True) -> str:
    """Return typed text as Slack sends it; what already stands in angle brackets of Slack stays as it is.

    Args:
        labels: commands carry labels beside people's ids (`<@U1|ann>`), messages do not.
    """
    pieces = _READY.split(text)
    return "".join(piece if n % 2 else _typed(workspace, piece, labels) for n, piece in enumerate(pieces))


def _typed(workspace: Workspace, text: str, labels: bool) -> str:
    """Return a piece in which nothing is in brackets yet."""
    tokens: list[str] = []

    def keep(token: str) -> str:
        tokens.append(token)
        return f"\x00{len(tokens) - 1}\x00"

    text = _ADDRESS.sub(lambda m: keep(f"<{_entities(m[0])}>"), text)
    text = _MAIL.sub(lambda m: keep(f"<mailto:{m[0]}|{m[0]}>"), text)
    text = _DOMAIN.sub(lambda m: keep(f"<http://{_entities(m[0])}|{_entities(m[0])}>"), text)
    text = _BROADCAST.sub(lambda m: keep(f"<!{m[1]}>"), text)
    text = _people(workspace, text, labels, keep)
    return re.sub("\x00(\\d+)\x00", lambda m: tokens[int(m[1])], _entities(text))


def _people(workspace: Workspace, text: str, labels: bool, keep: Callable[[str], str]) -> str:
    users = {u["name"]: u["id"] for u in workspace.users.values()}
    channels = {c["name"]: c for c in workspace.channels.values() if c["is_channel"]}

    def person(m: re.Match[str]) -> str:
        label = f"|{m[1]}" if labels else ""
        return keep(f"<@{users[m[1]]}{label}>") if m[1] in users else m[0]

    def channel(m: re.Match[str]) -> str:
        return keep(_channel(channels[m[1]])) if m[1] in channels else m[0]

    text = re.sub(r"(?<![\w@])@([\w.-]*\w)", person, text)
    return re.sub(r"(?<![\w#&])#([\w-]+)", channel, text)


def _channel(channel: Json) -> str:
    """A private channel's name is not told."""
    return f"<#{channel['id']}|{'' if channel['is_private'] else channel['name']}>"


def _entities(text: str) -> str:
    return html.escape(text, quote=False)


def escaped(value: Any) -> Any:
    """Return a message's blocks as clicks carry them, with entities in the plain texts that the app sent.

    Measured: github.com/slackapi/bolt-python/issues/513.
    """
    if isinstance(value, list):
        return [escaped(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    plain = value.get("type") in ("plain_text", "text")
    return {k: _entities(v) if plain and k == "text" else escaped(v) for k, v in value.items()}
