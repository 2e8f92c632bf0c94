"""A repository of the installation's own, as its owner uses it: read in the sandbox, never written to. Of what its
owner has set there only the addresses of its remotes are taken over."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from agents.roster.ends import Broken, CannotDo
from agents.roster.repository_spec import RepositorySpec
from agents.tools.git import COMMIT, Clone, git, look
from agents.tools.sandbox import Limits

REMOTES = r"^remote\..*\.(url|pushurl)$"
NAME = re.compile(r"remote\.([A-Za-z0-9][\w.-]*)\.(url|pushurl)")
ADDRESS = re.compile(r"(?:https?|ssh|git)://[^\s]+|(?:\w[\w.-]*@)?\w[\w.-]*:(?!:)[^\s]+|(?:file://)?/[^\x00-\x1f\x7f]*")
FETCH = Limits(seconds=900, memory=32 << 30, disk=64 << 30, processes=200)  # of the owner's files alone
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
        raise Broken(f"There is no repository at {spec.path}: mend `path` in sluice.toml.")
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


async def commit(spec: RepositorySpec) -> str:
    """Return the commit that work begins at, the newest of the configured branch.

    Raises:
        NoSandbox: there is none here.
        Broken: there is no repository, or no such branch.
    """
    wanted = f"{spec.branch}^{{commit}}"
    try:
        output = await look(spec.path.resolve(), parts(spec), "rev-parse", "--verify", "--end-of-options", wanted)
    except Broken:
        raise
    except CannotDo as no:
        raise Broken(f"{spec.path} has no commit {spec.branch}: {no}", f"repository {spec.path}") from None
    name = output.decode(errors="replace").strip()
    if not COMMIT.fullmatch(name):
        raise Broken(f"{spec.path} has no commit {spec.branch}.", f"repository {spec.path}")
    return name


async def fetch(spec: RepositorySpec, repo: Path, base: str, *, history: bool) -> Clone:
    """Make a clone without files: the objects of a commit, but no settings, hooks or attributes of the owner.

    Args:
        repo: a folder that is not there yet.
        history: whether what came before the commit comes along.

    Raises:
        NoSandbox: there is none here.
        CannotDo: the commit is not there any more.
    """
    repo.mkdir(parents=True, mode=0o700)
    clone, owner = Clone(repo), parts(spec)
    kind = "sha256" if len(base) == 64 else "sha1"
    await git(clone, "init", "--quiet", "--bare", "--template=", f"--object-format={kind}")
    server = "--upload-pack=git -c uploadpack.allowAnySHA1InWant=true upload-pack"
    depth = [] if history else ["--depth=1"]
    alone = "--quiet", "--no-tags", "--no-write-fetch-head", "--update-shallow"
    await git(clone, "fetch", *alone, *depth, server, str(owner[0]), base, readable=owner, limits=FETCH)
    await git(clone, "update-ref", "--no-deref", "HEAD", base)
    return Clone(repo, base)


async def remotes(spec: RepositorySpec) -> Mapping[str, Mapping[str, str]]:
    """Return where the owner pushes to: `url` and `pushurl` by the name of each remote.
    An address that names a program is left out. Without an `origin` of its own, the repository itself is `origin`.

    Raises:
        NoSandbox: there is none here.
    """
    path = spec.path.resolve()
    try:
        output = await look(path, parts(spec), "config", "--local", "--no-includes", "--null", "--get-regexp", REMOTES)
    except Broken:
        raise
    except CannotDo:  # it has none
        output = b""
    addresses_of: dict[str, dict[str, str]] = {} if b"remote.origin.url\n" in output else {"origin": {"url": str(path)}}
    for entry in output.decode(errors="replace").split("\0"):
        key, _, value = entry.partition("\n")
        named, address = NAME.fullmatch(key), _address(path, value)
        if named and address:
            addresses_of.setdefault(named[1], {})[named[2]] = address
    return {name: addresses for name, addresses in addresses_of.items() if "url" in addresses}


def _address(path: Path, value: str) -> str:
    """Return an address as it holds in another folder; empty where it is none, or names a program."""
    if value.startswith("."):
        value = str((path / value).resolve())
    return value if ADDRESS.fullmatch(value) else ""
