"""Local Slack serves its own page and the programs of this machine: a page of another site can't act through it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.demonstration.stage import local_config
from localslack.server import LocalSlack
from tests.world import GENERAL

JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    made = LocalSlack(config=local_config())
    await made.start()
    yield made
    await made.stop()


async def status(slack: LocalSlack, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        aiohttp.ClientSession() as session,
        session.request(
            method, f"{slack.url}{path}", data=body, headers=named, skip_auto_headers=["Content-Type"]
        ) as got,
    ):
        return got.status


MESSAGE = b'{"channel": "C01GEN", "user": "U01ALICE", "text": "I resign"}'


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Origin": "https://evil.example", **JSON}, 403),
        ({"Origin": "null", **JSON}, 403),
        ({"Origin": "http://localhost:1", **JSON}, 403),
        ({"Sec-Fetch-Site": "cross-site", **JSON}, 403),
        ({"Sec-Fetch-Site": "same-site", **JSON}, 403),
        ({"Host": "evil.example", **JSON}, 403),
        ({"Host": "127.0.0.1.evil.example", **JSON}, 403),
        ({"Host": "127.0.0.1:1", **JSON}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({}, 415),
    ],
)
async def test_another_sites_page_says_nothing(slack: LocalSlack, headers: dict[str, str], refused: int) -> None:
    assert await status(slack, "POST", "/_control/message", MESSAGE, **headers) == refused
    assert slack.workspace.messages[GENERAL] == []


@pytest.mark.parametrize(
    "path", ["/_control/state", "/_control/log", "/_control/messages/C01GEN", "/_files/F1/a.txt", "/"]
)
@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_another_sites_page_reads_nothing(slack: LocalSlack, path: str, headers: dict[str, str]) -> None:
    assert await status(slack, "GET", path, **headers) == 403


@pytest.mark.parametrize("method", ["chat.postMessage", "users.list", "auth.test"])
async def test_another_sites_page_calls_no_method_in_the_apps_name(slack: LocalSlack, method: str) -> None:
    body = b"token=xoxb-test-token&channel=C01GEN&text=hi"
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://evil.example"}
    assert await status(slack, "POST", f"/api/{method}", body, **form) == 403


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_its_own_page_and_programs_of_this_machine_are_served(slack: LocalSlack, name: str) -> None:
    own = f"{name}:{slack.url.rpartition(':')[2]}"
    page = {"Host": own, "Origin": f"http://{own}", "Sec-Fetch-Site": "same-origin"}
    assert await status(slack, "GET", "/", Host=own, **{"Sec-Fetch-Site": "none"}) == 200
    assert await status(slack, "POST", "/_control/message", MESSAGE, **page, **JSON) == 200
    assert await status(slack, "POST", "/_control/message", MESSAGE, **JSON) == 200
    assert len(slack.workspace.messages[GENERAL]) == 2


async def opened(url: str, **headers: str) -> bool:
    async with aiohttp.ClientSession() as session:
        try:
            async with session.ws_connect(url, headers=headers) as socket:
                return (await socket.receive_json())["type"] == "hello"
        except aiohttp.WSServerHandshakeError:
            return False


async def ticketed(slack: LocalSlack) -> str:
    bearer = {"Authorization": f"Bearer {slack.config.app_token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{slack.url}/api/apps.connections.open", headers=bearer) as got,
    ):
        return str((await got.json())["url"])


async def test_a_socket_opens_with_its_ticket_alone_and_once(slack: LocalSlack) -> None:
    url = await ticketed(slack)
    assert not await opened(url.partition("?")[0])
    assert not await opened(f"{url}x")
    assert not await opened(url, Origin="https://evil.example")
    assert await opened(url)
    assert not await opened(url)
