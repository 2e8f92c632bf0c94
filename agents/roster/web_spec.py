"""What `sluice.toml` says of the web's tools."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# A name, or an address of either kind.
HOST = r"^(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?|[0-9a-f]*:[0-9a-f:]*:[0-9a-f]*)$"


class WebSpec(BaseModel):
    """What the web's tools may use.

    Attributes:
        search: `searxng` at `address`, or `brave`, whose key is BRAVE_API_KEY in the environment.
        internal_hosts: hosts of the installation's own that may be read although they are not public.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: Literal["", "searxng", "brave"] = ""
    address: str = ""
    internal_hosts: tuple[Annotated[str, Field(pattern=HOST)], ...] = ()
