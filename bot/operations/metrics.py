"""`/health` and `/metrics` for who runs the process, on a port that Slack never sees."""

from contextlib import AsyncExitStack

import structlog
from aiohttp import web

from bot.inbound.health import Health
from bot.inbound.transport import listen
from bot.operations.acknowledgements import Acknowledgements
from bot.operations.measures import measured
from bot.setup.settings import BadSettings, Settings

log = structlog.get_logger()
PORT = "9464"


def where(setting: str) -> tuple[str, int] | None:
    """Return the host and port that SLUICE_METRICS names; None for “off”."""
    host, _, port = (setting or PORT).rpartition(":")
    return None if port == "off" else (host or "127.0.0.1", int(port))


async def serve(settings: Settings, health: Health, acknowledged: Acknowledgements, parts: AsyncExitStack) -> None:
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
        return await measured(settings, health, acknowledged)

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
