"""Several commands that were pasted as one: Slack sends them as the text of the first."""

import re

from storage.rules.noted import Problem


def several_commands(text: str, command: str) -> tuple[Problem, ...]:
    """Return why nothing comes of a text that holds the command again, at the beginning of a line."""
    again = re.search(rf"^\s*{re.escape(command)}\s", text, re.M)
    why = f"One command makes one task: send each {command} by itself."
    return (Problem(why=why),) if again is not None else ()
