"""What a goal wishes of a draft and rules cannot do: a language, a count, a shape, a tone, a choice."""

import re
from dataclasses import replace

from agents.offline.arranged import Arranged
from agents.offline.markdown import quoted
from agents.offline.wishes.choice import unmet_choice
from agents.offline.wishes.count import unmet_count
from agents.offline.wishes.shape import FORM, unmet_shape, unmet_tone
from agents.offline.wishes.tongue import unmet_tongue

_KIND = re.compile(  # what has to be thought out
    r"(?:analys[ei]s|plan|proposal|strategy|description|contract|invoice|offer|quote|policy|essay|poem|cv|roadmap|"
    r"specification|script|business case|concept|analyse|konzept|angebot|rechnung|vertrag|stellenanzeige|strategie|"
    r"analisi|piano|offerta|fattura|contratto|proposta|strategia|devis|facture|contrat|proposition|stratégie|análisis|oferta|"
    r"factura|contrato|propuesta|estrategia)\W*$",
    re.I,
)
_NAMED_FORM = re.compile(rf"\b{FORM}\b|:", re.I)
_ABOUT = re.compile(
    r"\s(?:on|of|about|for|with|from|to|in|as|über|für|zu[mr]?|von|mit|su|di|del\w*|per|con|sur|de|du|pour|avec|sobre|"
    r"para)\b.*",
    re.I,
)


def with_unmet(goal: str, arranged: Arranged) -> Arranged:
    """Return a draft that names the wishes of its goal that it does not meet."""
    if any(line.startswith(("Not done", "Not written")) for line in arranged.missing):
        return arranged
    lines = [line for section in arranged.sections for line in section.lines if line.strip()]
    wishes = (*unmet_tongue(goal, lines), *unmet_count(goal, lines), *unmet_shape(goal, lines), *unmet_tone(goal))
    told = [_not_followed(wish) for wish in (*wishes, *unmet_choice(goal, arranged, lines))]
    if _KIND.search(head := _ABOUT.sub("", goal)) and not _NAMED_FORM.search(head):
        told.append(f"Not written as {quoted(head)}: without a language model your lines stay as they are.")
    return replace(arranged, missing=(*arranged.missing, *told))


def _not_followed(wish: str) -> str:
    return f"Not followed, that needs a language model: {quoted(wish.strip(' .,;'))}"
