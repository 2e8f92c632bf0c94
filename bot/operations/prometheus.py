"""Prometheus's text format: one number with its name, its words and its labels."""

from collections.abc import Mapping


def gauge(name: str, words: str, labels: Mapping[str, str], value: float) -> list[str]:
    """Return the lines of one number."""
    return [f"# HELP {name} {words}", f"# TYPE {name} gauge", sample(name, labels, value)]


def sample(name: str, labels: Mapping[str, str], value: float) -> str:
    """Return the line that holds a number."""
    pairs = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
    return f"{name}{{{pairs}}} {_number(value)}" if pairs else f"{name} {_number(value)}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6f}"
