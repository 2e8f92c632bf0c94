"""How the process is: `/health` and `/metrics` for who runs it, on a port that Slack never sees."""

import asyncio
import contextlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, AsyncExitStack
from importlib.metadata import PackageNotFoundError, version

import structlog
from aiohttp import web

from bot.inbound.health import PATIENCE, Health
from bot.inbound.transport import Serving, listen
from bot.operations import lag
from bot.setup.settings import BadSettings, Settings
from storage.ledger.core.ledger import Ledger
from storage.ledger.queries import gauging

log = structlog.get_logger()

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)  # seconds; Slack waits for three
PORT = "9464"
TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Acknowledgements:
    """The number of answers to Slack's requests, and how long each took."""

    def __init__(self) -> None:
        self._counts, self._sum = [0] * (len(BUCKETS) + 1), 0.0

    def timed(self, serving: Serving) -> Serving:
        """Return `serving` with the time counted for which a person waits."""

        @contextlib.contextmanager
        def entered() -> Iterator[None]:
            began = time.monotonic()
            try:
                with serving():
                    yield
            finally:
                self._add(time.monotonic() - began)

        def enter() -> AbstractContextManager[None]:
            return entered()

        return enter

    def _add(self, seconds: float) -> None:
        at = next((n for n, bucket in enumerate(BUCKETS) if seconds <= bucket), len(BUCKETS))
        self._counts[at] += 1
        self._sum += seconds

    def lines(self) -> Iterator[str]:
        """Yield the lines of a histogram in Prometheus's text format: how fast Slack's requests were answered."""
        name = "sluice_acknowledgement_seconds"
        yield f"# HELP {name} Time from a request of Slack's to its answer."
        yield f"# TYPE {name} histogram"
        below = 0
        for bucket, number in zip((*BUCKETS, "+Inf"), self._counts, strict=True):
            below += number
            yield f'{name}_bucket{{le="{bucket}"}} {below}'
        yield f"{name}_sum {self._sum:.6f}"
        yield f"{name}_count {below}"


def where(setting: str) -> tuple[str, int] | None:
    """Return the host and port that SLUICE_METRICS names; None for “off”."""
    host, _, port = (setting or PORT).rpartition(":")
    return None if port == "off" else (host or "127.0.0.1", int(port))


async def serve(
    settings: Settings, ledger: Ledger, health: Health, acknowledged: Acknowledgements, parts: AsyncExitStack
) -> None:
    """Serve `/health` and `/metrics` until the parts are closed.

    Raises:
        BadSettings: the port that was set is taken.
    """
    place = where(settings.secrets.sluice_metrics)
    if place is None:
        return
    served = web.Application()

    async def healthy(request: web.Request) -> web.Response:
        return await health.answer()

    async def metrics(request: web.Request) -> web.Response:
        return await _metrics(settings, ledger, acknowledged)

    served.router.add_get("/health", healthy)
    served.router.add_get("/metrics", metrics)
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=1)
    parts.push_async_callback(runner.cleanup)
    await runner.setup()
    try:
        await listen(runner, *place, "SLUICE_METRICS")
    except BadSettings as taken:  # by another process of this machine, where nobody chose it
        if settings.secrets.sluice_metrics:
            raise
        log.warning("metrics.off", why=str(taken))


async def _metrics(settings: Settings, ledger: Ledger, acknowledged: Acknowledgements) -> web.Response:
    lines = [*_about(), *acknowledged.lines(), *_lag(settings)]
    try:
        counts = await asyncio.wait_for(ledger.see(gauging.gauges), PATIENCE)
    except Exception as error:  # what this process knows by itself is told all the same
        log.warning("metrics.ledger", error=str(error))
        lines += _gauge("sluice_ledger_up", "Whether the ledger answers.", {}, 0)
    else:
        lines += [*_gauge("sluice_ledger_up", "Whether the ledger answers.", {}, 1), *_of_ledger(counts)]
    response = web.Response(body="".join(f"{line}\n" for line in lines).encode())
    response.headers["Content-Type"] = TEXT
    return response


def _about() -> Iterator[str]:
    release = "unknown"
    with contextlib.suppress(PackageNotFoundError):
        release = version("sluice")
    yield from _gauge("sluice_info", "The version that runs.", {"version": release}, 1)


def _lag(settings: Settings) -> Iterator[str]:
    seen = lag.kept(settings.secrets.sluice_home)
    if seen is None or seen.process != os.getpid():
        return
    for stat, milliseconds in (("p99", seen.p99), ("worst", seen.worst)):
        yield from _gauge(
            f"sluice_event_loop_lag_{stat}_seconds",
            "How late the event loop came in the last minute.",
            {},
            milliseconds / 1000,
        )


def _of_ledger(counts: gauging.Gauges) -> Iterator[str]:
    for name, words, label, values in (
        ("sluice_jobs", "Background jobs that are not done, by kind.", "kind", counts.jobs),
        ("sluice_oldest_job_seconds", "Since the oldest job of a kind was due.", "kind", counts.late),
        ("sluice_posts", "Messages by state.", "state", counts.posts),
        ("sluice_decisions", "Decisions that were not undone.", "verdict", counts.decisions),
        ("sluice_model_calls", "Calls of language models.", "model", counts.calls),
    ):
        yield f"# HELP {name} {words}"
        yield f"# TYPE {name} gauge"
        for key, value in sorted(values.items()):
            yield _sample(name, {label: key}, value)


def _gauge(name: str, words: str, labels: Mapping[str, str], value: float) -> list[str]:
    return [f"# HELP {name} {words}", f"# TYPE {name} gauge", _sample(name, labels, value)]


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    pairs = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{pairs}}} {_number(value)}" if pairs else f"{name} {_number(value)}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6f}"
