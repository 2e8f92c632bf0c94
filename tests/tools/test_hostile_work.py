"""What an agent writes into a repository is run nowhere but in the sandbox, whatever the repository's owner has set."""

from pathlib import Path
from typing import Any

import pytest

from agents.roster.ends import CannotDo
from tests.agents.given import assignment
from tests.agents.scripted import hands_in, says
from tests.tools.shop import FIX, commit, edits, git, writes


@pytest.fixture
def owned(tmp_path: Path) -> Path:
    """A file that an attack makes, outside of the sandbox."""
    return tmp_path / "owned"


def code(owned: Path) -> str:
    """A module that makes the file when it is run, and hands its input on."""
    return f"import pathlib, sys\npathlib.Path({str(owned)!r}).touch()\nsys.stdout.write(sys.stdin.read())\n"


@pytest.mark.parametrize("when", ["clean", "smudge", "process"])
async def test_a_filter_of_the_owners_runs_no_module_of_the_agents(
    coder: Any, shop: Path, owned: Path, when: str
) -> None:
    """As `nbstripout --install`, git-lfs and git-crypt leave one: `python -m NAME` finds the agent's file first."""
    git(shop, "config", f"filter.nbstripout.{when}", "python3 -m nbstripout")
    (shop / ".gitattributes").write_text("*.ipynb filter=nbstripout\n")
    (shop / "sums.ipynb").write_text("{}\n")
    git(shop, "-c", f"filter.nbstripout.{when}=", "add", "-A")
    git(shop, "-c", f"filter.nbstripout.{when}=", "commit", "-qm", "A notebook")
    made, _ = coder(
        writes("nbstripout.py", code(owned)), edits("sums.ipynb", "{}", '{"cells": []}'), hands_in(), test="true"
    )
    draft = await made.work(assignment(goal="Fix the bug"))
    assert not owned.exists()
    assert '+{"cells": []}' in draft.body  # the patch came all the same


@pytest.mark.parametrize(
    "settings",
    [
        {"diff.sums.textconv": "python3 -m sums", "diff.sums.command": "python3 -m sums"},
        {"core.fsmonitor": "python3 -m sums"},
        {"core.hooksPath": ".husky"},
        {"core.pager": "python3 -m sums", "pager.diff": "true", "core.editor": "python3 -m sums"},
        {"uploadpack.packObjectsHook": "python3 -m sums"},
        {"core.sshCommand": "python3 -m sums", "core.gitProxy": "python3 -m sums"},
        {"alias.diff": "!python3 -m sums", "diff.external": "python3 -m sums"},
        {"gpg.program": "python3 -m sums", "commit.gpgSign": "true"},
    ],
)
async def test_no_setting_of_the_owners_runs_a_file_of_the_agents(
    coder: Any, shop: Path, owned: Path, settings: dict[str, str]
) -> None:
    commit(shop, ".gitattributes", "*.py diff=sums\n")
    for name in ("post-checkout", "post-index-change", "pre-commit"):
        (shop / ".husky").mkdir(exist_ok=True)
        (shop / ".husky" / name).write_text("#!/bin/sh\ntrue\n")
        (shop / ".husky" / name).chmod(0o755)
    commit(shop, "README.md", "A shop\n")
    for key, value in settings.items():
        git(shop, "config", key, value)
    evil = f"touch {owned}"
    hooks = [edits(f".husky/{name}", "true", evil) for name in ("post-checkout", "post-index-change", "pre-commit")]
    made, _ = coder(
        writes("sums.py", code(owned)), *hooks, says(edit_file=FIX), says(list_files={}), hands_in(), test="true"
    )
    draft = await made.work(assignment(goal="Fix the bug"))
    assert not owned.exists()
    assert "+    return round(sum(prices), 2)" in draft.body


async def test_a_merge_driver_of_the_owners_is_not_run(coder: Any, shop: Path, owned: Path) -> None:
    """A revision on another machine, after the branch has moved on."""
    commit(shop, ".gitattributes", "*.py merge=evil\n")
    git(shop, "config", "merge.evil.driver", f"touch {owned}")
    made, _ = coder(says(edit_file=FIX), hands_in(), test="true")
    first = await made.work(assignment(goal="Fix the bug"))
    commit(shop, "shop.py", "import math\n\n\ndef total(prices):\n    return sum(int(p) for p in list(prices))\n")
    elsewhere, _ = coder(writes("more.txt", "x\n"), hands_in(body="v2"), home="elsewhere", test="true")
    second = await elsewhere.work(assignment(goal="Fix the bug", version=2, previous=first, note="more"))
    assert not owned.exists()
    assert "+    return round(sum(prices), 2)" in second.body and "+x" in second.body
    assert second.change.base == first.change.base  # the same commit, so that the patch means the same


