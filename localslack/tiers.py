"""Slack's rate tiers: how often a method may be called before it answers 429 with Retry-After.

Source: docs.slack.dev/apis/web-api/rate-limits and each method's page. The documents give floors (“20+ per minute”);
here they are the limits.
"""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from localslack.methods import METHODS
from localslack.workspace import Json

WINDOW = 60.0  # seconds
TIERS = {2: 20, 3: 50, 4: 100}  # calls a minute of one method
BURST, BURST_WINDOW = 5, 5.0  # messages that a channel takes within so many seconds


@dataclass(slots=True)
class Meter:
    """The counter of one app's calls in one workspace."""

    clock: Callable[[], float] = time.monotonic
    _calls: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def wait(self, method: str, arguments: Json) -> int:
        """Return the seconds until the method may be called again; 0 when this call may go on."""
        if method == "chat.postMessage":
            return self._take(f"{method} {arguments.get('channel')}", BURST, BURST_WINDOW)
        tier = METHODS[method].tier if method in METHODS else 0
        return self._take(method, TIERS[tier], WINDOW) if tier else 0

    def _take(self, what: str, most: int, window: float) -> int:
        now, calls = self.clock(), self._calls[what]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) < most:
            calls.append(now)
            return 0
        return max(1, math.ceil(calls[0] + window - now))
