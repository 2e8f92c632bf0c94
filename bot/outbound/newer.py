"""Which of Slack's newer blocks a workspace has: asked of Slack, remembered for a week, never needed."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack import Gateway
from bot.views.kit import Block
from bot.views.newer import SAMPLES

log = structlog.get_logger()

REMEMBERED = 7 * 86_400.0  # seconds


@dataclass(slots=True)
class Newer:
    """The newer kinds of block that this workspace takes.

    Slack's blocks.validate is asked once for each kind; where it does not answer, the older block is sent.
    """

    slack: Gateway
    clock: Callable[[], float] = time.monotonic
    _answers: dict[str, tuple[bool, float]] = field(default_factory=dict)

    async def takes(self, sample: Block) -> bool:
        """Tell whether the workspace takes a kind of block; False while Slack does not say."""
        kind = str(sample["type"])
        answer, until = self._answers.get(kind, (False, 0.0))
        if self.clock() < until:
            return answer
        try:
            await self.slack.call("blocks.validate", blocks=[sample])
            answer = True
        except Never as error:
            log.info("block.not_here", kind=kind, why=str(error))
            answer = False
        except (Later, Unclear):
            return False
        self._answers[kind] = (answer, self.clock() + REMEMBERED)
        return answer

    async def draws(self) -> frozenset[str]:
        """Return which of the newer kinds of blocks the workspace takes."""
        return frozenset([kind for kind, sample in SAMPLES.items() if await self.takes(sample)])
