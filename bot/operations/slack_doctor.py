"""Slack's part of an installation, looked at one by one: token, scopes, clock, socket, app settings, channels."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.operations import app_settings, socket_probe
from bot.operations.channel_findings import examine_channels
from bot.operations.finding import Finding
from bot.operations.manifest_command import command
from bot.operations.named_ids import examine_names
from bot.operations.probe import ask
from bot.operations.slack_reply import Reply
from bot.outbound.calls import scopes
from bot.setup.scopes import SCOPES

SKEW = 60.0  # seconds
COPY = "copy the Bot User OAuth Token again, at api.slack.com/apps under OAuth & Permissions"
# docs.slack.dev/reference/methods/auth.test, errors
BAD_TOKEN: Mapping[str, str] = {
    "not_authed": f"SLACK_BOT_TOKEN is empty: {COPY}",
    "invalid_auth": f"Slack does not know SLACK_BOT_TOKEN: {COPY}",
    "account_inactive": f"the app was removed from its workspace, or that is gone: install the app, and {COPY}",
    "token_revoked": f"SLACK_BOT_TOKEN was revoked: reinstall the app, and {COPY}",
    "token_expired": "SLACK_BOT_TOKEN has expired: switch token rotation off in the manifest, reinstall the app, "
    f"and {COPY}",
    "org_login_required": "the workspace is being moved into an organisation: try again later",
    "ekm_access_denied": "the organisation's administrators have suspended access: ask them",
    "team_access_not_granted": "the app may not use this workspace: ask the organisation's administrators",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The parts for Slack that this installation has beside its bot token.

    Attributes:
        app_token: "" for HTTP.
        config_token: an app configuration token, or "".
        prefix: what stands before each command's name.
        channels: (team, channel) of the channels that have collection times.
        admins: ids of people in sluice.toml.
        acts_in: ids of the channels in sluice.toml that the app acts in; empty for all.
        people: ids of the people in sluice.toml who may use it; empty for all.
        ledger_of: id and name of the workspaces whose ledger it is; empty for a new one.
    """

    app_token: str = ""
    config_token: str = ""
    prefix: str = ""
    channels: Sequence[tuple[str, str]] = ()
    admins: Collection[str] = ()
    acts_in: Collection[str] = ()
    people: Collection[str] = ()
    ledger_of: Sequence[tuple[str, str]] = ()


async def examine(client: AsyncWebClient, own: Installation, clock: Callable[[], float]) -> list[Finding]:
    """Return the findings about Slack, in the order in which they depend on each other.

    Args:
        client: speaks with the bot token.
        clock: seconds since 1970.
    """
    test = await ask(client, "auth.test")
    if test.error and not test.reached:
        return [Finding(what="slack", ok=False, say=test.error)]
    app_id = await _app_id(client, str(test.data.get("bot_id") or ""))
    socket = await socket_probe.examine(client, own.app_token, app_id) if own.app_token else []
    if test.error:
        return [Finding(what="slack", ok=False, say=f"auth.test: {test.refusal(BAD_TOKEN)}"), *socket]
    granted = frozenset(scopes(test.headers))
    return [
        *_install(test, own.ledger_of),
        *_scopes(granted, own),
        *_clock(test, clock()),
        *socket,
        *await app_settings.examine(client, own.config_token, app_id, own.prefix, bool(own.app_token)),
        *await examine_channels(client, own.channels, test, granted),
        *await examine_names(client, own.admins, own.people, own.acts_in),
    ]


async def _app_id(client: AsyncWebClient, bot: str) -> str:
    """Return the app of a bot; "" when Slack does not say."""
    reply = await ask(client, "bots.info", bot=bot) if bot else Reply()
    return str((reply.data.get("bot") or {}).get("app_id") or "")


def _install(test: Reply, ledger_of: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Tell where the app is installed: docs.slack.dev/reference/methods/auth.test."""
    enterprise = test.data.get("enterprise_id")
    if test.data.get("is_enterprise_install"):
        yield Finding(
            what="slack",
            ok=False,
            say=f"the app is installed for the whole organisation {enterprise}, but Sluice serves one workspace: "
            "install it in that workspace, and use the token that comes from there",
        )
        return
    others = [f"{name} ({team})" for team, name in ledger_of if team != test.data.get("team_id")]
    if others:
        say = f"the token is of {test.data.get('team')} ({test.data.get('team_id')}), and the ledger of {others[0]}"
        advice = "Each workspace needs its own: set SLUICE_HOME or SLUICE_DATABASE_URL."
        yield Finding(what="slack", ok=False, say=say, advice=advice)
        return
    within = f", a workspace of the organisation {enterprise}" if enterprise else ""
    yield Finding(what="slack", ok=True, say=f"{test.data.get('team')} as {test.data.get('user')}{within}")


def _scopes(granted: frozenset[str], own: Installation) -> Iterator[Finding]:
    if not granted:
        yield Finding(what="scopes", ok=None, say="not told by this server")
        return
    has = {scope.option: scope.name in granted for scope in SCOPES if scope.option}
    paste = command(own.prefix, bool(own.app_token), **has)
    missing = [scope for scope in SCOPES if scope.name not in granted and not scope.option]
    for scope in missing:
        yield Finding(
            what="scopes",
            ok=False,
            say=f"{scope.name} is missing. What it is for: {scope.reason} Paste `{paste}` at api.slack.com/apps under "
            "App Manifest, and reinstall the app",
        )
    extra = ", ".join(sorted(granted - {scope.name for scope in SCOPES}))
    if extra:
        yield Finding(what="scopes", ok=True, say=f"not needed: {extra}")
    elif not missing:
        yield Finding(what="scopes", ok=True, say="all there")


def _clock(test: Reply, now: float) -> Iterator[Finding]:
    date = test.headers.get("Date")
    if date:
        skew = abs(now - parsedate_to_datetime(date).timestamp())
        advice = "" if skew < SKEW else ": set this machine's clock, signatures depend on it"
        yield Finding(what="clock", ok=skew < SKEW, say=f"{skew:.0f} s from Slack's{advice}")
