"""An approval is worth the change that the reviewer saw, on a branch of its own, and nothing else."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.roster.ends import Broken, CannotDo
from agents.roster.repository_spec import RepositorySpec
from agents.tools import owner_remotes
from agents.tools.variables import Variables
from storage.rules.values.draft import Draft, File
from tests.agents.given import assignment
from tests.agents.scripted import hands_in, says
from tests.tools.shop import BUG, FIX, PUSH, VARIABLES, approved, commit, delivery, edits, git, writes


@pytest.fixture
def hub(shop: Path, tmp_path: Path) -> Path:
    """Where the repository's owner pushes to."""
    made = tmp_path / "hub.git"
    git(tmp_path, "clone", "-q", "--bare", str(shop), str(made))
    git(shop, "remote", "add", "origin", str(made))
    return made


async def fixed(coder: Any, *script: Any, **more: Any) -> Draft:
    made, _ = coder(*(script or (says(edit_file=FIX),)), hands_in(), **{"test": "true", "deliver": PUSH, **more})
    draft: Draft = await made.work(assignment(goal="Fix the bug"))
    return draft


def branches(repository: Path) -> list[str]:
    return git(repository, "for-each-ref", "--format=%(refname:short)").split()


async def test_it_goes_to_the_owners_remote_and_nowhere_else(coder: Any, shop: Path, hub: Path, tmp_path: Path) -> None:
    draft = await fixed(coder)
    assert await delivery(shop, tmp_path / "deliver", deliver=PUSH)(approved(draft)) == "sluice/t-7-v1"
    assert branches(hub) == ["main", "sluice/t-7-v1"]
    assert "round(sum(prices), 2)" in git(hub, "show", "sluice/t-7-v1:shop.py")
    assert git(hub, "log", "-1", "--format=%an %P", "sluice/t-7-v1").split() == ["Sluice", draft.change.base]
    assert branches(shop) == ["main"]


async def test_what_no_card_said_is_pushed_is_not_pushed(coder: Any, shop: Path, hub: Path, tmp_path: Path) -> None:
    draft = await fixed(coder, deliver="")  # the settings name a command only since then
    assert await delivery(shop, tmp_path / "deliver", deliver=PUSH)(approved(draft)) == ""
    assert branches(hub) == ["main"]


