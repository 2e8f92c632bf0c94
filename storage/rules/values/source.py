"""The text that came with a brief."""

from dataclasses import dataclass

EXAMPLE = "An example, approved before"  # how the name of a source begins that is not about this
UNREAD = "(This file could not be read:"  # how the text of a file begins that could not


@dataclass(frozen=True, slots=True)
class Source:
    """Text that came with a brief: pasted, attached, or the thread that it came from."""

    name: str
    text: str
    file: str = ""  # its id in Slack, where it is a file of somebody there
    task: str = ""  # the name of an earlier step, where it is the draft that was approved there

    @property
    def is_example(self) -> bool:
        """Whether it shows what was approved before: how it should look, and nothing of what it should say."""
        return self.name.startswith(EXAMPLE)

    @property
    def unread(self) -> str:
        """The reason why a file could not be read; '' where it could."""
        return self.text.removeprefix(UNREAD).strip("() ") if self.text.startswith(UNREAD) else ""
