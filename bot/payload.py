"""What Slack sends, checked before anything acts on it: one envelope for commands, clicks, submissions and events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from storage.rules.authority import Actor
from storage.rules.task import Place

Id = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,24}$")]
Short = Annotated[str, StringConstraints(max_length=255)]


class Malformed(Exception):
    """Not something that Slack sends, or not for this workspace."""


class _Loose(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _Named(_Loose):
    id: Id


class _User(_Loose):
    id: Id
    team_id: Id | None = None


class _Message(_Loose):
    ts: Short = ""


class _Container(_Loose):
    type: Short = ""
    is_ephemeral: bool = False


class _Action(_Loose):
    action_id: Short
    type: Short = ""
    value: str | None = Field(default=None, max_length=2000)


class _View(_Loose):
    id: Short
    callback_id: Short = ""
    private_metadata: str = Field(default="", max_length=3000)
    hash: str = ""
    state: dict[str, Any] = {}


class Command(_Loose):
    command: Short
    text: str = ""
    team_id: Id
    user_id: Id
    channel_id: Id
    trigger_id: Short
    response_url: str = ""


class Interaction(_Loose):
    type: Short
    team: _Named
    user: _User
    trigger_id: Short = ""
    channel: _Named | None = None
    message: dict[str, Any] | None = None
    container: _Container = _Container()
    actions: list[_Action] | None = None
    view: _View | None = None
    callback_id: Short = ""
    action_ts: Short = ""
    response_url: str = ""


class Event(_Loose):
    type: Short
    team_id: Id
    event_id: Short
    event: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What any of them means to Sluice. `dedup` names the delivery; `place` is the message that was acted on."""

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
    metadata: str = ""
    state: Mapping[str, Any] = field(default_factory=dict)
    stranger: bool = False

    @property
    def actor(self) -> Actor:
        return Actor(self.user, self.team, stranger=self.stranger)


def read(body: Mapping[str, Any]) -> Envelope:
    """
    Raises:
        Malformed: with the reason, for the log.
    """
    try:
        if "command" in body:
            return _command(Command.model_validate(body))
        if body.get("type") == "event_callback":
            return _event(Event.model_validate(body))
        return _interaction(Interaction.model_validate(body))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise Malformed(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _command(c: Command) -> Envelope:
    return Envelope(
        "command",
        c.team_id,
        c.user_id,
        c.channel_id,
        f"c:{c.trigger_id}",
        c.trigger_id,
        c.response_url,
        c.text,
        c.command,
    )


def _event(e: Event) -> Envelope:
    user = e.event.get("user")
    channel = e.event.get("channel")
    return Envelope(
        "event",
        e.team_id,
        user if isinstance(user, str) else "",
        channel if isinstance(channel, str) else "",
        f"e:{e.event_id}",
        name=str(e.event.get("type", "")),
        text=str(e.event.get("text") or ""),
        message=e.event,
    )


def _interaction(i: Interaction) -> Envelope:
    stranger = i.user.team_id is not None and i.user.team_id != i.team.id
    channel = i.channel.id if i.channel else ""
    ts = str((i.message or {}).get("ts") or "")
    place = Place(channel, ts) if channel and ts and not i.container.is_ephemeral else None
    name, value, dedup = i.callback_id, None, f"i:{i.trigger_id}"
    if i.type == "block_actions":
        if i.actions is None or len(i.actions) != 1:
            raise Malformed(f"{len(i.actions or [])} actions in one payload")
        name, value = i.actions[0].action_id, i.actions[0].value
    elif i.type == "view_submission":
        if i.view is None:
            raise Malformed("a submission without a view")
        name, dedup = i.view.callback_id, f"v:{i.view.id}:{i.view.hash}"
    view = i.view
    return Envelope(
        i.type,
        i.team.id,
        i.user.id,
        channel,
        dedup,
        i.trigger_id,
        i.response_url,
        "",
        name,
        value,
        place,
        i.message or {},
        view.id if view else "",
        view.private_metadata if view else "",
        view.state.get("values", {}) if view else {},
        stranger,
    )
