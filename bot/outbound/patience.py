"""How long a post waits for Slack to say whether it has it, where Slack answers everything but that."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.outbound.outcomes import Later, Never, Unclear
from bot.outbound.slack import Gateway

LONGEST = 600.0  # seconds
MOST = 1000  # posts that are kept


@dataclass(slots=True)
class Patience:
    """The posts whose look-ups Slack does not answer, and since when."""

    longest: float = LONGEST
    clock: Callable[[], float] = time.monotonic
    _since: dict[int, float] = field(default_factory=dict)

    async def ends(self, slack: Gateway, post_id: int) -> bool:
        """Tell whether to look no more: its conversation would be held back for ever.

        A Slack that is away is waited for, however long.
        """
        if len(self._since) > MOST:
            self._since.clear()
        now = self.clock()
        if now - self._since.setdefault(post_id, now) < self.longest:
            return False
        del self._since[post_id]
        try:
            await slack.call("auth.test")
        except (Later, Never, Unclear):
            return False
        return True
