"""`sluice run` that is killed at a named point: `python -m tests.faults.crashing`, the point in CRASH_AT.

A point is “before VERB” (all of the verb is written and nothing committed), “after VERB” (committed, and nobody told), or
“before METHOD” and “after METHOD” for a call of Slack's Web API.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from typing import Any

from bot.cli import _run
from bot.operations.console import set_log
from bot.outbound.slack import Gateway
from bot.setup.settings import Role, load
from storage.ledger.core.ledger import Ledger

VERBS = ("assign", "begin", "hand_in", "decide", "undo", "effect", "mark_sending", "record_sent")
CALLS = ("chat.postMessage", "chat.update")
POINTS = tuple(f"{when} {what}" for what in (*VERBS, *CALLS) for when in ("before", "after"))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Kill this process when it comes to the point."""
    call = Gateway.call

    def armed(do: Callable[..., Any]) -> Callable[..., Any]:
        async def doing(self: Ledger, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            name = verb.__name__

            def run(*given: Any, **more: Any) -> Any:
                made = verb(*given, **more)
                if point == f"before {name}":
                    die()
                return made

            done = await do(self, run, *args, **kwargs)
            if point == f"after {name}":
                die()
            return done

        return doing

    async def calling(self: Gateway, method: str, **arguments: Any) -> Any:
        if point == f"before {method}":
            die()
        done = await call(self, method, **arguments)
        if point == f"after {method}":
            die()
        return done

    Ledger.do, Ledger.do_soon = armed(Ledger.do), armed(Ledger.do_soon)  # type: ignore[method-assign, assignment]
    Gateway.call = calling  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    set_log("error")
    arm(os.environ["CRASH_AT"])
    asyncio.run(_run(load(), Role.ALL))
