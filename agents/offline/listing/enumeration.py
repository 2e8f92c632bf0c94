"""A list of what is named one after the other, in its own order."""

from collections.abc import Sequence

from agents.offline.arranged import Arranged, Question, Section
from agents.offline.document.document import FEW, document
from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.parts import of_all
from agents.offline.remarks.entries import is_entry, named
from agents.offline.remarks.remark import Remark
from agents.offline.sheet.sheet import sheet
from storage.rules.words import cut_words, many


@of_all
def enumeration(goal: str, material: Material) -> Arranged | Question:
    """Arrange entries as a list in their own order; other material becomes a sheet or a document."""
    if material.tables:
        return sheet(goal, material)
    entries = entries_of(material.remarks)
    listed = entries and material.words <= FEW and all(map(is_entry, entries))
    if not listed:
        return document(goal, material)
    if all(r.mark for r in material.remarks):
        return Question("It is a list already. What else should be on it?", "It is a list already.", shown=False)
    if len(entries) == 1:
        return ask_for_more(entries[0])
    mark = "; " if any("," in entry for entry in entries) else ", "
    first = f"{many(len(entries), 'entry', 'entries')}: {cut_words(mark.join(entries), 20)}"
    return Arranged(sections=(Section("", tuple(f"- {e}" for e in entries)),), summary=f"{first}.", shaped=True)


def ask_for_more(entry: str) -> Question:
    """Return what is asked where a list would only give its one entry back."""
    return Question(
        f"{quoted(entry)} is all that I find. What else should be on it?", "There is one entry.", shown=False
    )


def entries_of(remarks: Sequence[Remark]) -> list[str]:
    """Return what the lines name; of several lines with two parts each (“Paris, France”), each is one thing."""
    found = [named(r.text) for r in remarks]
    if len(found) > 1 and all(len(each) == 2 and "," in r.text for r, each in zip(remarks, found, strict=True)):
        return [r.text for r in remarks]
    return [entry for r, each in zip(remarks, found, strict=True) for entry in each or [r.text]]
