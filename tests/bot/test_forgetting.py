"""What is kept of a person is given out and forgotten by command, beside the bot that runs."""

import asyncio
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.operations import forgetting as commands
from bot.operations import upkeep
from storage import engine
from storage.ledger import people
from storage.ledger.core.ledger import Ledger
from storage.ledger.privacy.forgetting import Known
from storage.tables import decision, metadata, person, task
from tests.bot.test_moving import said
from tests.conftest import new_ledger
from tests.world import ALICE, BOB, CARA, World, wait_for, words, world

NOTES = "Bob: We decided to ship the zebra on 3 March.\nAlice: Who tells the partners?\n"
OTHERS = "Cara: The walrus ships on 4 March.\nBob: Who tells the customers?\n"


@pytest.fixture
def where(database: str, tmp_path: Path) -> dict[str, str]:
    """The environment of a command on the database."""
    return {"SLUICE_HOME": str(tmp_path), "SLUICE_DATABASE_URL": "" if engine.is_sqlite(database) else database}


async def run(where: dict[str, str], *args: str) -> tuple[int, str]:
    return await asyncio.to_thread(said, *args, **where)


async def everything(ledger: Ledger) -> str:
    """All that the ledger keeps, as text."""

    def read(tx: Any) -> str:
        return "\n".join(
            f"{table.name} {tuple(row)!r}"
            for table in metadata.sorted_tables
            for row in tx.conn.execute(sa.select(table))
        )

    return await ledger.see(read)


async def decided(sluice: World) -> None:
    """Wait until every decision has had its effect."""
    query = sa.select(sa.func.count()).where(
        decision.c.team == "T01TEST", decision.c.effected_at.is_(None), decision.c.undone_at.is_(None)
    )

    async def done() -> bool:
        return await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).scalar_one()) == 0

    await wait_for(done, "effects")


async def revise(sluice: World, card: Any, text: str, user: str) -> None:
    await sluice.click(card, "Revise", user)
    answer = await sluice.submit(await sluice.modal(user, "revise_view"), user, note=text)
    assert answer["status"] == 200


async def live(sluice: World) -> None:
    """A bit of work of three people: Alice assigns, decides for others, says things, and has things waiting."""
    await sluice.said(f"/assign writer: Tell of the zebra; to #general\n{NOTES}", ALICE)
    await sluice.click((await sluice.cards(ALICE))[0], "Approve", ALICE)
    await sluice.message_with("Approved by", "C01GEN")
    await sluice.said(f"/assign writer: Tell <@{ALICE}> of the walrus; reviewer <@{ALICE}>\n{OTHERS}", BOB)
    await sluice.said("/collect now", ALICE)
    await revise(sluice, (await sluice.cards(ALICE))[-1], "Say quokka in it", ALICE)
    await decided(sluice)
    await sluice.said("/collect now", ALICE)
    await sluice.said(f"/assign writer: Tell of the zebra again\n{NOTES}", ALICE)
    await sluice.said(f"/assign writer: Tell of the pelican\n{OTHERS}", CARA)
    await sluice.said("/collect at 9:00 13:00 daily", ALICE)


async def known(sluice: World) -> bool:
    query = sa.select(person.c.name).where(person.c.team == "T01TEST", person.c.user == ALICE)
    return bool(await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).scalar()))


