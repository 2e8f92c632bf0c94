"""`sluice doctor` as a person runs it: a process of its own, which calls nothing “ok” that it has not seen at work."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agents.local.pinned import CODER
from bot.demonstration.stage import local_config
from localslack.server import LocalSlack
from tests.bot.providers import provider
from tests.bot.test_ending import ended, running
from tests.faults.processes import free_port

KEY = "OPENAI_API_KEY"


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    local = LocalSlack(config=local_config())
    await local.start()
    yield local
    await local.stop()


async def told(home: Path, base: str, *options: str, **env: str) -> tuple[int, list[str]]:
    """Return how the command ended, and its lines."""
    async with running(home, base, "doctor", *options, **env) as process:
        code, text = await ended(process, 40)
    assert "Traceback" not in text
    return code, text.splitlines()


def of(lines: list[str], what: str) -> list[str]:
    return [line for line in lines if line[5:].startswith(f"{what}:")]


async def test_a_wrong_app_token_is_not_ok(slack: LocalSlack, tmp_path: Path) -> None:
    code, lines = await told(tmp_path, slack.url, SLACK_APP_TOKEN="xapp-wrong")
    (line,) = of(lines, "app token")
    assert code == 1 and line.startswith("NOT ") and "Slack does not know SLACK_APP_TOKEN" in line


async def test_a_right_app_token_is_seen_to_open_a_socket(slack: LocalSlack, tmp_path: Path) -> None:
    _, lines = await told(tmp_path, slack.url)
    assert of(lines, "app token") == ["ok   app token: opens connections"]
    assert of(lines, "socket")[0].startswith("ok   socket: Slack says hello")


@pytest.mark.parametrize(
    "env, status, mark, part",
    [
        ({KEY: "sk-wrong", "OPENAI_BASE_URL": "{provider}"}, 401, "NOT", "does not accept the key (401)"),
        ({KEY: "sk-1", "OPENAI_BASE_URL": "{dead}/v1"}, 0, "NOT", "can't be reached at {dead}"),
        ({"SLUICE_MODEL": "ollama:x", "OLLAMA_HOST": "{dead}"}, 0, "NOT", "and whether Ollama runs"),
        ({KEY: "sk-1", "OPENAI_BASE_URL": "{provider}"}, 200, "ok", "openai:gpt-5-mini"),
    ],
    ids=["a wrong key", "a dead address", "no Ollama", "a model that answers"],
)
async def test_a_model_is_ok_only_if_it_answered(
    slack: LocalSlack, tmp_path: Path, env: dict[str, str], status: int, mark: str, part: str
) -> None:
    dead = f"http://127.0.0.1:{free_port()}"
    async with contextlib.AsyncExitStack() as parts:
        address, asked = await parts.enter_async_context(provider(status)) if status else ("", [])
        env = {"SLUICE_MODEL": "", **{k: v.format(dead=dead, provider=address) for k, v in env.items()}}
        code, lines = await told(tmp_path, slack.url, **env)
    (line,) = of(lines, "model")
    assert line.startswith(f"{mark} ") and part.format(dead=dead) in line
    assert bool(asked) is bool(status)
    assert code == 1 or mark != "NOT"


async def test_weights_that_were_fetched_change_nothing_by_themselves(slack: LocalSlack, tmp_path: Path) -> None:
    (tmp_path / CODER.file).write_bytes(b"GGUF")
    _, lines = await told(tmp_path, slack.url, SLUICE_MODEL="", SLUICE_MODELS=str(tmp_path))
    (line,) = of(lines, "model")
    assert "none: the offline worker" in line or "ollama:" in line


@pytest.mark.parametrize("options, named", [((), False), (("MODEL=local",), True)])
async def test_the_demonstration_uses_a_model_only_if_it_is_named(options: tuple[str, ...], named: bool) -> None:
    process = await asyncio.create_subprocess_exec("make", "-n", "demo", *options, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0
    assert ("SLUICE_MODEL=local" in out.decode()) is named and ("local.done" in out.decode()) is named
