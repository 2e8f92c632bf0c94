"""`sluice doctor` and the models: each is asked for a word, and none is “ok” that did not answer."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.operations import model_doctor
from bot.operations.finding import Finding
from bot.setup.settings import load
from tests.bot.providers import provider
from tests.faults.processes import free_port

OWN = """critic_model = "openai:critic"
[agents.poet]
description = "Verse"
fallback = "openai:second"
"""


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without any model, also where this machine has one."""
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "SLUICE_MODEL", "SLUICE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("agents.models.choice.OLLAMA", ("127.0.0.1", free_port()))
    monkeypatch.chdir(tmp_path)


async def examined(monkeypatch: pytest.MonkeyPatch, offline: bool = False, **env: str) -> list[Finding]:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return await model_doctor.examine(load(), offline)


async def test_a_model_that_answers_is_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    async with provider() as (address, asked):
        env = {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": address}
        (found,) = await examined(monkeypatch, **env, SLUICE_MODEL="openai:gpt-5-mini")
    assert found.ok and found.say == "openai:gpt-5-mini (SLUICE_MODEL=openai:gpt-5-mini) answers"
    assert asked == ["gpt-5-mini"]


def test_a_model_answers_in_one_event_loop_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask() -> list[Finding]:
        async with provider() as (address, _):
            env = {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": address}
            return await examined(monkeypatch, **env, SLUICE_MODEL="openai:gpt-5-mini")

    answers = [asyncio.run(ask()) for _ in range(3)]
    assert all(finding.ok for findings in answers for finding in findings), answers


async def test_critic_and_fallback_are_asked_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sluice.toml").write_text(OWN)
    async with provider() as (address, asked):
        env = {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": address}
        found = await examined(monkeypatch, **env, SLUICE_MODEL="openai:first")
    assert sorted(asked) == ["critic", "first", "second"]
    assert any("openai:second ([agents.poet] fallback) answers" in f.say for f in found)


async def test_offline_asks_nobody_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async with provider() as (address, asked):
        env = {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": address, "SLUICE_MODEL": "openai:gpt-5-mini"}
        (found,) = await examined(monkeypatch, offline=True, **env)
    assert found.ok is None and "not tried" in found.say and asked == []


@pytest.mark.parametrize(
    "env, words",
    [
        ({}, "none: the offline worker"),
        ({"SLUICE_MODEL": "openai:gpt-x"}, "openai:gpt-x can't be used: its key is missing. Set OPENAI_API_KEY."),
        ({"SLUICE_MODEL": "foo:bar"}, "foo:bar can't be used: “foo” is no provider that is known here. Write"),
        ({"SLUICE_MODEL": "gpt-5"}, "“gpt-5” names no provider. Write PROVIDER:MODEL, for example"),
        ({"SLUICE_MODEL": "ollama:x", "OLLAMA_HOST": "{dead}"}, "Check OLLAMA_HOST and the network and whether Ollama"),
        (
            {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "{dead}/v1"},
            "openai:gpt-5-mini can't be reached at {dead} (Connection error). Check OPENAI_BASE_URL and the network.",
        ),
        (
            {"ANTHROPIC_API_KEY": "sk-1", "ANTHROPIC_BASE_URL": "{dead}"},
            "can't be reached at {dead} (Connection error). Check ANTHROPIC_BASE_URL and the network.",
        ),
    ],
)
async def test_what_does_not_answer_is_never_ok(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], words: str
) -> None:
    dead = f"http://127.0.0.1:{free_port()}"
    found = await examined(monkeypatch, **{name: value.format(dead=dead) for name, value in env.items()})
    assert all(f.ok is not True for f in found)
    assert any(words.format(dead=dead) in f.sentence for f in found), found


@pytest.mark.parametrize("status, words", [(401, "does not accept the key (401)"), (404, "knows no such model")])
async def test_a_wrong_key_or_name_is_not_ok(monkeypatch: pytest.MonkeyPatch, status: int, words: str) -> None:
    async with provider(status) as (address, _):
        env = {"OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": address}
        (found,) = await examined(monkeypatch, **env)
    assert found.ok is False and words in found.say


async def test_the_command_prints_json_and_ends_with_1(tmp_path: Path) -> None:
    env = {"SLUICE_HOME": str(tmp_path), "SLACK_API_BASE_URL": "http://127.0.0.1:1/", "SLUICE_MODEL": "gpt-5"}
    env["SLACK_BOT_TOKEN"] = "xoxb-1"
    done = await asyncio.to_thread(lambda: CliRunner().invoke(cli, ["doctor", "--json"], env=env))
    rows = json.loads(done.stdout)
    assert done.exit_code == 1
    assert all(set(row) == {"name", "ok", "what", "advice"} for row in rows)
    by_name = {row["name"]: row for row in rows}
    assert not [row for row in rows if row["advice"] and row["advice"] in row["what"]]
    assert by_name["model"]["ok"] is False and "PROVIDER:MODEL" in by_name["model"]["advice"]
    assert by_name["disk"]["ok"] and by_name["clock"]["ok"] is None
    assert by_name["secrets"]["advice"].startswith("Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)")
