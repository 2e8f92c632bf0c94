"""The payloads of Slack as they come, as far as anything of them is read.

A field that is missing or new is no reason to refuse: only what nothing can be done without is asked for.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.envelope.decoding import decode_field

Id = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,24}$")]
Short = Annotated[str, StringConstraints(max_length=255)]


class Loose(BaseModel):
    """What Slack sends: what is new in it is no reason to refuse, and null is the same as nothing."""

    model_config = ConfigDict(extra="ignore", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_nulls(cls, fields: Any) -> Any:
        return {k: v for k, v in fields.items() if v is not None} if isinstance(fields, dict) else fields


class Named(Loose):
    """Something with an id and a name; either may be missing."""

    id: Id = ""
    name: str | None = None


class User(Loose):
    """Who acted."""

    id: Id
    team_id: Id | None = None


class Container(Loose):
    """Where the element stands that was used."""

    type: Short = ""
    is_ephemeral: bool = False
    thread_ts: Short | None = None


class Option(Loose):
    """What a person chose of a menu."""

    value: str = Field(default="", max_length=2000)


class Action(Loose):
    """The element of a message or a view that a person used."""

    action_id: Short
    type: Short = ""
    value: str | None = Field(default=None, max_length=2000)
    selected_option: Option | None = None
    selected_user: Id | None = None
    selected_date: Short | None = None

    @property
    def chosen(self) -> str | None:
        """What the element carries: a button's value, or what was chosen of a menu."""
        option = self.selected_option.value if self.selected_option else None
        return self.value or option or self.selected_user or self.selected_date


class View(Loose):
    """A modal or a Home tab."""

    id: Short
    type: Short = ""
    callback_id: Short = ""
    private_metadata: str = Field(default="", max_length=3000)
    hash: str = ""
    app_installed_team_id: Id | None = None
    state: dict[str, Any] | list[Any] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The values that were filled in; Slack sends a list for none (github.com/slack-go/slack/issues/943)."""
        values = self.state.get("values") if isinstance(self.state, dict) else None
        return {block: _decoded(fields) for block, fields in values.items()} if isinstance(values, dict) else {}


def _decoded(fields: Any) -> Any:
    """Return what was filled into one block, with the texts as the person typed them."""
    if not isinstance(fields, dict):
        return fields
    return {action: _decoded_field(field) for action, field in fields.items()}


def _decoded_field(field: Any) -> Any:
    if isinstance(field, dict) and isinstance(field.get("value"), str):
        return {**field, "value": decode_field(field["value"])}
    return field


class Command(Loose):
    """A slash command, as Slack sends it."""

    command: Short
    text: str = ""
    team_id: Id
    enterprise_id: Id | None = None
    user_id: Id
    channel_id: Id
    channel_name: Short = ""
    trigger_id: Short
    response_url: str = ""


class Presser(Loose):
    """Who pressed, and the ways to answer them."""

    user: User
    channel: Named | None = None
    response_url: str = ""


class Interaction(Loose):
    """A click, a submission or a shortcut, as Slack sends it."""

    type: Short
    team: Named | None = None
    enterprise: Named | None = None
    user: User
    trigger_id: Short = ""
    channel: Named | None = None
    message: dict[str, Any] | None = None
    container: Container = Container()
    actions: list[Action] | None = None
    view: View | None = None
    callback_id: Short = ""
    response_url: str = ""


class Event(Loose):
    """Something that happened in the workspace, as Slack sends it."""

    type: Short
    team_id: Id | None = None
    enterprise_id: Id | None = None
    context_team_id: Id | None = None
    event_id: Short
    event: dict[str, Any]
    is_ext_shared_channel: bool | None = None
    authorizations: list[dict[str, Any]] | None = None
