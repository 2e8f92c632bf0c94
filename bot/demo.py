"""The demonstration: Local Slack and the bot on one machine, played by hand or, once, by itself."""

import asyncio
import shutil
import signal
import tempfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.posting import Pacer
from bot.stage import Failed, Stage, settings_for, stage
from bot.surfaces.people import SAMPLES, sample
from bot.transcript import Transcript
from storage.ledger import portfolio as book

ALICE, GENERAL = "U01ALICE", "C01GEN"
NAMES = {
    "U01ALICE": "alice",
    "U02BOB": "bob",
    "U03CARA": "cara",
    "writer": "writer",
    "C01GEN": "#general",
    "C02RND": "#random",
}
PACE = 30.0  # the wall clock of ONCE=1 runs so much faster: a minute takes two seconds
PATIENCE = 60.0  # seconds that a step of ONCE=1 may take


async def play(port: int, say: Callable[[str], None]) -> None:
    """Start, play the first tasks, and run until interrupted."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(ending, stopped.set)
    home = Path(tempfile.mkdtemp(prefix="sluice-demo-"))
    shown = await stage(settings_for(home, admins=("U01ALICE",)), port)
    following = _follow(shown, say)
    try:
        say(f"Local Slack: {shown.slack.url}  (act as alice, bob or cara; try /assign, /collect, /sluice)")
        for sentence in shown.slack.config.missing:
            say(f"manifest.yml is not complete. {sentence}")
        for name in ("memo", "answer", "table"):
            await assign_sample(shown, name)
        say(
            "Three tasks are assigned; they come to alice's direct messages with Sluice. Ctrl-C ends the demonstration."
        )
        await stopped.wait()
    finally:
        following.cancel()
        await shown.close()
        shutil.rmtree(home, ignore_errors=True)


def _follow(shown: Stage, say: Callable[[str], None]) -> asyncio.Task[None]:
    transcript = Transcript(shown.bot.ledger, shown.bot.team, say, NAMES)
    return asyncio.create_task(transcript.follow())


async def assign_sample(shown: Stage, name: str) -> None:
    """One of the sample tasks, as a person assigns it: the command, with its material pasted below."""
    brief = sample(name)
    must = "".join(f"; must: {c}" for c in brief.criteria)
    text = f"writer: {brief.title}{must}; for {SAMPLES_STREAMS[name]}\n{brief.sources[0].text}"
    await shown.post("command", channel=GENERAL, user=ALICE, command="/assign", text=text)


SAMPLES_STREAMS = {"memo": "Beta launch", "answer": "Billing", "table": "Billing"}


async def once(say: Callable[[str], None]) -> None:
    """The main job unattended.

    Raises:
        Failed: something of it did not happen.
    """
    home = Path(tempfile.mkdtemp(prefix="sluice-once-"))
    shown = await stage(settings_for(home, undo_seconds=2.0), 0, PACE, Pacer(0.05, 0.02))
    transcript = Transcript(shown.bot.ledger, shown.bot.team, say, NAMES)
    following = asyncio.create_task(transcript.follow())
    try:
        await _main_job(shown, say)
        await transcript.catch_up()
        say(await _verdict(shown))
    finally:
        following.cancel()
        await shown.close()
        shutil.rmtree(home, ignore_errors=True)


async def _main_job(shown: Stage, say: Callable[[str], None]) -> None:
    say("-- alice sets her collection time and assigns three tasks")
    await _next_minute(shown, 3)
    for name in SAMPLES:
        await assign_sample(shown, name)
    first = await _digest(shown, 1, 3)
    say("-- the collection is there: approve one, reject one, revise one")
    approve, reject, revise = (_nth(first, "Approve", 0), _nth(first, "Reject", 1), _nth(first, "Revise", 2))
    await _click(shown, first, approve)
    await _click(shown, first, reject)
    await _revise(shown, first, revise)
    await _until(shown, "v2 is ready", lambda p: any(i.draft_version == 2 for i in p.waiting))
    say("-- v2 is ready: the next collection brings it")
    await _next_minute(shown, 1)
    second = await _digest(shown, 2, 1)
    await _click(shown, second, _nth(second, "Approve", 0))
    await _until(shown, "everything is closed", lambda p: not p.tasks)
    await _posted(shown)


async def _next_minute(shown: Stage, ahead: int) -> None:
    """Set alice's times to a minute that comes soon."""
    await _profile(shown)
    local = shown.bot.ledger.wall().astimezone(ZoneInfo("Europe/Rome")) + timedelta(minutes=ahead)
    await shown.post("command", channel=GENERAL, user=ALICE, command="/collect", text=f"at {local:%H:%M} daily")


