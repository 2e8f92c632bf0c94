"""A provider of OpenAI's protocol for the bot as a process: the test says which tool its model calls next."""

import json
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, Self

from aiohttp import web

from tests.bot.providers import serving

Json = dict[str, Any]
REVIEW: Json = {"criteria": [], "look_first": ""}


class Model:
    """
    Args:
        next_call: the tool and its arguments, by what was asked; a critic's questions are answered here.
    """

    def __init__(self, next_call: Callable[[Json], Awaitable[tuple[str, Json]]]) -> None:
        self.next_call, self.env, self._parts = next_call, dict[str, str](), AsyncExitStack()

    async def __aenter__(self) -> Self:
        served = web.Application()
        served.router.add_post("/v1/chat/completions", self._complete)
        address = await self._parts.enter_async_context(serving(served))
        self.env = {"SLUICE_MODEL": "openai:gpt-x", "OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": f"{address}/v1"}
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._parts.aclose()

    async def _complete(self, request: web.Request) -> web.Response:
        body = await request.json()
        works = any(t["function"]["name"] == "Deliverable" for t in body["tools"])
        name, args = await self.next_call(body) if works else ("Review", REVIEW)
        call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": json.dumps(args)}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        choice = {"index": 0, "finish_reason": "tool_calls", "message": message}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        made = {"id": "x", "object": "chat.completion", "created": 1, "model": "gpt-x", "usage": usage}
        return web.json_response({**made, "choices": [choice]})
