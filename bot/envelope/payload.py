"""What Slack sends, checked before anything acts on it: one envelope for commands, clicks, submissions and events."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from bot.envelope.shapes.command import Command
from bot.envelope.shapes.event import Event
from bot.envelope.shapes.interaction import Interaction, Presser
from bot.outbound.event_people import home_of, is_guest
from storage.rules.authority import Claim
from storage.rules.values.place import Place

LONGEST = 64  # signs of the name in a key
PRESSED = frozenset({"block_actions", "message_action", "shortcut"})  # Slack shows nothing of what these are answered


class Malformed(Exception):
    """An error: a request that does not look like one of Slack's."""


class Foreign(Exception):
    """An error: a request for a workspace where this app has another token, or is not installed."""


@dataclass(frozen=True, slots=True)
class Installation:
    """The workspace where the app is installed, as auth.test says.

    Attributes:
        enterprise: the organisation of the workspace, on Enterprise Grid.
    """

    team: str
    enterprise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A request of any kind, in the one shape that all surfaces read.

    Attributes:
        home: the workspace of the person who acted; it differs from `team` for people of another workspace, and is
            empty where Slack does not tell it of somebody who may be of one.
        guest: whether Slack says that they are a guest.
        dedup: names the delivery.
        place: the message that was acted on.
        thread: the thread in which that message is a reply; empty for what stands in a conversation itself.
        channel_name: of a private conversation Slack says its kind instead: directmessage, privategroup, mpdm-…
        at: when it was said, where that is kept; None for just now.
    """

    kind: str
    team: str
    user: str
    channel: str
    dedup: str
    trigger: str = ""
    response_url: str = ""
    text: str = ""
    name: str = ""
    value: str | None = None
    place: Place | None = None
    message: Mapping[str, Any] = field(default_factory=dict)
    view_id: str = ""
    view_hash: str = ""
    metadata: str = ""
    state: Mapping[str, Any] = field(default_factory=dict)
    home: str = ""
    channel_name: str = ""
    in_modal: bool = False
    guest: bool = False
    thread: str = ""
    at: datetime | None = None

    @property
    def claim(self) -> Claim:
        """The person and the workspace that Slack names, not yet checked against the ledger."""
        return Claim(self.user, self.team)

    @property
    def visitor(self) -> bool:
        """Whether the person may be of another workspace, so that Slack has to be asked who they are now."""
        return self.home != self.team

    @property
    def opens_home(self) -> bool:
        """Whether the person opened the app's Home tab or its messages."""
        return self.kind == "event" and self.name == "app_home_opened"


