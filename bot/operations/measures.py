"""What `/metrics` says: how this process and the ledger are."""

import asyncio
import contextlib
import os
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import structlog
from aiohttp import web

from bot.inbound.health import PATIENCE, Health
from bot.operations import lag
from bot.operations.acknowledgements import Acknowledgements
from bot.operations.ledger_gauges import of_ledger
from bot.operations.prometheus import gauge
from bot.setup.settings import Settings
from storage.ledger.queries import gauging

log = structlog.get_logger()

TEXT = "text/plain; version=0.0.4; charset=utf-8"


async def measured(settings: Settings, health: Health, acknowledged: Acknowledgements) -> web.Response:
    """Return all measures as an answer; those of the ledger where it answers in time."""
    lines = [*_about(), *acknowledged.lines(), *_lag(settings)]
    lines += gauge(
        "sluice_agents_down_seconds", "For how long the agents' process has not stayed up.", {}, health.down()
    )
    try:
        counts = await asyncio.wait_for(health.ledger.see(gauging.gauges), PATIENCE)
    except Exception as error:  # what this process knows by itself is told all the same
        log.warning("metrics.ledger", error=str(error))
        lines += gauge("sluice_ledger_up", "Whether the ledger answers.", {}, 0)
    else:
        lines += [*gauge("sluice_ledger_up", "Whether the ledger answers.", {}, 1), *of_ledger(counts)]
    response = web.Response(body="".join(f"{line}\n" for line in lines).encode())
    response.headers["Content-Type"] = TEXT
    return response


def _about() -> Iterator[str]:
    release = "unknown"
    with contextlib.suppress(PackageNotFoundError):
        release = version("sluice")
    yield from gauge("sluice_info", "The version that runs.", {"version": release}, 1)


def _lag(settings: Settings) -> Iterator[str]:
    seen = lag.kept(settings.secrets.sluice_home)
    if seen is None or seen.process != os.getpid():
        return
    for stat, milliseconds in (("p99", seen.p99), ("worst", seen.worst)):
        yield from gauge(
            f"sluice_event_loop_lag_{stat}_seconds",
            "How late the event loop came in the last minute.",
            {},
            milliseconds / 1000,
        )
