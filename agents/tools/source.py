"""A repository of the installation's own, as its owner uses it: read in the sandbox, never written to."""

from pathlib import Path

from agents.roster.ends import Broken, CannotDo
from agents.roster.repository_spec import RepositorySpec
from agents.tools.command_limits import Limits
from agents.tools.git import COMMIT, Clone, git, look
from agents.tools.repository_folders import parts

FETCH = Limits(seconds=900, memory=32 << 30, disk=64 << 30, processes=200)  # of the owner's files alone


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