def read(body: Mapping[str, Any], own: Installation) -> Envelope:
    """Return the envelope of a request's body: who did what, and where.

    Raises:
        Malformed: with the reason, for the log.
        Foreign: it is for another workspace.
    """
    try:
        if "command" in body:
            return _command(Command.model_validate(body), own)
        if body.get("type") == "event_callback":
            return _event(Event.model_validate(body), own)
        return _interaction(Interaction.model_validate(body), own)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise Malformed(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def pressed_by(body: Mapping[str, Any], own: Installation) -> Envelope | None:
    """Return who pressed and where, from a press of which no more can be read; None when not even that can be."""
    kind = body.get("type")
    if not isinstance(kind, str) or kind not in PRESSED:
        return None
    readable = {name: body[name] for name in ("user", "channel", "response_url") if name in body}
    try:
        press = Presser.model_validate(readable)
    except ValidationError:
        return None
    channel = press.channel.id if press.channel else ""
    return Envelope(
        kind=kind, team=own.team, user=press.user.id, channel=channel, dedup="", response_url=press.response_url
    )


def _check_ours(own: Installation, teams: tuple[str | None, ...], enterprises: tuple[str | None, ...]) -> None:
    """Check that a request is for this installation.

    Raises:
        Foreign: neither the workspace nor its organisation is named.
    """
    if own.team not in teams and (not own.enterprise or own.enterprise not in enterprises):
        raise Foreign(next((team for team in teams if team), "unknown"))


def _command(c: Command, own: Installation) -> Envelope:
    _check_ours(own, (c.team_id,), (c.enterprise_id,))
    return Envelope(
        kind="command",
        team=own.team,
        user=c.user_id,
        channel=c.channel_id,
        dedup=_dedup("c", c.trigger_id),
        trigger=c.trigger_id,
        response_url=c.response_url,
        text=c.text,
        name=c.command,
        home=c.team_id,
        channel_name=c.channel_name,
    )


def _event(e: Event, own: Installation) -> Envelope:
    """The outer team is the source's: of a shared channel another company's, while `authorizations` has ours."""
    authorizations = [a for a in e.authorizations or () if isinstance(a, dict)]
    teams = (*(a.get("team_id") for a in authorizations), e.context_team_id, e.team_id)
    _check_ours(own, teams, (*(a.get("enterprise_id") for a in authorizations), e.enterprise_id))
    inner, on = e.event, e.event.get("item")  # a reaction names the message that it is on
    return Envelope(
        kind="event",
        team=own.team,
        user=_text(inner.get("user")),
        channel=_text(inner.get("channel")) or _text(on.get("channel") if isinstance(on, dict) else ""),
        dedup=_dedup("e", e.event_id),
        name=_text(inner.get("type")),
        text=_text(inner.get("text")),
        message=inner,
        home=home_of(inner, bool(e.is_ext_shared_channel), own.team),
        guest=is_guest(inner.get("user_profile")),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _interaction(i: Interaction, own: Installation) -> Envelope:
    installed = i.view.app_installed_team_id if i.view else None
    teams = (i.team.id if i.team else None, installed, i.user.team_id)
    _check_ours(own, teams, (i.enterprise.id if i.enterprise else None,))
    channel = i.channel.id if i.channel else ""
    ts = _text((i.message or {}).get("ts"))
    name, value, dedup = _named(i)
    view = i.view
    return Envelope(
        kind=i.type,
        team=own.team,
        user=i.user.id,
        channel=channel,
        dedup=dedup,
        trigger=i.trigger_id,
        response_url=i.response_url,
        name=name,
        value=value,
        place=Place(channel, ts) if channel and ts and not i.container.is_ephemeral else None,
        message=i.message or {},
        view_id=view.id if view else "",
        view_hash=view.hash if view else "",
        metadata=view.private_metadata if view else "",
        state=view.values if view else {},
        home=i.user.team_id or own.team,
        in_modal=view is not None and view.type == "modal",
        channel_name=(i.channel.name or "") if i.channel else "",
        thread=_thread(i),
    )


def _thread(i: Interaction) -> str:
    """Return the thread of a reply that was acted on; a thread's first message stands in the conversation."""
    message = i.message or {}
    thread = i.container.thread_ts or _text(message.get("thread_ts"))
    return "" if thread == _text(message.get("ts")) else thread


def _named(i: Interaction) -> tuple[str, str | None, str]:
    """Return what was acted on, the value that it carried, and the name of the delivery.

    Raises:
        Malformed: a click on nothing, or a submission without a view.
    """
    if i.type == "block_actions":
        if i.actions is None or len(i.actions) != 1:
            raise Malformed(f"{len(i.actions or [])} actions in one payload")
        return i.actions[0].action_id, i.actions[0].chosen, _dedup("i", i.trigger_id)
    if i.type == "block_suggestion":
        return i.action_id, None, _dedup("i", i.trigger_id)
    if i.type == "view_submission":
        if i.view is None or not i.view.callback_id:
            raise Malformed("a submission without a view, or of one without a name")
        return i.view.callback_id, None, _dedup("v", i.view.id, i.view.hash)
    if i.type == "view_closed" and i.view is not None:  # it names no trigger
        return i.view.callback_id, None, _dedup("x", i.view.id, i.view.hash)
    return i.callback_id, None, _dedup("i", i.trigger_id)


def _dedup(kind: str, *named: str) -> str:
    """Return the key of what Slack sent, short enough to stand in other keys. What has no name is like nothing else."""
    name = ":".join(named) if any(named) else secrets.token_urlsafe(9)
    if len(name) > LONGEST:
        name = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}:{name}"
