"""A chat model that costs nothing but its time: it plays the worker, the critic, and who looks at a new brief."""

from typing import Any

from tests.agents.scripted import Scripted, hands_in, says


def model(latency: float, calls: int) -> Scripted:
    """Return a model that looks at files and hands in with so many calls, each of which takes `latency` seconds."""

    def answer(messages: list[Any]) -> Any:
        asked = str(messages[0].content)
        if asked.startswith("You review"):
            return says(Review={"criteria": [], "look_first": "the price"})
        if asked.startswith("You read the brief"):
            return says(Suggestion={"criteria": ["name the price"]})
        done = sum(1 for message in messages if message.type == "tool")
        return says(read_file={"name": f"in/{done}.md"}) if done < calls - 1 else hands_in()

    return Scripted(script=[answer], latency=latency)
