"""`sluice doctor` and `sluice accept`: each says what it found, and what to do, whatever is missing."""

import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agents.tools import cgroup
from agents.tools.groups import Groups
from bot.demonstration.stage import local_config
from bot.inbound.identifying import pauses
from bot.operations import acceptance, lag
from bot.operations.doctor import examining, sandbox
from bot.operations.finding import Finding
from bot.setup import root_user
from bot.setup.settings import BadSettings, Role, Settings
from localslack.server import LocalSlack
from storage import engine, upgrading
from storage.jobs.procrastinate import ProcrastinateJobs
from storage.ledger import people
from storage.ledger.work import pinning
from tests.bot.test_moving import said
from tests.conftest import new_ledger
from tests.postgres import Server
from tests.tools.test_mcp import SERVER
from tests.world import configured

NOTES = f'[mcp.notes]\ncommand = "{sys.executable}"\nargs = ["{SERVER}", "stdio"]\nsends = ["refund"]\n'
NOWHERE = "postgresql://someone:secret@127.0.0.1:1/none"


@pytest.fixture
async def base() -> AsyncIterator[str]:
    slack = LocalSlack(config=local_config())
    yield await slack.start()
    await slack.stop()


def named(home: Path, base: str, toml: str = NOTES, database: str = "") -> Settings:
    (home / "sluice.toml").write_text(toml)
    return configured(home, base, database=database)


async def found(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding for finding in await examining.examine(settings)}


async def test_an_installation_in_order(tmp_path: Path, base: str) -> None:
    seen = await found(configured(tmp_path, base))
    assert {what for what, finding in seen.items() if finding.ok is False} <= {"sandbox"}
    assert seen["event loop"].say == "not measured: no bot runs on this data folder"
    assert seen["model"].say.startswith("offline worker")
    assert seen["repository"].ok is None and "none, so coder can change no code." in seen["repository"].say
    assert seen["database"].say.startswith("SQLite in")


async def test_each_role_is_asked_for_what_it_has(tmp_path: Path, base: str) -> None:
    settings = configured(tmp_path, base)
    worker = {finding.what for finding in await examining.examine(settings, role=Role.WORKER)}
    front = {finding.what for finding in await examining.examine(settings, role=Role.FRONT)}
    assert not worker & {"secrets", "slack", "scopes", "clock"} and {"model", "database"} <= worker
    assert not front & {"model", "sandbox"} and {"secrets", "slack", "database"} <= front


async def test_each_thing_that_is_missing_is_named(tmp_path: Path, base: str) -> None:
    toml = f'{NOTES}[repositories.shop]\npath = "{tmp_path}/gone"\ntest = "true"\n[budget]\ntask = 5\n'
    settings = named(tmp_path, base, toml)
    secrets = settings.secrets.model_copy(update={"sluice_model": "openai:not-priced"})
    seen = await found(settings.model_copy(update={"secrets": secrets}))
    assert not seen["repository"].ok and "is no repository" in seen["repository"].say
    assert not seen["model"].ok
    assert seen["mcp"].ok and seen["mcp"].say == "no tool is off because its description changed"


async def test_what_only_a_run_would_show_is_named_before_it(tmp_path: Path, base: str) -> None:
    toml = (
        'critic_model = "nobody:critic"\n[web]\nsearch = "searxng"\n'
        '[agents.poet]\ndescription = "Verse"\nfallback = "nobody:poet"\n[mcp.gone]\ncommand = "/nowhere/mcp"\n'
    )
    said = [f"{f.what}: {f.say}" for f in await examining.examine(named(tmp_path, base, toml)) if not f.ok]
    for words in (
        "model: critic_model: nobody:critic can't be used",
        "model: [agents.poet] fallback: nobody:poet can't be used",
        "search: searxng needs its address",
        "mcp: The MCP server “gone” can't be used: /nowhere/mcp",
    ):
        assert any(line.startswith(words) for line in said), (words, said)


