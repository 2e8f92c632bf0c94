"""`sluice backup` and `sluice restore` as an administrator runs them, from either database into either."""

import asyncio
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.cli import cli
from bot.operations.doctor import database
from bot.setup.settings import load
from storage import backup as copies
from storage import engine, upgrading
from storage.ledger import people
from storage.ledger.privacy import forgetting
from storage.ledger.queries import portfolio, totals
from storage.tables import post
from tests.conftest import new_ledger
from tests.ledger.hands import ALICE, TEAM, assign, meet, work


def said(*args: str, **env: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, list(args), env=env)
    return done.exit_code, " ".join((done.stdout + (done.stderr or "")).split())


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
async def test_a_ledger_moves_whole(tmp_path: Path, into: str, request: pytest.FixtureRequest) -> None:
    old, new, copy = tmp_path / "old", tmp_path / "new", tmp_path / "ledger.jsonl"
    for home in (old, new):
        home.mkdir()
    ledger = new_ledger(engine.sqlite_url(old))
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    for _ in range(3):
        await work(ledger, await assign(ledger))
    was = await ledger.see(totals.tally, TEAM)
    ledger.close()
    url = request.getfixturevalue("postgres").database() if into == "postgresql" else ""
    code, words = await asyncio.to_thread(said, "backup", str(copy), SLUICE_HOME=str(old))
    assert code == 0 and "rows in" in words
    code, words = await asyncio.to_thread(said, "restore", str(copy), SLUICE_HOME=str(new), SLUICE_DATABASE_URL=url)
    assert code == 0 and "rows restored" in words
    code, words = await asyncio.to_thread(said, "restore", str(copy), SLUICE_HOME=str(new), SLUICE_DATABASE_URL=url)
    assert code != 0 and "There is a ledger here already" in words
    moved = new_ledger(url or engine.sqlite_url(new))
    sent = await moved.see(lambda read: read.conn.execute(sa.select(post.c.state)).scalars().all())
    assert sent and set(sent) == {"sending"}  # Slack may have it by now: it is looked for before it is sent
    assert await moved.see(totals.tally, TEAM) == was
    assert len((await moved.see(portfolio.portfolio, TEAM, ALICE.user)).waiting) == 3
    moved.close()


def test_what_can_not_be_copied_or_restored_says_why(tmp_path: Path) -> None:
    assert "There is no ledger" in said("backup", str(tmp_path / "x"), SLUICE_HOME=str(tmp_path))[1]
    assert said("restore", str(tmp_path / "missing"), SLUICE_HOME=str(tmp_path))[0] != 0


async def test_a_log_without_its_ledger_is_left_as_it_is(tmp_path: Path) -> None:
    """After a crash the newest is in the log: who moves the ledger alone away would lose it."""
    old, copy = tmp_path / "old", tmp_path / "ledger.jsonl"
    old.mkdir()
    ledger = new_ledger(engine.sqlite_url(old))
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    code, _ = await asyncio.to_thread(said, "backup", str(copy), SLUICE_HOME=str(old))
    assert code == 0
    await assign(ledger)
    home = tmp_path / "home"
    home.mkdir()
    log = shutil.copy(old / "ledger.db-wal", home)
    ledger.close()
    kept = Path(log).read_bytes()
    assert kept
    code, words = await asyncio.to_thread(said, "restore", str(copy), SLUICE_HOME=str(home))
    run = [sys.executable, "-m", "bot", "run", "--role", "worker"]
    env = {**os.environ, "SLUICE_HOME": str(home)}
    ran = await asyncio.to_thread(subprocess.run, run, env=env, capture_output=True, text=True)
    for status, told in ((code, words), (ran.returncode, ran.stderr)):
        assert status == 1 and "ledger.db-wal is there without ledger.db" in told, told
    code, words = await asyncio.to_thread(said, "doctor", "--offline", SLUICE_HOME=str(home))
    assert code == 1 and "NOT database: " in words and "ledger.db-wal is there without" in words
    assert Path(log).read_bytes() == kept and not (home / "ledger.db").exists()


