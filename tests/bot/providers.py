"""Stand-ins of model providers, each a server of its own with one kind of answer."""

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web


@contextlib.asynccontextmanager
async def serving(served: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(served, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def provider(status: int = 200) -> AsyncIterator[tuple[str, list[str]]]:
    """A provider of OpenAI's protocol that says “ok”, or answers with an error; its address, and the models asked."""
    asked: list[str] = []

    async def complete(request: web.Request) -> web.Response:
        asked.append((await request.json())["model"])
        if status != 200:
            return web.json_response({"error": {"message": "no"}}, status=status)
        message = {"role": "assistant", "content": "ok"}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        return web.json_response(
            {"id": "x", "object": "chat.completion", "created": 1, "model": "x", "choices": [choice]}
        )

    served = web.Application()
    served.router.add_post("/v1/chat/completions", complete)
    async with serving(served) as address:
        yield f"{address}/v1", asked
