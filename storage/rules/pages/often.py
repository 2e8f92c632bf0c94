"""What views draw of what was left or put off often."""

from dataclasses import dataclass

from storage.rules.words import listed

LEFT_MOST = 3  # times that an item is left before it rests


@dataclass(frozen=True, slots=True, kw_only=True)
class Often:
    """The tasks that a week's first collection names: those that were left often enough, and rest; and those that were
    put off often."""

    left: tuple[str, ...] = ()
    put_off: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.left or self.put_off)

    @property
    def line(self) -> str:
        """One line for people that names what rests or was put off often, and how it comes back."""
        rests = f"Left three times and at rest: {listed(self.left)}. /collect now brings what rests."
        again = f"Put off three times or more: {listed(self.put_off)}."
        return " ".join([*([rests] if self.left else []), *([again] if self.put_off else [])])