async def test_a_database_that_takes_no_more_ends_a_command_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "ledger.jsonl"
    ledger = new_ledger(engine.sqlite_url(tmp_path))
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    await ledger.do(meet, TEAM, ALICE.user)
    ledger.close()
    code, _ = await asyncio.to_thread(said, "backup", str(copy), SLUICE_HOME=str(tmp_path))
    assert code == 0

    def full(*_: object) -> None:
        raise sa.exc.OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(copies, "restore", full)
    monkeypatch.setattr(forgetting, "begin", full)
    for command, home in ((["restore", str(copy)], tmp_path / "new"), (["forget", ALICE.user, "--yes"], tmp_path)):
        code, words = await asyncio.to_thread(said, *command, SLUICE_HOME=str(home))
        assert (code, words) == (
            1,
            "The database: database or disk is full. The command did not finish. Solve the problem with the database, "
            "then run it again.",
        )


def test_an_empty_ledger_is_not_said_to_be_well(tmp_path: Path) -> None:
    """As a copy that failed in the middle leaves it: a timer must not stay green on it."""
    new_ledger(engine.sqlite_url(tmp_path)).close()
    code, words = said("backup", str(tmp_path / "copy"), SLUICE_HOME=str(tmp_path))
    assert code == 1 and words.endswith("the ledger is empty. Nothing was copied.")
    assert not (tmp_path / "copy").exists()
    assert said("audit", "verify", SLUICE_HOME=str(tmp_path)) == (
        1,
        "The ledger is empty: there is no history to check.",
    )


async def test_a_copy_that_was_changed_is_not_restored(tmp_path: Path) -> None:
    ledger = new_ledger(engine.sqlite_url(tmp_path))
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    await assign(ledger, title="Forty euros")
    ledger.close()
    copy = tmp_path / "copy.jsonl"
    code, _ = await asyncio.to_thread(said, "backup", str(copy), SLUICE_HOME=str(tmp_path))
    assert code == 0
    copy.write_text(copy.read_text(encoding="utf-8").replace("Forty euros", "Forty dolls"), encoding="utf-8")
    code, words = await asyncio.to_thread(said, "restore", str(copy), SLUICE_HOME=str(tmp_path / "new"))
    assert code == 1 and "It is not as it was written: something in it was changed or damaged." in words


@pytest.mark.parametrize(
    "damage",
    [
        lambda copy: re.sub(r'(_at": \d)\d', r"\1e9", copy, count=1),  # a time that no clock has
        lambda copy: re.sub(r'"row": \{[^}]*\}', '"row": []', copy, count=1),
        lambda copy: copy + copy,
        lambda copy: f"{copy}{copy.splitlines()[-1]}\n",
    ],
)
async def test_a_damaged_copy_is_refused_in_a_sentence_and_the_good_one_is_taken_then(
    tmp_path: Path, damage: Callable[[str], str]
) -> None:
    ledger = new_ledger(engine.sqlite_url(tmp_path))
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    ledger.close()
    copy, bad, new = tmp_path / "copy.jsonl", tmp_path / "bad.jsonl", str(tmp_path / "new")
    code, _ = await asyncio.to_thread(said, "backup", str(copy), SLUICE_HOME=str(tmp_path))
    assert code == 0
    bad.write_text(damage(copy.read_text(encoding="utf-8")), encoding="utf-8")
    assert bad.read_bytes() != copy.read_bytes()
    code, words = await asyncio.to_thread(said, "restore", str(bad), SLUICE_HOME=new)
    assert code == 1 and words.startswith(f"{bad}: "), words
    copy.write_text(copy.read_text(encoding="utf-8") + "\n", encoding="utf-8")  # a blank line is no damage
    code, words = await asyncio.to_thread(said, "restore", str(copy), SLUICE_HOME=new)
    assert code == 0 and "restored" in words


