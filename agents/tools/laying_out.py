"""The clone that the command of a delivery works in: only objects come from the sandbox, all else is ours."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from agents.tools.git import COMMIT

PUSH_ONLY_ITS_BRANCH = """#!/bin/sh
while read -r _ _ ref _; do
  case "$ref" in
    "refs/heads/$BRANCH") ;;
    refs/heads/*) echo "Only the branch $BRANCH may be pushed, not $ref." >&2; exit 1 ;;
  esac
done
"""  # the one hook of a delivery: an approval is worth a branch of its own, never another one


def lay_out(place: Path, branch: str, commit: str, remotes: Mapping[str, Mapping[str, str]]) -> None:
    """Lay out the clone that the command works in: what was made in the sandbox gives its objects, all else is ours."""
    repo, path, hooks = place / "clone" / ".git", place / "made", place / "hooks"
    head = repo / "refs" / "heads" / branch
    head.parent.mkdir(parents=True)
    shutil.rmtree(path / "objects" / "info", ignore_errors=True)
    (path / "objects").rename(repo / "objects")
    head.write_text(f"{commit}\n")
    (repo / "HEAD").write_text(f"ref: refs/heads/{branch}\n")
    (repo / "config").write_text(_config(commit, remotes))
    if (path / "shallow").is_file():  # the owner's repository has not all of its past
        commits = (path / "shallow").read_text().split()
        (repo / "shallow").write_text("".join(f"{name}\n" for name in commits if COMMIT.fullmatch(name)))
    hooks.mkdir()
    (hooks / "pre-push").write_text(PUSH_ONLY_ITS_BRANCH)
    (hooks / "pre-push").chmod(0o700)


def _config(commit: str, remotes: Mapping[str, Mapping[str, str]]) -> str:
    """Return git's settings of a clone: its remotes, and that a push without a name pushes its own branch."""
    sha256 = len(commit) == 64
    lines = ["[core]", f"repositoryformatversion = {int(sha256)}", "bare = false", "[push]", "default = current"]
    lines += ["[extensions]", "objectFormat = sha256"] if sha256 else []
    for name, addresses in remotes.items():
        lines += [f'[remote "{name}"]', *(f"{key} = {_quoted(value)}" for key, value in addresses.items())]
        lines.append(f"fetch = +refs/heads/*:refs/remotes/{name}/*")
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
