"""The folders of a repository: its own, and those that it borrows from."""

from collections.abc import Iterator
from pathlib import Path

from agents.roster.ends import Broken
from agents.roster.repository_spec import RepositorySpec

FURTHER = 5  # repositories that one may borrow objects from, through each other


def parts(spec: RepositorySpec) -> tuple[Path, ...]:
    """Return the folders of a repository: its own, and those that it names as parts of itself.

    Raises:
        Broken: there is none.
    """
    path = spec.path.resolve()
    kept = path / ".git" if (path / ".git").exists() else path
    if kept.is_file():  # of a worktree or a submodule
        kept = (path / kept.read_text("utf-8").removeprefix("gitdir:").strip()).resolve()
    if not (kept / "HEAD").exists():
        raise Broken(f"There is no repository at {spec.path}: correct `path` in sluice.toml.")
    shared = kept / "commondir"
    common = (kept / shared.read_text("utf-8").strip()).resolve() if shared.is_file() else kept
    return tuple(dict.fromkeys([path, kept, common, *_borrowed(common / "objects", FURTHER)]))


def _borrowed(objects: Path, left: int) -> Iterator[Path]:
    """The folders of objects that a repository borrows."""
    names = objects / "info" / "alternates"
    if not left or not names.is_file():
        return
    for name in names.read_text("utf-8").splitlines():
        if name and not name.startswith("#"):
            yield (objects / name).resolve()
            yield from _borrowed((objects / name).resolve(), left - 1)
