"""What Slack takes in a manifest, as facts of our own: the judge of every manifest that the app prints.

`make schema SCHEMAS=folder` holds these facts against the schema that Slack publishes, wherever a copy of it lies.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any

CHOICES: dict[str, Any] = {
    "prefix": "x",
    "http": "https://a.example",
    "thread_replies": False,
    "agent": True,
    "canvas": True,
}
OPTIONS = [
    {name: CHOICES[name] for name in names}
    for count in range(len(CHOICES) + 1)
    for names in itertools.combinations(CHOICES, count)
]

# docs.slack.dev/reference/app-manifest: what each part may hold. A tuple: the shortest and the longest text. A list: the
# fewest and the most entries. `bool`: true or false. A pattern: what the text must be. None: a part with fields of its own.
ADDRESS = re.compile(r"https?://\S{1,2990}")
PARTS: dict[str, dict[str, Any]] = {
    "": dict.fromkeys(("_metadata", "display_information", "features", "oauth_config", "settings")),
    "_metadata": {"major_version": int, "minor_version": int},
    "display_information": {
        "name": (1, 35),
        "description": (1, 140),
        "long_description": (175, 4000),
        "background_color": re.compile("#([0-9a-f]{3}){1,2}"),
    },
    "features": {
        **dict.fromkeys(("app_home", "bot_user", "agent_view")),
        "shortcuts": [1, 10],
        "slash_commands": [1, 50],
    },
    "features.app_home": dict.fromkeys(
        ("home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"), bool
    ),
    "features.bot_user": {"display_name": (1, 80), "always_online": bool},
    "features.agent_view": {"agent_description": (1, 300), "suggested_prompts": [1, 4]},
    "features.agent_view.suggested_prompts": {"title": (1, 75), "message": (1, 300)},
    "features.shortcuts": {
        "name": (1, 24),
        "description": (1, 150),
        "callback_id": (1, 255),
        "type": re.compile("message|global"),
    },
    "features.slash_commands": {
        "command": re.compile(r"/\S{1,31}"),
        "description": (1, 2000),
        "usage_hint": (1, 1000),
        "url": ADDRESS,
        "should_escape": bool,
    },
    "oauth_config": {"scopes": None},
    "oauth_config.scopes": {"bot": [1, 255]},
    "settings": {
        **dict.fromkeys(("event_subscriptions", "interactivity")),
        **dict.fromkeys(("org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled"), bool),
    },
    "settings.event_subscriptions": {"request_url": ADDRESS, "bot_events": [1, 100]},
    "settings.interactivity": {"is_enabled": bool, "request_url": ADDRESS},
}


# What each part must hold, at the same addresses.
NEEDED: dict[str, set[str]] = {
    "": {"display_information"},
    "display_information": {"name"},
    "features.bot_user": {"display_name"},
    "features.agent_view.suggested_prompts": {"title", "message"},
    "features.shortcuts": {"name", "type", "callback_id", "description"},
    "features.slash_commands": {"command", "description"},
    "settings.interactivity": {"is_enabled"},
}


def problems(part: dict[str, Any], path: str = "") -> list[str]:
    """Return what Slack would refuse in a manifest, or in a part of it: a line each, none when it is taken."""
    lines = [f"{path}.{name}: missing".removeprefix(".") for name in sorted(NEEDED.get(path, set()) - set(part))]
    for name, value in part.items():
        address = f"{path}.{name}".removeprefix(".")
        lines += refused(address, value, PARTS[path][name]) if name in PARTS[path] else [f"{address}: unknown"]
        for below in value if isinstance(value, list) else [value]:
            lines += problems(below, address) if isinstance(below, dict) and address in PARTS else []
    return lines


def refused(address: str, value: Any, rule: Any) -> Iterator[str]:
    """Yield what is wrong with one value by its rule."""
    wanted = rule if isinstance(rule, type) else {tuple: str, list: list, re.Pattern: str}.get(type(rule), dict)
    if type(value) is not wanted:
        yield f"{address}: {value}, {wanted.__name__} wanted"
    elif isinstance(rule, re.Pattern) and not rule.fullmatch(value):
        yield f"{address}: {value}"
    elif isinstance(rule, (tuple, list)) and not rule[0] <= len(value) <= rule[1]:
        yield f"{address}: {len(value)}{' characters' if isinstance(value, str) else ''}, {rule[0]} to {rule[1]}"
    elif isinstance(value, list):
        yield from refused_entries(address, value)


def refused_entries(address: str, entries: list[Any]) -> Iterator[str]:
    """Yield what is wrong with the entries of a list: fields of their own, or else names of at most 50 characters."""
    wanted = dict if address in PARTS else str
    if any(entries.count(entry) > 1 for entry in entries):
        yield f"{address}: twice"
    for entry in entries:
        if type(entry) is not wanted or len(entry) > 50:
            yield f"{address}: {entry}, {wanted.__name__} wanted"
