"""What an editor remembers: the draft that is edited, where it was opened, and what lies beneath."""

from dataclasses import dataclass

from bot.views import ids
from storage.rules.values.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """What an editor's private metadata says.

    Attributes:
        value: the item and the version that is edited.
        place: the message where the person pressed; None in a window.
        kept: the key of words of theirs that stood in it at first.
        under: the window beneath, as `window.beneath` has it.
    """

    value: ids.Value
    place: Place | None = None
    kept: str = ""
    under: str = ""

    def __str__(self) -> str:
        place = self.place or Place("")
        return f"{self.value}|{place.channel}|{place.ts or ''}|{self.kept}\n{self.under}"


def read(metadata: str) -> Editor | None:
    """Return what an editor's private metadata says; None for what we never wrote."""
    line, _, under = metadata.partition("\n")
    named, channel, ts, kept = (*line.split("|"), "", "", "")[:4]
    value = ids.parse(named)
    place = Place(channel, ts) if channel and ts else None
    return Editor(value=value, place=place, kept=ids.key(kept) or "", under=under) if value else None
