"""What of this machine a command in the sandbox sees, besides the system."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from agents.roster.ends import CannotDo
from agents.tools import disk

BOX = "/ws"


@dataclass(frozen=True, slots=True)
class Mount:
    """A folder of this machine and its place in the sandbox; a link in its place is refused."""

    path: Path
    at: str
    writable: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The part of this machine that a command sees, besides the system.

    Attributes:
        mounts: folders; the command begins in the last of them.
        readable: folders that stand in the sandbox where they stand here.
        env: variables besides the sandbox's own.
    """

    mounts: Sequence[Mount] = ()
    readable: Sequence[Path] = ()
    env: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def opened(view: View) -> Iterator[list[int]]:
    """Hold the folders that a view mounts open.

    Raises:
        CannotDo: a link or a file stands in the place of one.
    """
    with ExitStack() as parts:
        held = list[int]()
        for mount in view.mounts:
            try:
                held.append(os.open(mount.path, disk.DIRECTORY))
            except OSError as error:
                raise CannotDo(f"Its folder {mount.path.name} can't be opened: {error.strerror}.") from None
            parts.callback(os.close, held[-1])
        yield held
