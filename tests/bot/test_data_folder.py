"""What people wrote is the bot's user's alone: on the disk, and not in a log."""

import signal
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from localslack.server import LocalSlack
from storage.ledger.core.ledger import Ledger, Tx
from storage.tables import task
from tests.bot.test_doctor_command import of, slack, told
from tests.bot.test_ending import line_with, running

__all__ = ["slack"]  # a fixture


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("before", ["new", "open to all"])
async def test_a_start_shuts_others_out(slack: LocalSlack, tmp_path: Path, before: str) -> None:
    home = tmp_path / "data"
    if before == "open to all":
        home.mkdir()
        home.chmod(0o755)
        (home / "ledger.db").touch(0o644)
    async with running(tmp_path, slack.url, SLUICE_HOME=str(home)) as process:
        await line_with(process, "Sluice is ready")
        assert mode(home) == 0o700
        assert {path.name: mode(path) for path in home.iterdir() if mode(path) & 0o077} == {}
        assert (home / "ledger.db-wal").exists()
        process.send_signal(signal.SIGTERM)
        await process.communicate()


async def test_the_doctor_says_who_may_look(slack: LocalSlack, tmp_path: Path) -> None:
    home = tmp_path / "data"
    home.mkdir()
    home.chmod(0o750)
    _, lines = await told(tmp_path, slack.url, "--offline", SLUICE_HOME=str(home))
    assert of(lines, "folder") == [f"NOT  folder: Others on this machine may open {home}. Run: chmod -R go= {home}"]
    home.chmod(0o700)
    _, lines = await told(tmp_path, slack.url, "--offline", SLUICE_HOME=str(home))
    assert of(lines, "folder")[0].startswith("ok ")


async def test_a_write_that_fails_tells_nothing_of_what_was_written(ledger: Ledger) -> None:
    def spoil(tx: Tx) -> None:
        tx.conn.execute(sa.insert(task), {"team": None, "goal": "Let Bob go in March"})

    with pytest.raises(sa.exc.DBAPIError) as failed:
        await ledger.do(spoil)
    assert "Bob" not in str(failed.value)
