"""Whether a message in a channel speaks to the app, or only names it while it speaks of it to others."""

import re

_ADDRESS = re.compile(
    "hey|hi|hello|hallo|dear|good|morning|afternoon|evening|ok|okay|yes|no|so|and|now|then|also|again|there|sorry|fyi|pls|"
    "please|thanks|thank|you|can|could|would|will|all|team|folks|everyone|everybody"
)
_NAMED = re.compile(r"<[^>]*>|:[^\s:]+:")  # people, groups, links and emoji, as Slack writes them
_ESCAPED = re.compile("&(?:amp|lt|gt);")  # docs.slack.dev/messaging/formatting-message-text: Slack escapes these
_BRIEF = re.compile(r"[;\n]|:(?=\s)")  # the marks of a brief: who is asked for it is named wherever it was easy


def named_in_passing(text: str, bot_user: str) -> bool:
    """Tell whether a message only names the app in the middle of a sentence: “I think @Sluice is fine”."""
    parts = re.sub(rf"<@{bot_user}\|[^>]*>", f"<@{bot_user}>", text).partition(f"<@{bot_user}>")
    before, name, behind = (_ESCAPED.sub("&", part) for part in parts)
    first = re.findall(r"[^\W\d_]+", _NAMED.sub(" ", before).lower())
    is_brief = _BRIEF.search(_NAMED.sub("", f"{before} {behind}"))
    spoken_to = all(map(_ADDRESS.fullmatch, first)) or not re.search(r"\w", behind) or is_brief
    return bool(name) and not spoken_to
