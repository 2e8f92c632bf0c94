"""The differences between the app's settings at Slack and the manifest, and what each costs."""

from collections.abc import Iterator

from bot.operations.settings_at_slack import Json, event_names, is_agent, part_at, thread_events
from bot.setup import manifest
from bot.setup.events import EVENTS, HEARD_BESIDE
from bot.setup.request_address import EVENTS_PATH
from bot.setup.shipped_manifest import BadOption

# Which switches must be as in the manifest, and where they are at api.slack.com/apps.
SWITCHES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("settings", "socket_mode_enabled"), "Socket Mode"),
    (("settings", "interactivity", "is_enabled"), "Interactivity & Shortcuts"),
    (("features", "app_home", "home_tab_enabled"), "App Home, Home Tab"),
    (("features", "app_home", "messages_tab_enabled"), "App Home, Messages Tab"),
    (("features", "app_home", "messages_tab_read_only_enabled"), "App Home, read-only messages"),
)


def differences(there: Json, prefix: str, socket_mode: bool) -> Iterator[str]:
    """Yield each difference between the app's settings and the manifest, and what it costs.

    What the manifest leaves to choose (thread replies, an agent, the host) is taken as it is there.
    """
    address = str(part_at(there, "settings", "event_subscriptions", "request_url") or "")
    try:
        http = "" if socket_mode else _host(address)
        ours = manifest.build(prefix, http, bool(thread_events(there)), is_agent(there))
    except BadOption as bad:
        yield f"Event Subscriptions: {str(bad).rstrip('.')}"
        return
    yield from _events(there, ours)
    yield from _commands(there, ours)
    yield from _shortcuts(there, ours)
    for path, name in SWITCHES:
        if bool(part_at(there, *path)) != bool(part_at(ours, *path)):
            yield f"{name} must be {'on' if part_at(ours, *path) else 'off'}"
    interactions = str(part_at(there, "settings", "interactivity", "request_url") or "")
    if http and interactions != address:
        yield f"the Request URL of Interactivity is “{interactions}” and must be {address}"


def _host(address: str) -> str:
    """Return the host of a Request URL.

    Raises:
        BadOption: the address has another path than Sluice's.
    """
    if not address.endswith(EVENTS_PATH):
        raise BadOption(f"the Request URL “{address}” must be https://HOST{EVENTS_PATH}")
    return address.removesuffix(EVENTS_PATH)


def _events(there: Json, ours: Json) -> Iterator[str]:
    names, wanted = event_names(there), event_names(ours)
    for event in EVENTS:
        if event.name in wanted - names:
            yield f"the event {event.name} is missing. What it is for: {event.reason.rstrip('.')}"
    for name in sorted(names - wanted - HEARD_BESIDE):
        yield f"the event {name} is not needed"


def _commands(there: Json, ours: Json) -> Iterator[str]:
    commands = {entry.get("command"): entry for entry in part_at(there, "features", "slash_commands") or ()}
    for wanted in ours["features"]["slash_commands"]:
        name, entry = wanted["command"], commands.get(wanted["command"])
        if entry is None:
            yield f"the command {name} is missing"
            continue
        if not entry.get("should_escape"):
            yield f"the command {name} must escape channels and users: mentions are not understood without"
        if "url" in wanted and entry.get("url") != wanted["url"]:
            yield f"the Request URL of {name} is “{entry.get('url') or ''}” and must be {wanted['url']}"


def _shortcuts(there: Json, ours: Json) -> Iterator[str]:
    shortcuts = {(s.get("callback_id"), s.get("type")) for s in part_at(there, "features", "shortcuts") or ()}
    for wanted in ours["features"]["shortcuts"]:
        if (wanted["callback_id"], wanted["type"]) not in shortcuts:
            yield f"the shortcut “{wanted['name']}” ({wanted['type']}, {wanted['callback_id']}) is missing"
