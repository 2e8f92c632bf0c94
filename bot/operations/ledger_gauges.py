"""The ledger's counts, as lines of `/metrics`."""

from collections.abc import Iterator

from bot.operations.prometheus import sample
from storage.ledger.queries import gauging


def of_ledger(counts: gauging.Gauges) -> Iterator[str]:
    """Yield the lines of all that the ledger counts."""
    for name, words, label, values in (
        ("sluice_jobs", "Background jobs that are not done, by kind.", "kind", counts.jobs),
        ("sluice_oldest_job_seconds", "Since the oldest job of a kind was due.", "kind", counts.late),
        ("sluice_posts", "Messages by state.", "state", counts.posts),
        ("sluice_decisions", "Decisions that were not undone.", "verdict", counts.decisions),
        ("sluice_model_calls", "Calls of language models.", "model", counts.calls),
    ):
        yield f"# HELP {name} {words}"
        yield f"# TYPE {name} gauge"
        for key, value in sorted(values.items()):
            yield sample(name, {label: key}, value)
