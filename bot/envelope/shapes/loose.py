"""What all payloads are made of: fields of which nothing that is missing or new is a reason to refuse."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

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
