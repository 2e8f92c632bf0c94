"""A repository with a real bug: an agent finds it, mends it, and what it hands in is checked by the tests themselves."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.roster.ends import CannotDo
from agents.tools import which_repository
from agents.tools.command import command
from agents.tools.command_limits import Limits
from agents.tools.git import Clone
from agents.tools.git import git as run_git
from storage.rules.values.brief import Brief
from storage.rules.values.draft import Draft
from storage.rules.values.worker import agent
from tests.agents.given import assignment
from tests.agents.scripted import hands_in, says
from tests.tools.shop import BUG, FIX, NEW_TEST, PUSH, approved, delivery, git, spec


async def test_a_bug_is_found_mended_and_proved(coder: Any, shop: Path) -> None:
    made, model = coder(
        says(search={"pattern": "def total"}),
        says(read_file={"name": "shop.py"}),
        says(edit_file=NEW_TEST),
        says(run_tests={}),
        says(edit_file=FIX),
        says(run_tests={}),
        hands_in(body="Cents were cut off; now they are added.", summary="Totals keep their cents. 2 tests pass."),
    )
    draft = await made.work(assignment(goal="Fix the bug that cuts cents off totals"))
    said = [str(messages[-1].content) for messages in model.seen]
    assert "shop.py:1:def total(prices):" in said[1]
    assert "failed with code 1" in said[4]  # the new test fails without the fix
    assert "The tests passed" in said[6]
    files = {f.name: f.data.decode() for f in draft.files}
    assert "+    return round(sum(prices), 2)" in files["fix.patch"]
    assert "2 passed" in files["test-run.txt"]
    assert "```diff" in draft.body and "passed." in draft.body
    assert (shop / "shop.py").read_text() == BUG  # the repository itself is as it was


async def test_what_is_handed_in_says_what_the_tests_say_not_what_the_model_says(coder: Any) -> None:
    made, _ = coder(
        says(edit_file={**FIX, "new": "0"}), hands_in(body="All tests pass.", summary="Mended, all tests pass.")
    )
    draft = await made.work(assignment(goal="Fix the bug"))
    assert "failed with code 1" in draft.body
    assert "1 failed" in draft.files[-1].data.decode() + draft.files[-2].data.decode()


async def test_names_in_any_letters_are_shown_as_they_are(coder: Any) -> None:
    made, model = coder(
        says(write_file={"name": "größe.py", "text": "size = 38"}),
        says(list_files={}),
        says(search={"pattern": "size = 38"}),
        says(read_file={"name": "größe.py"}),
        hands_in(body="The size is there."),
    )
    await made.work(assignment(goal="Name the size"))
    said = [str(messages[-1].content) for messages in model.seen]
    assert "größe.py" in said[2].splitlines()
    assert "größe.py:1:size = 38" in said[3]
    assert "size = 38" in said[4]


async def test_nothing_changed_is_no_draft(coder: Any) -> None:
    made, _ = coder(hands_in(body="Nothing to do."))
    with pytest.raises(CannotDo, match="Nothing was changed in shop"):
        await made.work(assignment(goal="Fix the bug"))


@pytest.mark.parametrize(
    "call",
    [
        {"read_file": {"name": "../shop/shop.py"}},
        {"read_file": {"name": "/etc/passwd"}},
        {"write_file": {"name": "../../x.py", "text": "x"}},
        {"edit_file": {"name": "shop.py", "old": "nowhere", "new": "x"}},
        {"edit_file": {"name": ".deps/x.py", "old": "a", "new": "b"}},
        {"write_file": {"name": ".deps/x.py", "text": "b"}},
        {"write_file": {"name": "a\u2028b.py", "text": "b"}},
        {"write_file": {"name": "x\n/etc/passwd", "text": "b"}},
        {"write_file": {"name": "vendored/x.py", "text": "b"}},
        {"move_file": {"name": "shop.py", "to": "vendored/shop.py"}},
        {"delete_file": {"name": "gone.py"}},
        {"delete_file": {"name": "../shop/shop.py"}},
        {"delete_file": {"name": ".git"}},
        {"delete_file": {"name": "*"}},
        {"move_file": {"name": "shop.py", "to": "test_shop.py"}},
        {"move_file": {"name": "shop.py", "to": "../shop.py"}},
        {"search": {"pattern": "("}},
        {"list_files": {"pattern": "/etc"}},
        {"list_files": {"pattern": "../x"}},
        {"search": {"pattern": "--open-files-in-pager=touch /tmp/x"}},
    ],
)
async def test_what_it_may_not_do_is_told_and_does_no_harm(coder: Any, shop: Path, call: dict[str, Any]) -> None:
    git(shop, "update-index", "--add", "--cacheinfo", f"160000,{git(shop, 'rev-parse', 'HEAD').strip()},vendored")
    git(shop, "commit", "-qm", "A submodule that nobody fetched")
    prepare = "mkdir .deps && echo a > .deps/x.py && printf '*' > .deps/.gitignore"
    made, model = coder(says(**call), says(edit_file=FIX), hands_in(), prepare=prepare, test="true")
    draft = await made.work(assignment(goal="Fix the bug"))
    answer = str(model.seen[1][-1].content)
    assert any(word in answer for word in ("not inside", "stands 0 times", "nothing found", "Error"))
    assert "@@" in draft.body and draft.body.count("diff --git") == 1


async def test_files_that_are_written_at_once_are_all_in_the_patch(coder: Any) -> None:
    at_once = says(write_file={"name": "n0.py", "text": "x\n"})
    for n in range(1, 5):
        at_once.tool_calls += says(write_file={"name": f"n{n}.py", "text": "x\n"}).tool_calls
    made, _ = coder(at_once, hands_in(), test="true")
    draft = await made.work(assignment(goal="Fix the bug"))
    assert draft.body.count("+++ b/n") == 5


async def test_files_are_moved_and_deleted_and_the_patch_says_so(coder: Any, shop: Path, tmp_path: Path) -> None:
    (shop / "old.py").write_text("old = 1\n")
    (shop / "run.sh").write_text("#!/bin/sh\n")
    (shop / "run.sh").chmod(0o755)
    (shop / "dangling").symlink_to("nowhere")
    git(shop, "add", "-A")
    git(shop, "commit", "-qm", "Second")
    made, model = coder(
        says(delete_file={"name": "old.py"}),
        says(move_file={"name": "run.sh", "to": "bin/run.sh"}),
        says(write_file={"name": "new.py", "text": "new = 1\n"}),
        says(move_file={"name": "new.py", "to": "newer.py"}),
        says(move_file={"name": "dangling", "to": "link"}),
        says(write_file={"name": ":(top)x", "text": "x"}),
        says(write_file={"name": "brief.txt", "text": "x"}),
        says(delete_file={"name": "brief.txt"}),
        says(list_files={}),
        hands_in(),
        deliver=PUSH,
    )
    draft = await made.work(assignment(goal="Tidy up"))
    listed = str(model.seen[-1][-1].content)
    assert "newer.py" in listed and "old.py" not in listed and "brief.txt" not in listed
    deliver = delivery(shop, tmp_path / "deliver", deliver=PUSH)
    branch = await deliver(approved(draft, "Tidy up"))
    names = git(shop, "ls-tree", "-r", branch).splitlines()
    assert [n.split()[0] + " " + n.split("\t")[1] for n in names] == [
        "100644 :(top)x", "100755 bin/run.sh", "120000 link", "100644 newer.py", "100644 shop.py", "100644 test_shop.py",
    ]  # fmt: skip


async def test_an_approved_patch_goes_to_a_branch_of_its_own(coder: Any, shop: Path, tmp_path: Path) -> None:
    made, _ = coder(says(edit_file=FIX), hands_in(), deliver=PUSH)
    draft = await made.work(assignment(goal="Fix the bug"))
    said = f'{PUSH}; echo "$BRANCH" >> {tmp_path}/pushed'
    deliver = delivery(shop, tmp_path / "deliver", deliver=said)
    branch = await deliver(approved(draft))
    assert branch == "sluice/t-7-v1"
    assert "round(sum(prices), 2)" in git(shop, "show", f"{branch}:shop.py")
    assert git(shop, "status", "--porcelain") == ""
    assert await deliver(approved(draft)) == branch  # a retry after a crash
    assert (tmp_path / "pushed").read_text().split() == [branch, branch]
    assert list((tmp_path / "deliver").iterdir()) == []


async def test_without_a_command_the_patch_file_is_all(coder: Any, shop: Path, tmp_path: Path) -> None:
    made, _ = coder(says(edit_file=FIX), hands_in())
    draft = await made.work(assignment(goal="Fix the bug"))
    assert await delivery(shop, tmp_path / "deliver")(approved(draft)) == ""
    assert (
        await delivery(shop, tmp_path / "deliver", deliver="exit 3")(
            approved(Draft(version=1, title="x", summary="", body="", made_by="x"))
        )
        == ""
    )


async def test_it_is_prepared_outside_of_the_agents_reach(coder: Any) -> None:
    made, _ = coder(
        says(read_file={"name": "prepared.txt"}), says(edit_file=FIX), hands_in(), prepare="echo yes > prepared.txt"
    )
    draft = await made.work(assignment(goal="Fix the bug"))
    assert draft.files
    broken, _ = coder(hands_in(), prepare="echo no network; exit 3")
    with pytest.raises(CannotDo, match="no network"):
        await broken.work(assignment(goal="Fix another bug", candidate=1))


@pytest.mark.parametrize(
    "goal, names, words",
    [("Fix it", {}, "No repository is configured"), ("Fix it", {"shop", "site"}, "which repository it is: shop, site")],
)
def test_which_repository_is_asked_where_it_is_not_clear(shop: Path, goal: str, names: Any, words: str) -> None:
    specs = {name: spec(shop) for name in names}
    with pytest.raises(CannotDo, match=words):
        which_repository.chosen(specs, Brief(goal=goal, worker=agent("coder")))
    assert not names or which_repository.chosen(specs, Brief(goal="Fix the site", worker=agent("coder")))[0] == "site"


async def test_a_missing_repository_is_named(coder: Any, tmp_path: Path) -> None:
    made, _ = coder(hands_in(), path=tmp_path / "nowhere")
    with pytest.raises(CannotDo, match="no repository at"):
        await made.work(assignment(goal="Fix the bug"))


async def test_a_missing_branch_is_named(coder: Any) -> None:
    made, _ = coder(hands_in(), branch="nowhere")
    with pytest.raises(CannotDo, match="has no commit nowhere"):
        await made.work(assignment(goal="Fix the bug"))


async def test_a_repository_that_the_tests_put_in_the_place_of_ours_runs_nothing(
    coder: Any, shop: Path, tmp_path: Path
) -> None:
    """What runs in the sandbox may write into the worktree, its `.git` included; git is told from outside what to use."""
    evil = (
        "rm -rf .git && mkdir -p .git/objects .git/refs && printf 'ref: refs/heads/x' > .git/HEAD && "
        f"printf '[core]\\n\\tfsmonitor = touch {tmp_path}/owned\\n\\tbare = false\\n' > .git/config; exit 0"
    )
    (shop / "evil.sh").write_text(evil)
    git(shop, "add", "-A")
    git(shop, "commit", "-qm", "A test that does harm")
    made, model = coder(says(run_tests={}), says(list_files={}), says(edit_file=FIX), hands_in(), test="sh evil.sh")
    draft = await made.work(assignment(goal="Fix the bug"))
    assert "shop.py" in str(model.seen[2][-1].content)
    assert "round(sum(prices), 2)" in {f.name: f.data.decode() for f in draft.files}["fix.patch"]
    assert not (tmp_path / "owned").exists()


async def test_a_repository_that_was_not_made_ready_is_made_ready_again(coder: Any, tmp_path: Path) -> None:
    broken, _ = coder(
        hands_in(), prepare=f"test -e {tmp_path}/ready || {{ touch {tmp_path}/ready; exit 3; }}; echo y > made.txt"
    )
    with pytest.raises(CannotDo):
        await broken.work(assignment(goal="Fix the bug"))
    made, model = coder(
        says(read_file={"name": "made.txt"}), says(edit_file=FIX), hands_in(), prepare="echo y > made.txt"
    )
    await made.work(assignment(goal="Fix the bug"))
    assert "made.txt, lines 1 to 1" in str(model.seen[1][-1].content)


async def test_a_revision_on_another_machine_keeps_the_changes_of_the_version_before(coder: Any) -> None:
    made, _ = coder(says(edit_file=NEW_TEST), hands_in())
    first = await made.work(assignment(goal="Fix the bug"))
    elsewhere, _ = coder(says(edit_file=FIX), hands_in(body="v2"), home="elsewhere")
    second = await elsewhere.work(assignment(goal="Fix the bug", version=2, previous=first, note="mend it"))
    patch = next(f.data.decode() for f in second.files if f.name == "fix.patch")
    assert "+def test_cents" in patch and "+    return round" in patch
    assert "2 passed" in second.body
    back, _ = coder(says(edit_file={**FIX, "old": FIX["new"], "new": "7"}), hands_in(body="v3"))
    third = await back.work(assignment(goal="Fix the bug", version=3, previous=second, note="seven"))
    assert "+    return 7" in third.body and "+def test_cents" in third.body  # the second version, not the first


async def test_a_revision_of_what_an_older_sluice_made_keeps_its_changes(coder: Any) -> None:
    made, _ = coder(says(edit_file=NEW_TEST), hands_in(), test="true")
    first = replace(await made.work(assignment(goal="Fix the bug")), change=None)
    elsewhere, _ = coder(says(edit_file=FIX), hands_in(body="v2"), home="elsewhere", test="true")
    second = await elsewhere.work(assignment(goal="Fix the bug", version=2, previous=first, note="mend it"))
    assert "+def test_cents" in second.body and "+    return round" in second.body


async def test_what_an_older_sluice_left_under_way_begins_anew(coder: Any, tmp_path: Path) -> None:
    """Its worktree named a git folder of the owner's, in a file that an agent with a shell could write."""
    left = tmp_path / "work" / "T01TEST-task-1-0"
    (left / "tree").mkdir(parents=True)
    (left / "git.txt").write_text(str(tmp_path / "shop" / ".git"))
    (left / "tree" / "shop.py").write_text("half done\n")
    made, _ = coder(says(edit_file=FIX), hands_in(), test="true")
    draft = await made.work(assignment(goal="Fix the bug"))
    assert "+    return round" in draft.body and "half done" not in draft.body


async def test_git_that_does_not_end_is_told_as_that(shop: Path, bwrap: str) -> None:
    with pytest.raises(CannotDo, match="git log: It took more than 0 seconds"):
        await run_git(Clone(shop / ".git"), "log", limits=Limits(seconds=0))


async def test_a_command_ends_with_the_work_that_waits_for_it(shop: Path, tmp_path: Path) -> None:
    running = asyncio.create_task(command(shop, f"touch {tmp_path}/begun; sleep 2; touch {tmp_path}/late", {}))
    while not (tmp_path / "begun").exists():
        await asyncio.sleep(0.02)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await asyncio.sleep(2.2)
    assert not (tmp_path / "late").exists()


async def test_line_ends_stay_as_they_are(coder: Any, shop: Path) -> None:
    (shop / "shop.py").write_bytes(BUG.replace("\n", "\r\n").encode())
    git(shop, "commit", "-qam", "CRLF")
    made, _ = coder(says(edit_file=FIX), hands_in())
    draft = await made.work(assignment(goal="Fix the bug"))
    patch = next(f.data for f in draft.files if f.name == "fix.patch")
    assert sum(line.startswith(b"+ ") for line in patch.splitlines()) == 1