def test_what_is_no_copy_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "ls").write_bytes(b"\x7fELF\x88\x99")
    code, words = said("restore", str(tmp_path / "ls"), SLUICE_HOME=str(tmp_path / "new"))
    assert code == 1 and words.endswith("ls: This is no copy of a Sluice ledger.")
    code, words = said("restore", str(tmp_path / "none"), SLUICE_HOME=str(tmp_path / "new"))
    assert code == 1 and words.endswith("none: No such file or directory")


def test_the_doctor_sees_a_ledger_that_is_not_ours_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_ledger(engine.sqlite_url(tmp_path)).close()
    monkeypatch.setattr(database.os, "access", lambda path, _: not str(path).endswith("ledger.db"))
    monkeypatch.setenv("SLUICE_HOME", str(tmp_path))
    found = database.examine_database(load())
    assert (found.ok, found.say) == (False, f"ledger.db in {tmp_path} can't be written by this user")


def test_a_copy_of_another_version_makes_no_ledger(tmp_path: Path) -> None:
    copy = tmp_path / "old.jsonl"
    copy.write_text('{"sluice": 1, "revision": "0001", "made_at": "2026-11-01T00:00:00+00:00"}\n{"end": 0}\n')
    code, words = said("restore", str(copy), SLUICE_HOME=str(tmp_path / "new"))
    assert code != 0 and "made by another version (form 0001" in words
    assert not (tmp_path / "new" / "ledger.db").exists()  # the other version would not open it


@pytest.mark.parametrize("package", ["psycopg", "procrastinate"])
@pytest.mark.parametrize(
    "command",
    ["backup copy", "restore copy", "audit verify", "doctor --offline", "run --role worker", "export person @bob",
     "forget @bob", "export figures --person U02BOB"],
)  # fmt: skip
def test_postgresql_without_its_packages_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, command: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)  # type: ignore[arg-type]  # as where it is not installed
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copy").write_text(json.dumps({"sluice": 1, "revision": upgrading.newest_form()}))
    where = {"SLUICE_HOME": str(tmp_path), "SLUICE_DATABASE_URL": "postgresql://sluice@127.0.0.1:9/sluice"}
    code, words = said(*command.split(), SLUICE_MODEL="offline", **where)
    needs = f"PostgreSQL needs {package}, which is not installed: pip install '.[postgres]'"
    unanswered = "SLUICE_DATABASE_URL: connection failed"  # asked before its second package is
    assert code == 1 and (needs in words or (package == "procrastinate" and unanswered in words))


@pytest.mark.parametrize("command", ["backup copy", "restore copy", "audit verify", "export person @bob"])
def test_a_database_that_does_not_answer_is_told_in_one_line(tmp_path: Path, command: str) -> None:
    (tmp_path / "copy").write_text(json.dumps({"sluice": 1, "revision": upgrading.newest_form()}))
    where = {"SLUICE_HOME": str(tmp_path), "SLUICE_DATABASE_URL": "postgresql://sluice@127.0.0.1:9/sluice"}
    code, words = said(*[str(tmp_path / "copy") if w == "copy" else w for w in command.split()], **where)
    assert code == 1 and words.startswith("SLUICE_DATABASE_URL: connection failed") and "Traceback" not in words


def test_the_doctor_leaves_no_ledger_behind_that_is_none(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy.jsonl"
    said("doctor", "--offline", SLUICE_HOME=str(home))
    code, words = said("backup", str(copy), SLUICE_HOME=str(home))
    assert code != 0
    assert "There is no ledger in" in words
    (home / "ledger.db").touch()  # as an older doctor left it
    code, words = said("backup", str(copy), SLUICE_HOME=str(home))
    assert code != 0
    assert "There is no ledger in" in words
    assert not copy.exists()
