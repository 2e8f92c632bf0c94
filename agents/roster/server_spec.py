"""What `sluice.toml` says of a server of tools."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from agents.roster.kinds import Amount

Brings = Literal["private data", "content from outside", "a way out"]


class ServerSpec(BaseModel):
    """An MCP server: a command that speaks on its standard input and output, or an address.

    Attributes:
        env: what the command gets of the environment besides PATH and HOME; values may be secrets, and are never shown.
        sends: names of its tools that send or change something; `["*"]`: all of them.
        keyed: names of its tools that do a call once for each `idempotencyKey` in `_meta`; `["*"]`: all of them. One
            that takes an `idempotency_key` as an argument says so itself.
        labels: what its tools bring; nothing said means all three.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    command: str = ""
    args: tuple[str, ...] = ()
    env: Mapping[str, str] = Field(default={}, repr=False)
    url: str = ""
    headers: Mapping[str, str] = Field(default={}, repr=False)
    sends: tuple[str, ...] = ("*",)
    keyed: tuple[str, ...] = ()
    labels: tuple[Brings, ...] | None = None
    seconds: Amount = Field(default=30, gt=0, le=600, allow_inf_nan=False)

    @model_validator(mode="after")
    def _one(self) -> "ServerSpec":
        if bool(self.command) == bool(self.url):
            raise ValueError("a server has either a command or a url")
        return self

    def connection(self) -> dict[str, Any]:
        """Return the parameters of the connection to a server with an address, for the MCP client."""
        return {
            "transport": "streamable_http", "url": self.url, "headers": dict(self.headers), "timeout": self.seconds,
        }  # fmt: skip
