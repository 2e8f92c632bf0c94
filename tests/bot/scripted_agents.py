"""The agents' process with a model that hands in at once."""

from bot.agents_process import main
from tests.agents.scripted import Scripted, hands_in


def run() -> None:
    """Run the process until it is ended."""
    main(lambda settings: lambda name, heat: Scripted(script=[hands_in()]))


if __name__ == "__main__":
    run()
