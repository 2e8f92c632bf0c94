"""Local Slack in a process of its own, until it is killed: `python -m benchmarks.slack_alone [PEOPLE]`."""

import asyncio
import math
import sys

from benchmarks.crowd import config, name
from localslack.server import LocalSlack

EVERYONE = "everyone"  # the last part of a response_url that takes any number of answers


async def serve(people: int) -> None:
    slack = LocalSlack(config=config(people))
    for n in range(1, people + 1):
        slack.workspace.dm(name(n))
    everyone = {"channel": "C01GEN", "user": name(1), "ts": None, "ephemeral": True}
    slack.delivery.responses[EVERYONE] = {**everyone, "uses": -(10**9), "at": math.inf}
    print(await slack.start(), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