async def test_a_hook_that_the_change_brings_is_not_run(
    coder: Any, shop: Path, hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Husky's way: `core.hooksPath` names a folder of the repository, so the agent's version of a hook would run."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    (shop / ".husky").mkdir()
    (shop / ".husky/pre-push").touch(0o755)
    commit(shop, ".husky/pre-push", "#!/bin/sh\ntrue\n")
    git(shop, "config", "core.hooksPath", ".husky")
    draft = await fixed(coder, edits(".husky/pre-push", "true", f"env > {tmp_path}/owned"))
    assert draft.change.sensitive == (".husky/pre-push",)
    await delivery(shop, tmp_path / "deliver", deliver=PUSH)(approved(draft))
    assert "sluice/t-7-v1" in branches(hub)
    assert not (tmp_path / "owned").exists()


async def test_a_command_has_the_variables_that_are_named_and_no_other(
    coder: Any, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    values = Variables({**VARIABLES.values, "HUB_TOKEN": "secret-of-the-hub", "OTHER_TOKEN": "of another repository"})
    said = {"deliver": f"env > {tmp_path}/seen", "env": ("HUB_TOKEN",)}
    draft = await fixed(coder)
    await delivery(shop, tmp_path / "deliver", values, **said)(approved(draft))
    names = {line.partition("=")[0] for line in (tmp_path / "seen").read_text().splitlines()}
    ours = {name for name in names if name.startswith("GIT_")}
    assert names - ours == {"PATH", "HOME", "HUB_TOKEN", "BRANCH", "PWD"}
    with pytest.raises(Broken) as failed:
        said["deliver"] = "echo $HUB_TOKEN is refused; exit 3"
        await delivery(shop, tmp_path / "deliver", values, **said)(approved(draft))
    assert "$HUB_TOKEN is refused" in str(failed.value) and "secret-of-the-hub" not in str(failed.value)


async def test_no_file_of_the_change_lies_where_the_command_runs(coder: Any, shop: Path, tmp_path: Path) -> None:
    draft = await fixed(coder, writes("sitecustomize.py", "raise SystemExit\n"))
    await delivery(shop, tmp_path / "deliver", deliver=f"ls -A > {tmp_path}/seen")(approved(draft))
    assert (tmp_path / "seen").read_text().split() == [".git"]


async def test_a_file_that_passes_for_a_patch_is_no_change(shop: Path, hub: Path, tmp_path: Path) -> None:
    """An analyst's file beside its chart: nobody's closing step made it."""
    body = BUG.splitlines()[1]
    patch = f"--- a/shop.py\n+++ b/shop.py\n@@ -1,2 +1,2 @@\n-def total(prices):\n+def total(prices, x=1):\n {body}\n".encode()
    draft = Draft(
        version=1, title="Chart", summary="", body="", made_by="x", files=(File("fix.patch", "text/x-diff", patch),)
    )
    deliver = delivery(shop, tmp_path / "deliver", deliver=PUSH)
    assert await deliver(approved(draft, sha256=hashlib.sha256(patch).hexdigest())) == ""
    assert branches(hub) == ["main"]


@pytest.mark.parametrize("changed", ["the file", "the file and its sum", "the sum that was approved"])
async def test_a_patch_that_is_not_the_approved_one_is_not_delivered(
    coder: Any, shop: Path, hub: Path, tmp_path: Path, changed: str
) -> None:
    draft = await fixed(coder)
    seen = approved(draft)
    other = next(file.data for file in draft.files if file.name == "fix.patch").replace(b"round", b"evil")
    digest = hashlib.sha256(other).hexdigest()
    files = tuple(replace(file, data=other) if file.name == "fix.patch" else file for file in draft.files)
    if changed == "the sum that was approved":
        seen = replace(seen, sha256=digest)
    else:
        seen = replace(seen, draft=replace(seen.draft, files=files))
    if changed == "the file and its sum":
        seen = replace(seen, draft=replace(seen.draft, change=replace(draft.change, sha256=digest)))
    with pytest.raises(CannotDo, match="not the one that was approved"):
        await delivery(shop, tmp_path / "deliver", deliver=PUSH)(seen)
    assert branches(hub) == ["main"]


async def test_it_is_what_was_tested_though_the_branch_has_moved_on(
    coder: Any, shop: Path, hub: Path, tmp_path: Path
) -> None:
    draft = await fixed(coder)
    git(shop, "config", "merge.evil.driver", f"touch {tmp_path}/owned")
    commit(shop, ".gitattributes", "*.py merge=evil\n")
    commit(shop, "shop.py", "import math\n\n\ndef total(prices):\n    return sum(int(p) for p in list(prices))\n")
    await delivery(shop, tmp_path / "deliver", deliver=PUSH)(approved(draft))
    assert git(hub, "rev-parse", "sluice/t-7-v1~1").strip() == draft.change.base
    assert "math" not in git(hub, "show", "sluice/t-7-v1:shop.py")
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize("push", ["git push -q origin HEAD:main", "git push -q origin $BRANCH:refs/heads/main"])
async def test_no_other_branch_is_pushed(coder: Any, shop: Path, hub: Path, tmp_path: Path, push: str) -> None:
    draft, before = await fixed(coder), git(hub, "rev-parse", "main")
    with pytest.raises(Broken, match="Only the branch sluice/t-7-v1 may be pushed, not refs/heads/main"):
        await delivery(shop, tmp_path / "deliver", deliver=push)(approved(draft))
    assert git(hub, "rev-parse", "main") == before


async def test_a_plain_push_pushes_its_own_branch(coder: Any, shop: Path, hub: Path, tmp_path: Path) -> None:
    await delivery(shop, tmp_path / "deliver", deliver="git push -q")(approved(await fixed(coder)))
    assert branches(hub) == ["main", "sluice/t-7-v1"]


async def test_a_command_that_does_not_end_is_ended(coder: Any, shop: Path, tmp_path: Path) -> None:
    draft = await fixed(coder)
    slow = delivery(shop, tmp_path / "deliver", deliver=f"sleep 60; touch {tmp_path}/late", deliver_minutes=0.01)
    with pytest.raises(Broken, match="did not end within 0.6 seconds"):
        await slow(approved(draft))
    assert not (tmp_path / "late").exists() and list((tmp_path / "deliver").iterdir()) == []


async def test_a_repository_that_is_not_named_any_more_is_told(coder: Any, shop: Path, tmp_path: Path) -> None:
    deliver = replace(delivery(shop, tmp_path / "deliver", deliver=PUSH), specs={})
    with pytest.raises(Broken, match="The repository shop is not in sluice.toml any more"):
        await deliver(approved(await fixed(coder)))


@pytest.mark.parametrize(
    "address", ["ext::sh -c touch% {owned}", "fd::17", "-u:x", "--upload-pack=touch {owned}:x", "transport::x y"]
)
async def test_an_address_that_names_a_program_is_not_taken_over(
    shop: Path, tmp_path: Path, bwrap: str, address: str
) -> None:
    git(shop, "config", "remote.origin.url", address.format(owned=tmp_path / "owned"))
    git(shop, "config", "remote.ssh.url", "git@hub.example:shop.git")
    git(shop, "config", "remote.ssh.pushurl", "https://hub.example/shop.git")
    git(shop, "config", "remote.ssh.receivepack", f"touch {tmp_path}/owned")
    git(shop, "config", "remote.beside.url", "../hub.git")
    git(shop, "config", "url.ext::sh.insteadOf", "https://")
    assert await owner_remotes.remotes(RepositorySpec(path=shop, test="true")) == {
        "ssh": {"url": "git@hub.example:shop.git", "pushurl": "https://hub.example/shop.git"},
        "beside": {"url": str(tmp_path / "hub.git")},
    }


async def test_without_a_remote_it_goes_to_the_repository_itself(coder: Any, shop: Path, tmp_path: Path) -> None:
    moved = tmp_path / 'our "own" \\ shop'
    shop.rename(moved)
    draft = await fixed(coder, path=moved)
    await delivery(moved, tmp_path / "deliver", deliver=PUSH)(approved(draft))
    assert branches(moved) == ["main", "sluice/t-7-v1"]


def bare(shop: Path, at: Path) -> None:
    git(shop, "clone", "-q", "--bare", str(shop), str(at))


def worktree(shop: Path, at: Path) -> None:
    git(shop, "worktree", "add", "-q", str(at), "-b", "work")


def borrowing(shop: Path, at: Path) -> None:
    git(shop, "clone", "-q", "--shared", str(shop), str(at))


def shallow(shop: Path, at: Path) -> None:
    commit(shop, "more.txt", "more\n")
    git(shop, "clone", "-q", "--depth=1", f"file://{shop}", str(at))


def other_sums(shop: Path, at: Path) -> None:
    at.mkdir()
    git(at, "init", "-q", "-b", "main", "--object-format=sha256")
    for name in ("shop.py", "test_shop.py"):
        commit(at, name, (shop / name).read_text())


@pytest.mark.parametrize("made", [bare, worktree, borrowing, shallow, other_sums])
async def test_every_kind_of_repository_is_worked_on_and_delivered_to(
    coder: Any, shop: Path, tmp_path: Path, made: Any
) -> None:
    made(shop, tmp_path / "other")
    hub = tmp_path / "hub.git"
    git(tmp_path, "clone", "-q", "--bare", str(tmp_path / "other"), str(hub))
    git(tmp_path / "other", "config", "remote.origin.url", str(hub))
    draft = await fixed(coder, path=tmp_path / "other")
    assert "+    return round(sum(prices), 2)" in draft.body
    await delivery(tmp_path / "other", tmp_path / "deliver", deliver=PUSH)(approved(draft))
    assert "round(sum(prices), 2)" in git(hub, "show", "sluice/t-7-v1:shop.py")


async def test_what_runs_by_itself_is_named(coder: Any, shop: Path) -> None:
    (shop / "notes.txt").write_text("x\n")
    git(shop, "add", "-A")
    git(shop, "commit", "-qm", "Notes")
    draft = await fixed(
        coder,
        writes(".github/workflows/ci.yml", "on: push\n"),
        writes("Makefile", "all:\n"),
        writes("web/package.json", "{}\n"),
        writes("src/plain.py", "x = 1\n"),
        says(run_tests={}),
        test="ln -sf /etc/passwd notes.txt",
    )
    assert draft.change.sensitive == (".github/workflows/ci.yml", "Makefile", "notes.txt", "web/package.json")
    assert "## Changes 5 files" in draft.body and "src/plain.py" in draft.body
