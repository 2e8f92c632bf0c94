"""Text as Slack sends it when an app asks for `should_escape`."""

import html
import re

from localslack.workspace import Workspace

_KNOWN = re.compile(r"(<@[UW]\w+(?:\|[^>]*)?>|<#[CG]\w+(?:\|[^>]*)?>)")


def escape(workspace: Workspace, text: str) -> str:
    """Entities for & < >, and names that are known as ids; what is escaped already stays."""
    users = {u["name"]: u["id"] for u in workspace.users.values()}
    channels = {c["name"]: c["id"] for c in workspace.channels.values() if not c.get("is_im")}
    kept = _KNOWN.split(text)
    return "".join(
        part if n % 2 else _names(html.escape(part, quote=False), users, channels) for n, part in enumerate(kept)
    )


def _names(text: str, users: dict[str, str], channels: dict[str, str]) -> str:
    text = re.sub(r"(?<![\w@])@([\w.-]*\w)", lambda m: f"<@{users[m[1]]}|{m[1]}>" if m[1] in users else m[0], text)
    return re.sub(r"(?<![\w#&])#([\w-]+)", lambda m: f"<#{channels[m[1]]}|{m[1]}>" if m[1] in channels else m[0], text)
