"""The app's settings at Slack, compared with the manifest: events, commands, shortcuts, addresses and switches."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.operations.finding import Finding
from bot.operations.probe import ask, with_token
from bot.setup import manifest
from bot.setup.events import EVENTS, HEARD_BESIDE
from bot.setup.request_address import EVENTS_PATH
from bot.setup.shipped_manifest import BadOption

Json = Mapping[str, Any]

TOKENS = "“Your App Configuration Tokens” at api.slack.com/apps"
UNSEEN = (
    "not looked at: with a bot token an app can't see its own events and commands. Compare them at api.slack.com/apps, "
    f"App Manifest, with what `{{}}` prints, or set SLACK_CONFIG_TOKEN (made under {TOKENS})"
)
EXPORT_REFUSED: Mapping[str, str] = {
    "token_expired": f"SLACK_CONFIG_TOKEN is older than 12 hours: make a new one under {TOKENS}",
    "invalid_auth": f"Slack does not know SLACK_CONFIG_TOKEN: copy it again from {TOKENS}",
    "not_allowed_token_type": "SLACK_CONFIG_TOKEN is no app configuration token (xoxe.xoxp-…; what begins with xoxe- "
    f"only renews one): make one under {TOKENS}",
    "invalid_app_id": "the app's id could not be learned: grant users:read and reinstall the app",
    "app_not_found": "SLACK_CONFIG_TOKEN is of somebody who is no collaborator of this app, or of another workspace",
}
# Which switches must be as in the manifest, and where they are at api.slack.com/apps.
SWITCHES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("settings", "socket_mode_enabled"), "Socket Mode"),
    (("settings", "interactivity", "is_enabled"), "Interactivity & Shortcuts"),
    (("features", "app_home", "home_tab_enabled"), "App Home, Home Tab"),
    (("features", "app_home", "messages_tab_enabled"), "App Home, Messages Tab"),
    (("features", "app_home", "messages_tab_read_only_enabled"), "App Home, read-only messages"),
)


async def examine(
    client: AsyncWebClient, config_token: str, app_id: str, prefix: str, socket_mode: bool
) -> list[Finding]:
    """Return a finding for each thing about the app's settings in Slack.

    Args:
        config_token: an app configuration token; without one Slack shows nobody an app's settings.
        prefix: what stands before each command's name.
    """
    if not config_token:
        return [Finding(what="app settings", ok=None, say=UNSEEN.format(command(prefix, socket_mode)))]
    reply = await ask(with_token(client, config_token), "apps.manifest.export", app_id=app_id)
    if reply.error == "unknown_method":
        return [Finding(what="app settings", ok=None, say="not looked at: this server can't show an app's settings")]
    if reply.error:
        return [Finding(what="app settings", ok=False, say=reply.refusal(EXPORT_REFUSED))]
    there = reply.data.get("manifest") or {}
    lines = list(differences(there, prefix, socket_mode))
    paste = command(prefix, socket_mode, bool(_thread_events(there)), _is_agent(there))
    remedy = f"Change it at api.slack.com/apps, or paste `{paste}` under App Manifest"
    return [Finding(what="app settings", ok=False, say=f"{line}. {remedy}") for line in lines] or [
        Finding(what="app settings", ok=True, say=f"as `{paste}` prints them")
    ]


def command(
    prefix: str, socket_mode: bool, thread_replies: bool = True, agent: bool = False, canvas: bool = False
) -> str:
    """Return the command that prints the manifest of this installation."""
    options = {
        f"--prefix {prefix}": bool(prefix),
        "--http https://HOST": not socket_mode,
        "--no-thread-replies": not thread_replies,
        "--agent": agent,
        "--canvas": canvas,
    }
    return " ".join(["sluice manifest", *(option for option, needed in options.items() if needed)])


def differences(there: Json, prefix: str, socket_mode: bool) -> Iterator[str]:
    """Yield each difference between the app's settings and the manifest, and what it costs.

    What the manifest leaves to choose (thread replies, an agent, the host) is taken as it is there.
    """
    address = str(_at(there, "settings", "event_subscriptions", "request_url") or "")
    try:
        http = "" if socket_mode else _host(address)
        ours = manifest.build(prefix, http, bool(_thread_events(there)), _is_agent(there))
    except BadOption as bad:
        yield f"Event Subscriptions: {str(bad).rstrip('.')}"
        return
    yield from _events(there, ours)
    yield from _commands(there, ours)
    yield from _shortcuts(there, ours)
    for path, name in SWITCHES:
        if bool(_at(there, *path)) != bool(_at(ours, *path)):
            yield f"{name} must be {'on' if _at(ours, *path) else 'off'}"
    interactions = str(_at(there, "settings", "interactivity", "request_url") or "")
    if http and interactions != address:
        yield f"the Request URL of Interactivity is “{interactions}” and must be {address}"


def _at(there: Json, *path: str) -> Any:
    part: Any = there
    for name in path:
        part = part.get(name) if isinstance(part, Mapping) else None
    return part


def _event_names(there: Json) -> frozenset[str]:
    return frozenset(_at(there, "settings", "event_subscriptions", "bot_events") or ())


def _thread_events(there: Json) -> frozenset[str]:
    return _event_names(there) & {event.name for event in EVENTS if event.thread_reply}


def _is_agent(there: Json) -> bool:
    return _at(there, "features", "agent_view") is not None


def _host(address: str) -> str:
    """Return the host of a Request URL.

    Raises:
        BadOption: the address has another path than Sluice's.
    """
    if not address.endswith(EVENTS_PATH):
        raise BadOption(f"the Request URL “{address}” must be https://HOST{EVENTS_PATH}")
    return address.removesuffix(EVENTS_PATH)


def _events(there: Json, ours: Json) -> Iterator[str]:
    names, wanted = _event_names(there), _event_names(ours)
    for event in EVENTS:
        if event.name in wanted - names:
            yield f"the event {event.name} is missing. What it is for: {event.reason.rstrip('.')}"
    for name in sorted(names - wanted - HEARD_BESIDE):
        yield f"the event {name} is not needed"


def _commands(there: Json, ours: Json) -> Iterator[str]:
    commands = {entry.get("command"): entry for entry in _at(there, "features", "slash_commands") or ()}
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
    shortcuts = {(s.get("callback_id"), s.get("type")) for s in _at(there, "features", "shortcuts") or ()}
    for wanted in ours["features"]["shortcuts"]:
        if (wanted["callback_id"], wanted["type"]) not in shortcuts:
            yield f"the shortcut “{wanted['name']}” ({wanted['type']}, {wanted['callback_id']}) is missing"