GIT_OF_MINE = (
    "mkdir -p /ws/mine && cd /ws/mine && git init -q . && cp -r .git/* /ws/mine && "
    "git --git-dir=/ws/mine config filter.x.clean '{evil}' && mkdir -p /ws/mine/info && "
    "echo '* filter=x' > /ws/mine/info/attributes && "
    "git --git-dir=/ws/mine --work-tree=/ws/tree -c user.name=A -c user.email=a@l -c filter.x.clean=cat add -A && "
    "git --git-dir=/ws/mine --work-tree=/ws/tree -c user.name=A -c user.email=a@l commit -qm x && "
    "printf ../mine > /ws/git.txt && echo y >> /ws/tree/shop.py; ls /ws; cat /ws/git.txt"
)


async def test_an_agent_with_a_shell_cannot_name_another_repository(coder: Any, owned: Path) -> None:
    """Its sandbox writes in the attempt's folder: nothing there says which repository git works on."""
    shell = says(shell={"command": GIT_OF_MINE.format(evil=f"touch {owned}; cat")})
    made, _ = coder(shell, says(list_files={}), says(edit_file=FIX), hands_in(), also=True, test="true")
    draft = await made.work(assignment(goal="Fix the bug"))
    assert not owned.exists()
    assert "+    return round(sum(prices), 2)" in draft.body


@pytest.mark.parametrize("at_once", [False, True])
async def test_a_link_in_the_place_of_the_files_leads_nowhere(coder: Any, tmp_path: Path, at_once: bool) -> None:
    private = tmp_path / "private"
    private.mkdir()
    (private / "key.txt").write_text("canary")
    swap = says(shell={"command": f"rm -rf tree && ln -s {private} tree"})
    if at_once:
        swap.tool_calls += says(run_tests={}).tool_calls
    made, model = coder(
        swap, says(run_tests={}), says(list_files={}), says(read_file={"name": "key.txt"}), hands_in(),
        also=True, test="cat key.txt; touch written",
    )  # fmt: skip
    with pytest.raises(CannotDo):
        await made.work(assignment(goal="Fix the bug"))
    assert "canary" not in str(model.seen)
    assert [path.name for path in private.iterdir()] == ["key.txt"]


async def test_what_prepares_a_repository_has_no_secret(
    coder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    made, _ = coder(says(edit_file=FIX), hands_in(), prepare=f"env > {tmp_path}/seen", test="true")
    await made.work(assignment(goal="Fix the bug"))
    seen = (tmp_path / "seen").read_text()
    assert "PATH=" in seen and "canary" not in seen


async def test_the_owners_repository_is_only_read(coder: Any, shop: Path) -> None:
    before = sorted((p, p.stat().st_mtime_ns) for p in shop.rglob("*"))
    made, _ = coder(says(edit_file=FIX), hands_in(), test="true")
    await made.work(assignment(goal="Fix the bug"))
    assert sorted((p, p.stat().st_mtime_ns) for p in shop.rglob("*")) == before


async def test_all_of_a_clone_goes_when_its_task_is_closed(coder: Any, tmp_path: Path) -> None:
    made, _ = coder(says(edit_file=FIX), hands_in(), test="true")
    given = assignment(goal="Fix the bug")
    await made.work(given)
    assert list((tmp_path / "work").iterdir())
    await made.forget(given.team, given.task.id)
    assert list((tmp_path / "work").iterdir()) == []


async def test_a_file_of_the_agents_does_not_pass_for_the_patch(coder: Any) -> None:
    shell = says(shell={"command": "mkdir -p out && echo harmless > out/fix.patch && echo fine > out/test-run.txt"})
    made, _ = coder(shell, says(edit_file=FIX), hands_in(), also=True, test="true")
    draft = await made.work(assignment(goal="Fix the bug"))
    assert [file.name for file in draft.files].count("fix.patch") == 1
    assert b"harmless" not in b"".join(file.data for file in draft.files)
