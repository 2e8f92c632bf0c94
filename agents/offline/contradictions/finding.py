"""Where notes contradict each other: two sums for one thing, or a line that says that both can't be right."""

from agents.offline.contradictions.marked import marked_lines
from agents.offline.contradictions.sums import sums_in, without_spaces
from agents.offline.contradictions.two_sums import two_sums
from agents.offline.markdown import quoted
from agents.offline.material.material import Material


def contradictions(material: Material) -> tuple[str, ...]:
    """Return what the notes say in two ways without deciding between them."""
    settled = {without_spaces(s) for r in material.decided() for s in sums_in(r.words)}
    found: list[str] = []
    for thing, pair, words in (*marked_lines(material.remarks), *two_sums(material.remarks)):
        if settled & set(map(without_spaces, pair)):
            continue
        on = f" on {thing}" if thing else ""
        told = " and ".join(pair) or quoted(words, 20)
        found.append(f"The notes contradict each other{on}: {told}{'' if told.endswith('”') else '.'}")
    return tuple(dict.fromkeys(found))
