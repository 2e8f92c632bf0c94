"""A change to a repository from the command to its branch, over the real wire: what is approved is what is delivered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from agents.roster.repository_spec import RepositorySpec
from storage.tables import blob, decision
from tests.agents.scripted import Scripted, hands_in, says
from tests.bot.speaking import new_answers, reply, verdicts
from tests.tools.shop import BUG, FIX, TEST, commit, edits, git, writes
from tests.world import World, buttons, words, world

pytestmark = pytest.mark.usefixtures("bwrap")
GOAL = "/assign coder: Fix the bug that cuts cents off totals"


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    """Where the owner of the repository `shop` beside it pushes to."""
    shop, made = tmp_path / "shop", tmp_path / "hub.git"
    shop.mkdir()
    git(shop, "init", "-q", "-b", "main")
    commit(shop, "test_shop.py", TEST)
    commit(shop, "shop.py", BUG)
    git(tmp_path, "clone", "-q", "--bare", str(shop), str(made))
    git(shop, "remote", "add", "origin", str(made))
    return made


@asynccontextmanager
async def agents(
    home: Path, *script: Any, deliver: str = 'git push -q origin "$BRANCH"', **file: Any
) -> AsyncIterator[World]:
    """A running bot with the repository, whose agents say what is written."""
    model = Scripted(script=[*script, hands_in(body="Cents were cut off.")])
    shop = RepositorySpec(path=home / "shop", test="python -m pytest -q -p no:cacheprovider", deliver=deliver)
    settings = {"suggest": False, "repositories": {"shop": shop}, **file}
    async with world(home / "bot", load=lambda name, heat: model, **settings) as sluice:
        yield sluice


def branches(repository: Path) -> list[str]:
    return git(repository, "for-each-ref", "--format=%(refname:short)").split()


async def test_an_approved_change_is_on_its_branch(tmp_path: Path, hub: Path) -> None:
    async with agents(tmp_path, says(edit_file=FIX)) as sluice:
        await sluice.said(GOAL)
        card = (await sluice.cards())[0]
        assert "confirm" not in next(b for b in buttons(card["message"]) if b["text"]["text"] == "Approve")
        effect = "pushes the branch sluice/t-1-v1 to shop"
        assert f"Approve adds it to the card's thread and {effect}" in words(card["message"])
        await sluice.click(card, "Open")
        assert effect in words(await sluice.modal())
        await sluice.click(card, "Approve")
        await sluice.message_with("T-1 is on the branch sluice/t-1-v1.")
    assert "round(sum(prices), 2)" in git(hub, "show", "sluice/t-1-v1:shop.py")
    assert branches(tmp_path / "shop") == ["main"]


async def test_a_change_whose_tests_fail_says_so_and_is_asked_about(tmp_path: Path, hub: Path) -> None:
    async with agents(tmp_path, says(edit_file={**FIX, "new": "0"})) as sluice:
        await sluice.said(f"{GOAL}; must: all tests pass")
        card = (await sluice.cards())[0]
        assert "The repository's tests: failed with code 1." in words(card["message"])
        assert "One tap" not in words(card["message"])
        asked = next(b for b in buttons(card["message"]) if b["text"]["text"] == "Approve")["confirm"]
        assert asked["title"]["text"] == "Approve though its tests failed?"
        assert "Sluice ran the tests of shop on it: failed with code 1." in words(asked)


async def test_a_change_that_settings_bring_nowhere_is_not_said_to_be_pushed(tmp_path: Path, hub: Path) -> None:
    async with agents(tmp_path, says(edit_file=FIX), deliver="") as sluice:
        await sluice.said(GOAL)
        card = (await sluice.cards())[0]
        assert "adds it to the card's thread" in words(card["message"]) and "pushes" not in words(card["message"])


async def test_of_several_changes_each_would_be_a_branch_of_its_own(tmp_path: Path, hub: Path) -> None:
    def edits_first(messages: Any) -> Any:
        edited = any(message.type == "tool" for message in messages)
        return hands_in(body="Cents were cut off.") if edited else says(edit_file=FIX)

    async with agents(tmp_path, *[edits_first] * 20) as sluice:
        await sluice.said(f"{GOAL}; 2 versions")
        shown = words(await sluice.message_with("Take adds it", within=60))
        assert "Take adds it to the card's thread and pushes its branch to shop" in shown


async def test_a_change_to_what_runs_by_itself_is_named_and_asked_about(tmp_path: Path, hub: Path) -> None:
    script = says(edit_file=FIX), writes(".github/workflows/ci.yml", "on: push\n"), writes("Makefile", "all:\n")
    async with agents(tmp_path, *script) as sluice:
        await sluice.said(GOAL)
        card = (await sluice.cards())[0]
        shown = words(card["message"])
        assert "Touches what runs by itself: .github/workflows/ci.yml and 1 more." in shown
        approve = next(b for b in buttons(card["message"]) if b["text"]["text"] == "Approve")
        assert approve["confirm"]["title"]["text"] == "Approve what runs by itself?"
        asked = approve["confirm"]["text"]["text"]
        assert "It changes .github/workflows/ci.yml, Makefile of shop." in asked
        before = len(sluice.messages(sluice.dm()))
        await reply(sluice, card["message"], "approve")  # words ask, too
        assert "Approve what runs by itself?" in words((await new_answers(sluice, before))[0])
        assert await verdicts(sluice) == []


async def test_a_hook_that_a_change_brings_never_runs_with_the_bots_secrets(
    tmp_path: Path, hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    shop, owned = tmp_path / "shop", tmp_path / "owned"
    (shop / ".husky").mkdir()
    (shop / ".husky/pre-push").touch(0o755)
    commit(shop, ".husky/pre-push", "#!/bin/sh\ntrue\n")
    git(shop, "config", "core.hooksPath", ".husky")
    script = edits(".husky/pre-push", "true", f"env > {owned}"), says(edit_file=FIX)
    command = f'env > {tmp_path}/seen; git push -q origin "$BRANCH"'
    async with agents(tmp_path, *script, deliver=command) as sluice:
        await sluice.said(GOAL)
        await sluice.click((await sluice.cards())[0], "Approve")
        await sluice.message_with("T-1 is on the branch sluice/t-1-v1.")
    assert not owned.exists()
    assert "PATH=" in (tmp_path / "seen").read_text() and "canary" not in (tmp_path / "seen").read_text()


async def test_a_file_beside_a_chart_changes_no_repository(tmp_path: Path, hub: Path) -> None:
    body = BUG.splitlines()[1]
    patch = (
        f"--- a/shop.py\\n+++ b/shop.py\\n@@ -1,2 +1,2 @@\\n-def total(prices):\\n+def total(prices, x=1):\\n {body}\\n"
    )
    code = f"open('out/fix.patch', 'w').write('{patch}'); open('out/chart.csv', 'w').write('a')"
    async with agents(tmp_path, says(run_python={"code": code}), deliver=f"touch {tmp_path}/ran") as sluice:
        await sluice.said("/assign analyst: Chart of the sales of shop")
        await sluice.click((await sluice.cards())[0], "Approve")
        await sluice.message_with("It was added to the card's thread")
        await asyncio.sleep(1)
    assert not (tmp_path / "ran").exists() and branches(hub) == ["main"]


async def test_a_patch_that_changes_after_its_approval_is_not_delivered(tmp_path: Path, hub: Path) -> None:
    async with agents(tmp_path, says(edit_file=FIX), undo_seconds=3) as sluice:
        await sluice.said(GOAL)
        await sluice.click((await sluice.cards())[0], "Approve")

        def swap(tx: Any) -> int:
            digest = tx.conn.execute(sa.select(decision.c.change).where(decision.c.team == "T01TEST")).scalar_one()
            mine = blob.c.team == "T01TEST", blob.c.sha256 == digest
            patch = tx.conn.execute(sa.select(blob.c.data).where(*mine)).scalar_one()
            return int(
                tx.conn.execute(sa.update(blob).where(*mine).values(data=patch.replace(b"round", b"evil_"))).rowcount
            )

        assert await sluice.bot.ledger.do(swap) == 1
        told = words(await sluice.message_with("T-1 could not be brought to its repository"))
    assert "Its patch is not the one that was approved" in told
    assert branches(hub) == ["main"]
