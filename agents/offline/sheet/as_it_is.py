"""Tables as they came."""

from agents.offline.arranged import Arranged
from agents.offline.markdown import bullets, sections, tables
from agents.offline.material.material import Material
from agents.offline.parts import not_done
from agents.offline.table_goal import as_it_came


def shown(goal: str, material: Material) -> Arranged:
    """Return the tables as they came, for a goal that is not fully understood."""
    made = sections(("Notes", bullets(material.remarks)), ("The table", tables(material.tables)))
    return Arranged(sections=made, summary=as_it_came(goal, material.tables), missing=(not_done(goal),))
