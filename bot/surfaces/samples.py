"""The sample tasks that a new person can try."""

from collections.abc import Mapping

from bot import samples
from storage.rules.values.brief import Brief
from storage.rules.values.source import Source
from storage.rules.values.worker import agent

SAMPLES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "memo": ("Decision memo from the pricing meeting", "pricing-meeting.md", ("names the price", "at most 250 words")),
    "answer": ("Answer to Acme on the double charge", "double-charge.md", ("mentions the refund", "at most 200 words")),
    "table": ("Summary of the sales table", "quarter-sales.csv", ("names October",)),
}


def sample(name: str) -> Brief:
    """Return the brief of one of the sample tasks that the repository carries."""
    title, file, criteria = SAMPLES[name]
    material = Source(file, samples.text(file))
    return Brief(goal=title, worker=agent("writer"), title=title, criteria=criteria, sources=(material,))