async def _profile(shown: Stage) -> None:
    await shown.post("command", channel=GENERAL, user=ALICE, command="/sluice", text="times")
    await _until(shown, "alice's zone is known", lambda p: p.person.zone == "Europe/Rome")


async def _digest(shown: Stage, which: int, items: int) -> dict[str, Any]:
    """The scheduled digest number `which`, with so many cards."""

    async def look() -> dict[str, Any] | None:
        found = [
            m
            for m in await get_messages(shown)
            if any(b["text"] == "Approve" for b in _buttons(m)) and any(x["type"] == "header" for x in m["blocks"])
        ]
        return found[-1] if found and len([b for b in _buttons(found[-1]) if b["text"] == "Approve"]) >= items else None

    made: dict[str, Any] = await _wait(f"collection {which}", look)
    return made


async def get_messages(shown: Stage) -> list[dict[str, Any]]:
    channel = shown.slack.workspace.dm(ALICE)["id"]
    held: list[dict[str, Any]] = await shown.get(f"messages/{channel}")
    return held


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"text": e["text"]["text"], "element": e, "block_id": b["block_id"]}
        for b in message.get("blocks", ())
        if b["type"] == "actions"
        for e in b["elements"]
    ]


def _nth(message: dict[str, Any], text: str, n: int) -> dict[str, Any]:
    return [b for b in _buttons(message) if b["text"] == text][n]


async def _click(shown: Stage, message: dict[str, Any], button: dict[str, Any]) -> None:
    element = button["element"]
    await shown.post(
        "interact",
        channel=message["channel"],
        messageTs=message["ts"],
        user=ALICE,
        action={
            "type": "button",
            "action_id": element["action_id"],
            "value": element["value"],
            "block_id": button["block_id"],
        },
    )


async def _revise(shown: Stage, message: dict[str, Any], button: dict[str, Any]) -> None:
    await _click(shown, message, button)

    async def modal() -> dict[str, Any] | None:
        return next(iter((await shown.get(f"views/{ALICE}"))["modals"]), None)

    view = await _wait("the modal of Revise", modal)
    await shown.post(
        "view-submit", user=ALICE, viewId=view["id"], values={"note": "Make it shorter. Add a section on next steps."}
    )


async def _wait(what: str, look: Callable[[], Awaitable[Any]]) -> Any:
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while (found := await look()) is None:
        if asyncio.get_running_loop().time() > deadline:
            raise Failed(f"did not happen within {PATIENCE:g} s: {what}")
        await asyncio.sleep(0.05)
    return found


async def _until(shown: Stage, what: str, true: Callable[[book.Portfolio], bool]) -> None:
    async def look() -> bool | None:
        held = await shown.bot.ledger.see(book.portfolio, shown.bot.team, ALICE)
        return True if true(held) else None

    await _wait(what, look)


async def _posted(shown: Stage) -> None:
    async def look() -> bool | None:
        said = [m["text"] for m in await get_messages(shown)]
        return True if sum("is approved" in t for t in said) >= 2 else None

    await _wait("both approved drafts are delivered", look)


async def _verdict(shown: Stage) -> str:
    """The last line, from the ledger's own counts.

    Raises:
        Failed: they are not what the main job makes.
    """
    seen = await shown.bot.ledger.see(book.tally, shown.bot.team)
    line = (
        f"main job done: {seen.assigned} assigned, {seen.slots} collections, {seen.decisions} decisions, "
        f"{seen.lost} lost"
    )
    if (seen.assigned, seen.slots, seen.decisions, seen.lost) != (3, 2, 4, 0):
        raise Failed(line.replace("done", "NOT done"))
    return line
