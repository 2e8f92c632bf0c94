"""The files of `deploy/` and the commands of the documentation, run as they stand, in an empty folder."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from typer.exceptions import TyperException

from bot.cli import cli
from bot.demonstration.stage import local_config
from bot.setup.environment import Secrets
from localslack.server import LocalSlack
from tests.bot.test_ending import ended, line_with, running
from tests.bot.test_moving import said
from tests.postgres import Server

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))
WORDS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted(p for p in DEPLOY.iterdir())]
ELSEWHERE = {"SLUICE_DEMO_PORT"}  # of the demonstration alone, read by the command line
INSTALLED = "/opt/sluice/.venv/bin/sluice"


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    local = LocalSlack(config=local_config())
    await local.start()
    yield local
    await local.stop()


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text("utf-8"))
    return parser


def parse(arguments: list[str]) -> None:
    """Let the command line read its arguments, and run nothing.

    Raises:
        TyperException: it does not know one of them.
    """
    command: Any = typer.main.get_command(cli)
    name, parent = "sluice", None
    while True:
        try:
            context = command.make_context(name, list(arguments), parent=parent)
        except typer.Exit:  # --version and --help end there
            return
        if not hasattr(command, "resolve_command"):
            return
        name, found, arguments = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None and name is not None
        command, parent = found, context


def commands() -> Iterator[tuple[str, str]]:
    """Each `sluice …` of the documentation, with the file it stands in."""
    for path in WORDS:
        text = path.read_text("utf-8")
        for fence in re.findall(r"```\w*\n(.*?)```", text, re.S):
            for line in fence.splitlines():
                if found := re.match(r"\s*(?:\$ )?(?:\w+=\S+ )*sluice (.+?)(?:\s+#.*)?$", line):
                    yield path.name, found[1]
        for quoted in re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S)):
            if found := re.match(r"sluice (.+)$", quoted):
                yield path.name, found[1]


def test_every_command_of_the_documentation_is_one() -> None:
    there = list(commands())
    assert len(there) > 15
    for path, line in there:
        try:
            parse(shlex.split(line))
        except TyperException as error:
            pytest.fail(f"{path}: sluice {line}: {error}")


@pytest.mark.parametrize("line", ["rum", "run --rolle front", "manifest --htpp x", "model fetsh"])
def test_a_command_that_is_none_is_noticed(line: str) -> None:
    with pytest.raises(TyperException):
        parse(shlex.split(line))


def test_every_variable_is_a_setting() -> None:
    known = {name.upper() for name in Secrets.model_fields} | ELSEWHERE
    for path in WORDS:
        named = set(re.findall(r"\b(?:SLUICE|SLACK)_[A-Z]+(?:_[A-Z]+)*\b", path.read_text("utf-8")))
        assert named - known == set(), path


def test_every_setting_is_in_the_documentation() -> None:
    text = (ROOT / "docs/settings.md").read_text("utf-8")
    missing = {name.upper() for name in Secrets.model_fields if f"`{name.upper()}`" not in text}
    assert missing == set()


def test_one_form_of_the_command_is_used_throughout() -> None:
    for path in WORDS:
        text = path.read_text("utf-8")
        assert not re.search(r"python -m bot\b|\bbot (run|doctor|manifest|model|accept|backup|restore)\b", text), path


def test_the_deployment_page_names_every_file() -> None:
    page = (ROOT / "docs/deploy.md").read_text("utf-8")
    assert [p.name for p in sorted(DEPLOY.iterdir()) if f"deploy/{p.name}" not in page] == []


@pytest.mark.parametrize("path", UNITS, ids=lambda p: p.name)
def test_systemd_takes_the_units(path: Path, tmp_path: Path) -> None:
    command = tmp_path / "sluice"
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    for each in UNITS:
        (tmp_path / each.name).write_text(each.read_text("utf-8").replace(INSTALLED, str(command)))
    read = unit(path)
    assert set(read.sections()) <= {"Unit", "Service", "Timer", "Install"} and read["Unit"]["Description"]
    if shutil.which("systemd-analyze"):
        verify = ["systemd-analyze", "verify", "--recursive-errors=no", str(tmp_path / path.name)]
        done = subprocess.run(verify, capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"})
        assert path.name not in done.stderr and done.returncode == 0, done.stderr


async def test_the_unit_runs_as_it_stands(slack: LocalSlack, tmp_path: Path) -> None:
    service = unit(DEPLOY / "sluice.service")["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    name, _, home = service["Environment"].partition("=")
    assert (program, name, home) == (INSTALLED, "SLUICE_HOME", service["WorkingDirectory"])
    async with running(tmp_path, slack.url, *arguments) as process:
        await line_with(process, "Sluice is ready")
        process.terminate()
        code, _ = await ended(process, float(service["TimeoutStopSec"]))
    assert code == 0


async def test_the_copy_of_the_night_runs_as_it_stands(slack: LocalSlack, tmp_path: Path) -> None:
    async with running(tmp_path, slack.url) as process:
        await line_with(process, "Sluice is ready")
        service = unit(DEPLOY / "sluice-backup.service")["Service"]
        shell, flag, script = shlex.split(service["ExecStart"])
        assert service["StateDirectory"].split() == ["sluice", "sluice/backup"] and INSTALLED in script
        (tmp_path / "backup").mkdir()
        line = script.replace("%%", "%").replace(f"exec {INSTALLED} ", "echo ")
        named = subprocess.run([shell, flag, line], capture_output=True, text=True, check=True).stdout.split()
        assert re.fullmatch(r"backup/ledger-\d{4}-\d\d-\d\d-\d{6}\.jsonl", named[1])
        async with running(tmp_path, slack.url, *named) as copying:
            code, text = await ended(copying)
        assert code == 0 and " in backup/ledger-" in text, text
    assert (tmp_path / named[1]).exists()


def test_compose_names_what_there_is() -> None:
    services = COMPOSE["services"]
    for name in ("front", "worker"):
        parse(services[name]["command"])
        assert (ROOT / services[name]["build"]["dockerfile"]).exists()
    used = {v.partition(":")[0] for service in services.values() for v in service.get("volumes", ())}
    assert used == set(COMPOSE["volumes"])
    assert not any("ports" in service for service in services.values())


def filled(template: str, values: dict[str, str]) -> str:
    """Return a value of the compose file as an engine would fill it."""

    def fill(found: re.Match[str]) -> str:
        name, _, default = found[1].partition(":")
        if default.startswith("?"):
            assert values.get(name), name
        return values.get(name) or default.removeprefix("-")

    return re.sub(r"\$\{([^}]+)\}", fill, template)


async def test_front_and_worker_run_as_they_stand(slack: LocalSlack, tmp_path: Path, postgres: Server) -> None:
    values = {"POSTGRES_PASSWORD": "x", "SLACK_BOT_TOKEN": "xoxb-test-token", "SLACK_APP_TOKEN": "xapp-test-token"}
    values["SLUICE_MODEL"] = "offline"
    url = postgres.database()
    for name, words in (("front", "Sluice is ready: "), ("worker", "Sluice is ready: a worker")):
        service = COMPOSE["services"][name]
        given = {key: values.get(key, "") if value is None else value for key, value in service["environment"].items()}
        env = {key: filled(value, values) for key, value in given.items() if value}
        assert env["SLUICE_DATABASE_URL"] == "postgresql://sluice:x@database:5432/sluice"
        env |= {"SLUICE_DATABASE_URL": url, "SLUICE_HOME": str(tmp_path / name)}
        if name == "worker":
            env |= {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}
        async with running(tmp_path, slack.url, *service["command"], **env) as process:
            await line_with(process, words)
            process.terminate()
            assert (await ended(process))[0] == 0


def test_the_container_runs_what_there_is() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    entry, command = re.search(r'ENTRYPOINT \["(\w+)"\]', text), re.search(r'CMD \["(\w+)"\]\n$', text)
    assert entry and command and entry[1] == "sluice"
    parse([command[1]])
    for source in re.findall(r"COPY (\S+) ", text):
        assert (ROOT / source).exists()
    assert "--no-deps --no-build-isolation ." in text and "requirements.lock" in text


def test_an_example_environment_is_read(tmp_path: Path) -> None:
    lines = (DEPLOY / "sluice.env").read_text("utf-8").splitlines()
    pairs = [line.removeprefix("# ") for line in lines if re.match(r"(# )?[A-Z_]+=", line)]
    env = dict(pair.partition("=")[::2] for pair in pairs)
    assert set(env) - {"ANTHROPIC_API_KEY"} <= {name.upper() for name in Secrets.model_fields}
    code, words = said("doctor", "--offline", SLUICE_HOME=str(tmp_path), **{**env, "SLUICE_CONFIG": ""})
    assert code == 1 and "ok secrets: Socket Mode" in words
