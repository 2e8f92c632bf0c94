"""Text as Slack sends it when an app asks for `should_escape`."""

import html
import re

from localslack.workspace import Workspace

_KNOWN = re.compile(r"(<@[UW]\w+(?:\|[^>]*)?>|<#[CG]\w+(?:\|[^>]*)?>)")


def escape(workspace: Workspace, text: str, labels: bool = True) -> str:
    """Entities for & < >, and names that are known as ids; what is escaped already stays.

    Commands carry labels beside the ids (`<@U1|ann>`), messages do not.
    """
    users = {u["name"]: u["id"] for u in workspace.users.values()}
    channels = {c["name"]: c["id"] for c in workspace.channels.values() if not c.get("is_im")}
    kept = _KNOWN.split(text)
    return "".join(
        part if n % 2 else _names(html.escape(part, quote=False), users, channels, labels)
        for n, part in enumerate(kept)
    )


def _names(text: str, users: dict[str, str], channels: dict[str, str], labels: bool) -> str:
    def known(kind: str, ids: dict[str, str], m: re.Match[str]) -> str:
        label = f"|{m[1]}" if labels else ""
        return f"<{kind}{ids[m[1]]}{label}>" if m[1] in ids else m[0]

    text = re.sub(r"(?<![\w@])@([\w.-]*\w)", lambda m: known("@", users, m), text)
    return re.sub(r"(?<![\w#&])#([\w-]+)", lambda m: known("#", channels, m), text)
