"""What an administrator does with copies, folders and settings: nothing of another ledger, no half copy, plain words."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from agents.models.load import load
from agents.models.refusals import NoSuchModel
from bot.cli import cli
from bot.operations.console import plainly
from bot.setup.settings import BadSettings, read_file
from storage import backup, engine, upgrading
from storage.engine import Unreachable
from storage.ledger import people
from tests.bot.test_moving import said
from tests.conftest import new_ledger
from tests.ledger.hands import TEAM, assign
from tests.world import world

ROOT = Path(__file__).parents[2]


async def ledger_in(home: Path) -> None:
    home.mkdir(exist_ok=True)
    ledger = new_ledger(engine.sqlite_url(home))
    await ledger.do(people.ensure_workspace, TEAM, "Test")
    await assign(ledger)
    ledger.close()


async def run(*args: str, **env: str) -> tuple[int, str]:
    return await asyncio.to_thread(said, *args, **env)


async def test_a_restore_leaves_nothing_of_what_agents_were_in_the_middle_of(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy.jsonl"
    await ledger_in(home)
    assert (await run("backup", str(copy), SLUICE_HOME=str(home)))[0] == 0
    for file in home.glob("ledger.db*"):
        file.unlink()
    (home / "checkpoints.db").write_text("the steps of another task")
    for folder in ("work", "deliver"):
        (home / folder / "T01TEST-task-1-0").mkdir(parents=True)
    assert (await run("restore", str(copy), SLUICE_HOME=str(home)))[0] == 0
    assert [name for name in ("checkpoints.db", "work", "deliver") if (home / name).exists()] == []


async def test_a_copy_takes_no_others_place(tmp_path: Path) -> None:
    home = tmp_path / "home"
    await ledger_in(home)
    there = (home / "ledger.db").read_bytes()
    code, words = await run("backup", str(home / "ledger.db"), SLUICE_HOME=str(home))
    assert code == 1 and "is there already" in words and (home / "ledger.db").read_bytes() == there


async def test_a_copy_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> Any:
        yield "the first line"
        raise OSError(28, "No space left on device")

    await ledger_in(tmp_path / "home")
    monkeypatch.setattr(backup, "dump", full)
    code, words = await run("backup", str(tmp_path / "copy.jsonl"), SLUICE_HOME=str(tmp_path / "home"))
    assert code == 1 and "No space left" in words
    assert list(tmp_path.glob("copy*")) == []


async def test_a_ledger_of_a_newer_version_is_not_copied_in_part(tmp_path: Path) -> None:
    home = tmp_path / "home"
    await ledger_in(home)
    writer = engine.writer(engine.sqlite_url(home))
    with writer.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    writer.dispose()
    code, words = await run("backup", str(tmp_path / "copy.jsonl"), SLUICE_HOME=str(home))
    assert code == 1 and "a newer Sluice made it" in words and not (tmp_path / "copy.jsonl").exists()


@pytest.mark.parametrize("command", [["export", "@bob", "--to", "x.zip"], ["forget", "--yes", "@bob"]])
async def test_a_command_beside_the_bot_changes_no_tables(tmp_path: Path, command: list[str]) -> None:
    home = tmp_path / "home"
    await ledger_in(home)
    writer = engine.writer(engine.sqlite_url(home))
    with writer.begin() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0013'")
    code, words = await run(*command, SLUICE_HOME=str(home))
    assert code == 1 and "of an older version" in words
    with writer.begin() as conn:
        assert upgrading.stored_form(conn) == "0013"
    writer.dispose()


async def in_form(home: Path, form: str) -> None:
    """Have a ledger in a form of the tables, as another version made it."""
    await ledger_in(home)
    writer = engine.writer(engine.sqlite_url(home))
    with writer.begin() as conn:
        conn.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{form}'")
    writer.dispose()


async def test_the_doctor_does_not_say_of_an_older_ledger_that_it_is_empty(tmp_path: Path) -> None:
    await in_form(tmp_path, "0013")
    _, words = await run("doctor", "--offline", SLUICE_HOME=str(tmp_path))
    assert "tables: not measured: the next start brings the ledger to this version" in words


async def test_an_audit_names_no_setting_that_nobody_made(tmp_path: Path) -> None:
    await in_form(tmp_path, "0999")
    code, words = await run("audit", "verify", SLUICE_HOME=str(tmp_path))
    assert code == 1 and "a newer Sluice made it" in words and "SLUICE_DATABASE_URL" not in words


@pytest.mark.parametrize(
    "command",
    [["audit", "verify"], ["export", "@bob", "--to", "x.zip"], ["forget", "--yes", "@bob"], ["backup", "copy.jsonl"]],
    ids=" ".join,
)
async def test_what_is_wrong_with_a_file_is_said_with_its_folder(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "ledger.db").write_bytes(b"no database at all " * 100)
    code, words = await run(*command, SLUICE_HOME=str(tmp_path))
    assert code == 1 and "SLUICE_HOME: " in words and "SLUICE_DATABASE_URL" not in words
    assert "file is not a database" in " ".join(words.split())


@pytest.mark.parametrize("command", [["export", "@bob", "--to", "x.zip"], ["forget", "--yes", "@bob"]])
async def test_a_folder_without_a_ledger_is_said_to_have_none(tmp_path: Path, command: list[str]) -> None:
    code, words = await run(*command, SLUICE_HOME=str(tmp_path))
    assert code == 1 and "There is no ledger in" in words and not (tmp_path / "ledger.db").exists()


@pytest.mark.parametrize("name", ["Poet", "po et", "a:b", "@bob", "", "p"])
def test_an_agent_that_nobody_could_call_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "sluice.toml"
    file.write_text(f'[agents."{name}"]\ndescription = "Writes verse"\n')
    with pytest.raises(BadSettings, match="name of an agent"):
        read_file(file)


@pytest.mark.parametrize("host", ["https://example.com", "Example.com", "example.com/", "*.example.com"])
def test_a_host_of_links_that_would_match_nothing_is_refused(tmp_path: Path, host: str) -> None:
    file = tmp_path / "sluice.toml"
    file.write_text(f'link_hosts = ["{host}"]\n')
    with pytest.raises(BadSettings, match="link_hosts"):
        read_file(file)


@pytest.mark.parametrize("name", ["anthropic:claude-sonnet-4-5", "openai:gpt-5-mini"])
def test_a_model_without_its_key_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(key, raising=False)
    with pytest.raises(NoSuchModel, match="its key is missing. Set"):
        load(name)


@pytest.mark.parametrize(
    "url, why",
    [
        ("postgresql://u:p@w@127.0.0.1:1/db", "%40"),
        ("postgresql://u:p@h:abc/db", "no address"),
        ("sqlitefoo", "no address"),
    ],
)
def test_an_address_that_can_not_be_one_shows_no_password(url: str, why: str) -> None:
    with pytest.raises(Unreachable, match=why) as no:
        engine.psycopg_url(url) if not engine.is_sqlite(url) else pytest.fail("it is no SQLite")
    assert "p@" not in str(no.value)


@pytest.mark.parametrize("command", [["run", "--log", "foo"], ["demo", "--port", "99999"]])
def test_a_wrong_option_is_told_in_words(command: list[str]) -> None:
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 2 and "Invalid value" in (done.stdout + (done.stderr or ""))


async def test_a_doubled_row_of_a_copy_is_told_by_its_line(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy.jsonl"
    await ledger_in(home)
    assert (await run("backup", str(copy), SLUICE_HOME=str(home)))[0] == 0
    lines = copy.read_text().splitlines()
    at = next(n for n, line in enumerate(lines) if '"table": "task"' in line)
    copy.write_text("\n".join([*lines[: at + 1], lines[at], *lines[at + 1 :]]))
    code, words = await run("restore", str(copy), SLUICE_HOME=str(tmp_path / "new"))
    assert code == 1 and f"Line {at + 2} can't be kept" in words


def test_what_is_shipped_keeps_secrets_out_of_an_image() -> None:
    for name in (".containerignore", ".dockerignore"):
        ignored = (ROOT / name).read_text().split()
        assert {".git", ".venv", ".sluice", "**/.env"} <= set(ignored)
    assert "deploy/.env" in (ROOT / ".gitignore").read_text()


def test_the_shipped_units_can_do_their_work() -> None:
    copy = (ROOT / "deploy" / "sluice-backup.service").read_text()
    assert "StateDirectory=sluice sluice/backup" in copy and '"ledger-*.jsonl*"' in copy
    for unit in ("sluice.service", "sluice-backup.service"):
        assert "StateDirectoryMode=0700" in (ROOT / "deploy" / unit).read_text()


async def test_a_ledger_of_another_workspace_is_left_alone(tmp_path: Path) -> None:
    ledger = new_ledger(engine.sqlite_url(tmp_path))
    await ledger.do(people.ensure_workspace, "T02OTHER", "Acme")
    ledger.close()
    with pytest.raises(BadSettings, match=r"belongs to the workspace Acme \(T02OTHER\)"):
        async with world(tmp_path):
            pass


def test_what_is_printed_stands_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit), plainly():
        raise BadSettings("SLUICE_MODEL=openai:x: it can't be reached")
    assert "openai:x: it can't" in capsys.readouterr().err


def test_what_is_nested_too_deeply_is_no_row(tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("[" * 100_000)
    code, words = said("restore", str(tmp_path / "deep"), SLUICE_HOME=str(tmp_path / "home"))
    assert code == 1 and "no JSON object" in words and "Traceback" not in words


def test_a_file_of_settings_that_leads_nowhere_is_no_empty_one(tmp_path: Path) -> None:
    (tmp_path / "sluice.toml").symlink_to(tmp_path / "gone.toml")
    with pytest.raises(BadSettings, match="can't be read"):
        read_file(tmp_path / "sluice.toml")


def test_an_address_of_slack_that_is_none_is_named(tmp_path: Path) -> None:
    code, words = said("run", SLUICE_HOME=str(tmp_path), SLACK_API_BASE_URL="bogus", SLACK_BOT_TOKEN="xoxb-1")
    assert code == 1 and "SLACK_API_BASE_URL" in words