@pytest.mark.parametrize(
    ("web", "words"),
    [
        ('search = "brave"', "brave needs its key: set BRAVE_API_KEY"),
        ('search = "searxng"\naddress = "x"', "searxng needs its address, http"),
    ],
)
async def test_what_the_search_of_the_web_lacks_is_named(tmp_path: Path, base: str, web: str, words: str) -> None:
    search = (await found(named(tmp_path, base, f"[web]\n{web}\n")))["search"]
    assert not search.ok and search.say.startswith(words)


async def test_how_late_the_loop_is_comes_from_the_process_that_runs(tmp_path: Path, base: str) -> None:
    lag.keep(tmp_path, lag.Lag(process=7, at=time.time(), p99=900.0, worst=1200.0))
    late = (await found(configured(tmp_path, base)))["event loop"]
    assert not late.ok and "p99 900 ms late, worst 1200 ms" in late.say and "lower `attempts`" in late.say
    lag.keep(tmp_path, lag.of([1.0] * 100))
    assert (await found(configured(tmp_path, base)))["event loop"].ok


async def test_a_database_that_does_not_answer_is_a_finding(tmp_path: Path, base: str) -> None:
    seen = await found(named(tmp_path, base, database=NOWHERE))
    assert not seen["database"].ok and "SLUICE_DATABASE_URL" in seen["database"].say
    assert "someone" not in str(seen)


async def test_a_file_that_is_no_database_is_a_finding(tmp_path: Path, base: str) -> None:
    settings = named(tmp_path, base)
    (tmp_path / "ledger.db").write_bytes(b"no database at all, whatever its name says" * 30)
    seen = await found(settings)
    assert not seen["database"].ok
    with pytest.raises(BadSettings, match="not a database"):
        await acceptance.show(settings, "notes")


async def test_a_tool_that_changed_is_named_until_it_is_accepted(tmp_path: Path, base: str) -> None:
    settings = named(tmp_path, base)
    ledger = new_ledger(settings.database)
    await ledger.do(pinning.check, "T1", "notes", {"read": "one"})
    await ledger.do(pinning.check, "T1", "notes", {"read": "another"})
    ledger.close()
    seen = (await found(settings))["mcp"]
    assert not seen.ok and "notes: read" in seen.say and "sluice accept" in seen.say
    *_, last = await acceptance.show(settings, "notes")
    assert await acceptance.accept(settings, "notes", last.split()[-1]) == ("read",)
    assert (await found(settings))["mcp"].ok
    assert await acceptance.show(settings, "notes") == []


async def test_a_server_that_is_not_named_and_a_ledger_that_is_not_there_are_said(tmp_path: Path, base: str) -> None:
    with pytest.raises(BadSettings, match="no MCP server “mail”. There: notes"):
        await acceptance.show(named(tmp_path, base), "mail")
    with pytest.raises(BadSettings, match="SLUICE_DATABASE_URL"):
        await acceptance.show(named(tmp_path, base, database=NOWHERE), "notes")
    (tmp_path / "file").touch()
    settings = named(tmp_path, base)
    nowhere = settings.secrets.model_copy(update={"sluice_home": tmp_path / "file" / "home"})
    with pytest.raises(BadSettings, match="SLUICE_HOME"):
        await acceptance.show(settings.model_copy(update={"secrets": nowhere}), "notes")


def test_the_command_ends_with_1_and_says_not(tmp_path: Path) -> None:
    env = {"SLUICE_HOME": str(tmp_path), "SLUICE_DATABASE_URL": NOWHERE, "SLACK_API_BASE_URL": "http://127.0.0.1:1/"}
    code, text = said("doctor", **env, SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="s")
    assert code == 1 and "NOT database: SLUICE_DATABASE_URL" in text and "NOT slack:" in text


