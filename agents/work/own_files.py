"""The files of its own that an agent adds to its draft."""

import mimetypes
from collections.abc import Sequence
from pathlib import Path, PurePath

from agents.tools import disk
from agents.work.names import plain_names
from storage.rules.values.draft import File
from storage.rules.words import one_line

FILES = 10  # that come with a draft
UNTYPED = "application/octet-stream"


def written(folder: Path, ours: Sequence[File] = ()) -> tuple[tuple[File, ...], tuple[str, ...]]:
    """Return (files, note) for a draft: our files, then the agent's files from its `out`, by name.
    The note names the files that were left out. Links are not looked at, and no file of an agent has the name of one of
    ours.
    """
    there = [(name, size) for name, size in disk.listed(folder, "out") if size]
    taken = {file.name for file in ours}
    small = [n for n, size in there if size <= disk.LARGEST and PurePath(n).name not in taken][: FILES - len(ours)]
    plain = [PurePath(n).name for n in small]
    called = plain_names(
        p if plain.count(p) == 1 else "-".join(PurePath(n).parts[1:]) for n, p in zip(small, plain, strict=True)
    )
    files = (
        File(c, mimetypes.guess_type(n)[0] or UNTYPED, disk.read(folder, n)) for n, c in zip(small, called, strict=True)
    )
    left = [PurePath(name).name for name, _ in there if name not in small]
    more = f"{', '.join(left[:5])}{' …' if len(left) > 5 else ''}"
    text = f"Left out, since {FILES} files of {disk.LARGEST // 1_000_000} MB come with a draft: {one_line(more)}"
    return (*ours, *files), (text[:300],) if left else ()
