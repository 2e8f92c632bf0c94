"""A modal or a Home tab, with what was filled in."""

from typing import Any

from pydantic import Field

from bot.envelope.decoding import decode_field
from bot.envelope.shapes.loose import Id, Loose, Short


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