async def test_a_person_is_forgotten_beside_the_running_bot(
    database: str, where: dict[str, str], tmp_path: Path
) -> None:
    async with world(tmp_path, database=where["SLUICE_DATABASE_URL"]) as sluice:
        await live(sluice)
        await wait_for(lambda: known(sluice), "her profile")
        ledger = sluice.bot.ledger
        await upkeep.seal(ledger, whole=True, pause=0.0)
        before = await everything(ledger)
        assert {"zebra", "quokka", "walrus", "pelican", ALICE} <= set(re.findall(r"\w+", before))
        code, told = await run(where, "forget", "@Alice", "--yes")
        assert code == 0, told
        assert "Copies made before 20" in told and "What was posted in Slack stays there" in told
        after = await everything(ledger)
        assert not set(re.findall(r"\w+", after)) & {"zebra", "quokka", ALICE, ALICE.lower(), "Alice"}, left(after)
        assert {"walrus", "pelican", BOB, CARA} <= set(re.findall(r"\w+", after))
        assert len(set(re.findall(r"forgotten-\w+", after))) == 1
        assert "took effect" not in after
        code, told = await run(where, "audit", "verify")
        assert code == 0, told
        heirs = sa.select(task.c.reviewer).where(task.c.team == "T01TEST", task.c.assigner == BOB)
        assert await ledger.see(lambda tx: tx.conn.execute(heirs).scalars().all()) == [BOB]
        await sluice.message_with("Someone was deleted from Sluice. You decide in their place: T-2", sluice.dm(BOB))
        await sluice.said("/collect now", BOB)
        assert "walrus" in words((await sluice.cards(BOB))[-1]["message"])
        assert "T-5" in await sluice.said(f"/assign writer: Something new\n{NOTES}", ALICE)  # she may come back
    if engine.is_sqlite(database):
        assert b"quokka" not in (tmp_path / "ledger.db").read_bytes()


def left(after: str) -> list[str]:
    """The rows that should not be there, for the words of a failure."""
    return [line for line in after.splitlines() if re.search(rf"zebra|quokka|{ALICE}|Alice", line, re.I)]


async def test_what_is_kept_of_a_person_is_given_out(database: str, where: dict[str, str], tmp_path: Path) -> None:
    folder, archive = tmp_path / "alice", tmp_path / "alice.zip"
    async with world(tmp_path, database=where["SLUICE_DATABASE_URL"], veterans=(BOB, CARA)) as sluice:
        await live(sluice)
        await wait_for(lambda: known(sluice), "her profile")
        code, told = await run(where, "export", "@alice", "--to", str(folder))
        assert code == 0, told
        assert f"of {ALICE} (" in told and "It is private" in told
        assert (await run(where, "export", ALICE, "--to", str(archive)))[0] == 0
        code, told = await run(where, "export", ALICE, "--to", str(archive))
        assert code == 1 and "is there already" in told
    kept = json.loads((folder / "kept.json").read_text())
    whole = json.dumps(kept, ensure_ascii=False)
    assert (kept["person"], kept["workspace"]) == (ALICE, "T01TEST")
    assert {"zebra", "quokka", "walrus"} <= set(re.findall(r"\w+", whole))
    assert "pelican" not in whole
    tables = {"task", "draft", "item", "decision", "schedule", "person", "change", "post", "attempt"}
    assert tables <= set(kept["kept"])
    assert not [row for rows in kept["kept"].values() for row in rows if "key" in row and row["key"]]
    files = sorted(path.name for path in (folder / "files").iterdir())
    assert files and all(re.match(r"\d+ T-\d+ v\d+ ", name) for name in files)
    with zipfile.ZipFile(archive) as packed:
        assert sorted(name.removeprefix("files/") for name in packed.namelist()) == sorted([*files, "kept.json"])


async def test_who_can_not_be_found_and_who_is_not_the_only_one(tmp_path: Path) -> None:
    where = {"SLUICE_HOME": str(tmp_path), "SLUICE_DATABASE_URL": ""}
    async with world(tmp_path) as sluice:
        for user in (ALICE, BOB):
            await sluice.said("/sluice", user)
        await wait_for(lambda: known(sluice), "her profile")

        def rename(tx: Any) -> None:
            tx.conn.execute(sa.update(person).where(person.c.team == "T01TEST").values(name="Sam"))

        await asyncio.sleep(0.5)  # the profiles have been read
        await sluice.bot.ledger.do(rename)
        code, told = await run(where, "forget", "@nobody", "--yes")
        assert code == 1 and "Sluice knows nobody called “nobody”" in told
        code, told = await run(where, "forget", "@sam", "--yes")
        assert code == 1 and "is not only one person" in told and ALICE in told and BOB in told
        code, told = await run(where, "forget", ALICE)  # nobody answers the question
        assert code == 1 and "This deletes what Sluice keeps of" in told
        assert ALICE in await everything(sluice.bot.ledger)


