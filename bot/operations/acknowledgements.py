"""How fast Slack's requests are answered."""

import contextlib
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager

from bot.inbound.transport import Serving

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)  # seconds; Slack waits for three


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
