"""What `sluice.toml` says of a repository that agents work on."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from agents.roster.kinds import Amount


class RepositorySpec(BaseModel):
    """A repository of the installation. Commands are run by `sh`; `prepare` and `deliver` outside of the sandbox.

    Attributes:
        test: run in the sandbox, among the files of the agent's clone.
        prepare: run once among the files of each new clone, with the network, before the agent sees them.
        readable: folders that the tests may read besides, such as an environment with what they need.
        deliver: run when a draft is approved, in a clean clone whose branch, named in BRANCH, has the change.
        env: names of the variables that `prepare` and `deliver` get besides PATH and HOME.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: Path
    test: str
    prepare: str = ""
    deliver: str = ""
    readable: tuple[Path, ...] = ()
    branch: str = "HEAD"
    test_minutes: Amount = Field(default=5, gt=0, le=60, allow_inf_nan=False)
    deliver_minutes: Amount = Field(default=10, gt=0, le=60, allow_inf_nan=False)
    env: tuple[Annotated[str, Field(pattern="^[A-Za-z_][A-Za-z0-9_]*$")], ...] = ()

    @field_validator("env")
    @classmethod
    def _not_ours(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if ours := [name for name in names if name.startswith(("SLACK_", "SLUICE_"))]:
            raise ValueError(f"{ours[0]} is for Sluice alone; no command gets it")
        return names
