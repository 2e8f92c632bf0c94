"""`/assign`, saved and acknowledged, beside bare Bolt listeners in the same run."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from benchmarks.rows import Row, median, ms, spread
from benchmarks.signed import SECRET, timed
from benchmarks.stand import Waits, bot_url, stand
from storage import engine

ROUNDS = 300
PLAIN = "writer: Launch FAQ for the beta; must: at most 10 questions; must: name the price"
DATED = PLAIN + "; by Friday 17:00"


async def bare(before_response: bool, listener: Any) -> tuple[web.AppRunner, str]:
    """A Bolt app with one listener on aiohttp."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T01TEST", bot_token="xoxb-x", bot_id="B", bot_user_id="UB")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=before_response)
    app.command("/assign")(listener)

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    served = web.Application()
    served.router.add_post("/slack/events", handle)
    runner = web.AppRunner(served, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"


async def nothing(ack: Any) -> None:
    await ack("done")


def one_row(home: Path) -> Any:
    """A listener that commits one row with the ledger's own settings, then acknowledges."""
    from concurrent.futures import ThreadPoolExecutor

    writer, thread = engine.writer(engine.sqlite_url(home)), ThreadPoolExecutor(1)
    table = sa.Table("row", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("text", sa.Text))
    table.metadata.create_all(writer)

    def save(text: str) -> None:
        with writer.begin() as tx:
            tx.execute(sa.insert(table), {"text": text})

    async def listener(ack: Any, body: dict[str, Any]) -> None:
        await asyncio.get_running_loop().run_in_executor(thread, save, body["text"])
        await ack("done")

    return listener


async def rows(rounds: int = ROUNDS, warm: int = 20) -> list[Row]:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        async with stand(Path(first), Waits(3600.0)) as (bot, _slack), aiohttp.ClientSession() as session:
            default, default_url = await bare(False, nothing)
            commits, commits_url = await bare(True, one_row(Path(second)))
            ours = bot_url(bot)
            took: dict[str, list[float]] = {"ours": [], "dated": [], "default": [], "commits": []}
            for n in range(rounds + warm):
                for name, url, text in (  # never two of ours in a row: what follows an acknowledgement has its time
                    ("ours", ours, PLAIN),
                    ("default", default_url, PLAIN),
                    ("dated", ours, DATED),
                    ("commits", commits_url, PLAIN),
                ):
                    spent = await timed(session, url, text, f"U{n % 40:05}")
                    if n >= warm:
                        took[name].append(spent)
            await default.cleanup()
            await commits.cleanup()
    default, commits = ("default", "bare Bolt, default mode"), ("commits", "bare Bolt, one row committed")
    return [
        beside("ack", took, "ours", default, 0.3),
        beside("ack", took, "ours", commits, 1.3),
        beside("ack, with a date", took, "dated", commits, None),
    ]


def beside(name: str, took: dict[str, list[float]], ours: str, reference: tuple[str, str], most: float | None) -> Row:
    """A median beside a reference's, with the most that it may be times that; None is told only."""
    key, words = reference
    here, there = median(took[ours]), median(took[key])
    ratio = here / there
    bar = "told" if most is None else f"at most {most:g} times"
    ok = most is None or ratio <= most
    return Row(
        name=name,
        ours=ms(here),
        reference=f"{ms(there)} {words}",
        ratio=f"{ratio:.2f}",
        bar=bar,
        ok=ok,
        spread=spread(took[ours], ms),
    )