async def test_of_one_id_in_two_workspaces_one_is_named(tmp_path: Path) -> None:
    where = {"SLUICE_HOME": str(tmp_path), "SLUICE_DATABASE_URL": ""}
    ledger = new_ledger(engine.sqlite_url(tmp_path))
    for team in ("T01TEST", "T02OTHER"):
        await ledger.do(people.ensure_workspace, team, team)
        await ledger.do(people.ensure, team, ALICE)
    ledger.close()
    code, told = await run(where, "forget", ALICE, "--yes")
    assert code == 1 and f"T01TEST/{ALICE}" in told and f"T02OTHER/{ALICE}" in told
    assert (await run(where, "forget", f"T02OTHER/{ALICE}", "--yes"))[0] == 0
    ledger = new_ledger(engine.sqlite_url(tmp_path))
    left = await ledger.see(lambda read: read.conn.execute(sa.select(person.c.team)).scalars().all())
    ledger.close()
    assert left == ["T01TEST"]


async def test_beside_a_running_bot_the_log_of_the_file_holds_nothing_of_it_either(tmp_path: Path) -> None:
    where = {"SLUICE_HOME": str(tmp_path), "SLUICE_DATABASE_URL": ""}
    async with world(tmp_path) as sluice:
        await sluice.said(f"/assign writer: Zebrawords\n{NOTES}")
        await sluice.cards()
        await wait_for(lambda: known(sluice), "her profile")
        code, told = await run(where, "forget", ALICE, "--yes")
        assert code == 0 and "still holds deleted bytes" not in told
        held = b"".join(file.read_bytes() for file in tmp_path.glob("ledger.db*"))
        assert b"Zebrawords" not in held


async def test_what_was_cut_off_goes_on_with_the_same_stand_in(
    database: str, where: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path, database=where["SLUICE_DATABASE_URL"]) as sluice:
        await live(sluice)
        ledger = sluice.bot.ledger
        await upkeep.seal(ledger, whole=True, pause=0.0)

        class Killed(BaseException):
            pass

        def killed(*_: Any) -> None:
            raise Killed

        with monkeypatch.context() as cut:
            cut.setattr(commands.forgetting, "erase_requests", killed)
            with pytest.raises(Killed):
                await commands._forget(ledger, Known(team="T01TEST", user=ALICE, name="Alice"), 1.0)
        assert (await run(where, "audit", "verify"))[0] == 0
        await commands._forget(ledger, Known(team="T01TEST", user=ALICE, name="Alice"), 0.0)
        after = await everything(ledger)
        assert not set(re.findall(r"\w+", after)) & {"zebra", "quokka", ALICE, ALICE.lower()}, left(after)
        assert len(set(re.findall(r"forgotten-\w+", after))) == 1
        assert (await run(where, "audit", "verify"))[0] == 0


async def test_what_agents_keep_of_an_erased_task_goes_too(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said(f"/assign writer: First\n{NOTES}", BOB)
        await sluice.said(f"/assign writer: Second\n{NOTES}", ALICE)
        await sluice.cards(ALICE)
        await commands._forget(sluice.bot.ledger, Known(team="T01TEST", user=ALICE, name="Alice"), 1.0)
        ids = sa.select(task.c.id, task.c.title).where(task.c.team == "T01TEST").order_by(task.c.id)
        rows = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(ids).all())
        assert [title for _, title in rows] == ["First", ""]  # the number of the newest is not given again
        newer = await sluice.said(f"/assign writer: Third\n{NOTES}", BOB)
        assert "T-3" in newer
        rows = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(ids).all())
        assert len({row.id for row in rows}) == 3