async def test_who_runs_it_and_how_files_are_read_are_told(
    tmp_path: Path, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for root in (True, False):
        monkeypatch.setattr(root_user, "is_root", lambda root=root: root)
        seen = (await found(configured(tmp_path, base)))["user"]
        assert (seen.ok, "as root" in seen.sentence, "docs/deploy.md" in seen.sentence) == (
            None if root else True,
            root,
            root,
        )
    monkeypatch.setenv("PATH", str(tmp_path))
    files = (await found(configured(tmp_path, base)))["files"]
    assert files.ok is None and "outside of a sandbox" in files.say and "Install bubblewrap" in files.advice


@pytest.mark.parametrize("held, words", [(None, "without a cgroup"), (Groups(2, {}), "in a cgroup")])
async def test_the_limits_of_a_sandbox_are_told_as_they_are(
    bwrap: str, monkeypatch: pytest.MonkeyPatch, held: Groups | None, words: str
) -> None:
    monkeypatch.setattr(cgroup, "groups", lambda: held)
    (sandboxed,) = [finding for finding in await sandbox.examine_sandbox(runs_code=True) if finding.what == "sandbox"]
    assert sandboxed.ok and words in sandboxed.say


async def test_slack_is_looked_for_more_and_more_seldom() -> None:
    waits = [wait for wait, _ in zip(pauses(), range(7), strict=False)]
    assert waits == [2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]


async def test_what_a_repository_and_its_settings_lack_is_named(tmp_path: Path, base: str) -> None:
    repo = tmp_path / "shop"
    subprocess.run(["git", "init", "-q", str(repo)], check=True)
    toml = (
        f'[repositories.shop]\npath = "{repo}"\ntest = ""\nbranch = "relase"\nenv = ["HUB_TOKEN_OF_NOBODY"]\n'
        'readable = ["/nowhere/env"]\n'
    )
    seen = (await found(named(tmp_path, base, toml)))["repository"]
    assert not seen.ok and "[repositories.shop]" in seen.advice
    for words in ("test is empty", "HUB_TOKEN_OF_NOBODY of env is not set", "/nowhere/env of readable is not there"):
        assert words in seen.say
    if shutil.which("bwrap"):
        assert "has no commit relase" in seen.say


async def test_a_token_of_another_workspace_is_told_before_a_run_refuses_it(tmp_path: Path, base: str) -> None:
    settings = configured(tmp_path, base)
    ledger = new_ledger(settings.database)
    await ledger.do(people.ensure_workspace, "T02OTHER", "Other")
    ledger.close()
    seen = (await found(settings))["slack"]
    assert not seen.ok and "and the ledger of Other (T02OTHER)" in seen.say


async def test_people_who_are_not_there_or_no_person_are_named(tmp_path: Path, base: str) -> None:
    toml = 'admins = ["U0BOT"]\n[acts]\npeople = ["U02BOBX"]\n'
    said = [f"{f.what}: {f.say}" for f in await examining.examine(named(tmp_path, base, toml)) if f.ok is False]
    assert "acts: Slack does not know U02BOBX, or does not show it to the app." in said
    assert "admins: U0BOT is an app, and no person." in said


async def test_the_settings_in_force_are_named(tmp_path: Path, base: str) -> None:
    assert "those of " in (await found(named(tmp_path, base)))["settings"].say
    (tmp_path / "sluice.toml").unlink()
    assert "the defaults: there is no " in (await found(configured(tmp_path, base)))["settings"].say


@pytest.mark.parametrize(("more", "words"), [("ENCODING 'SQL_ASCII'", "SQL_ASCII"), ("ENCODING 'LATIN1'", "LATIN1")])
async def test_a_database_that_does_not_take_every_letter_is_told(
    tmp_path: Path, base: str, postgres: Server, more: str, words: str
) -> None:
    url = postgres.made(f"{more} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    seen = (await found(configured(tmp_path, base, database=url)))["database"]
    assert not seen.ok and f"encoded as {words}" in seen.say and "createdb --encoding UTF8" in seen.say
    with pytest.raises(engine.Unreachable, match=f"encoded as {words}"):
        upgrading.upgrade(url, ProcrastinateJobs())


async def test_a_role_that_may_make_no_tables_is_told(tmp_path: Path, base: str, postgres: Server) -> None:
    url = postgres.made("TEMPLATE template0", user="nobody_here")
    seen = (await found(configured(tmp_path, base, database=url)))["database"]
    assert not seen.ok and "grant create on schema public to nobody_here" in seen.say
