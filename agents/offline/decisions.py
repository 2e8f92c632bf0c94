"""What a line says of decisions, in five languages: that something was decided, or that it is still open."""

import re

from agents.offline.remarks.remark import Remark

_LABEL = (
    r"(?:decisions?|beschl(?:uss|üsse)|entscheidung(?:en)?|decision[ei]|delibera|décisions?|decisi(?:ón|ones))"
    r"(?:\s+(?:needed|required|pending|due))?\s*:"
)
_DECIDED = re.compile(
    rf"(?:\bdecided|^{_LABEL}|\bdecisions?\s*:|\b(?:the|our) decision (?:is|was) (?:to|that|for)|\bagreed|"
    r"\b(?:we|all|both|everyone|everybody) (?:all |both |now )?agrees?|\bapproved|\bchosen?|\bgo with|"
    r"\bsettled|\bsigned off|\bentschieden|\bbeschlossen|\bvereinbart|\bdeciso|\bconcordato|\bapprovat[oa]|\bdécidé|"
    r"\bconvenu|\bapprouvée?|\bdecidi(?:do|mos)|\bacordado|\baprobad[oa])(?!\w)",
    re.I,
)
_CLAUSE = r"(?:(?!\b(?:but|aber|ma|mais|pero)\b)[^.,;:])*$"
_DENIED = re.compile(  # “we have not decided”, “nothing was agreed”
    r"(?:\b(?:not|never|no|nobody|nothing|none|neither|nor|yet to|nicht|nie|kein\w*|niemand|nichts|non|mai|nessun\w*|"
    rf"niente|pas|jamais|rien|personne|aucun\w*|nunca|nadie|nada)\b|n['’]t\b){_CLAUSE}",
    re.I,
)
_NOT_YET = re.compile(  # “it has to be approved”, “Cara would agree”, “if it is decided”
    r"\b(?:would|could|may|might|can|should|must|needs?|ha(?:s|ve|d) to|will be|to|gets?|hop(?:e|es|ing)|wants?|"
    r"wish(?:es)?|tr(?:y|ies|ying)|thinks?|believes?|if|once|when|whether|until|unless|muss|müssen|soll\w*|kann|können|"
    r"könnte\w*|würde\w*|möchte\w*|wollen|wird|werden|falls|wenn|sobald|ob|va|vanno|deve|devono|dovrebbe|può|potrebbe|"
    r"vorre\w+|vuole|sia|venga|se|quando|faut|doit|devrait|peut|pourrait|voudrait|veut|soit|si|quand|debe|que sea|"
    rf"tiene que|puede|podría|quiere|sea|cuando)\b{_CLAUSE}",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:open question|unclear|unsure|not sure|tbd|to be decided|still open|don['’]t know)\b|"
    r"^(?:who|what|when|where|which|how|why|whether|if)\b.*\b(?:is|are|remains?) open\b|"
    r"^(?:open|offen|zu klären|zu entscheiden|apert[oaie]|da (?:decidere|definire|chiarire)|ouverte?s?|"
    r"à (?:décider|définir|clarifier)|abiert[oa]s?|por (?:decidir|definir))\s*:|"
    r"\b(?:needs?|ha(?:ve|s)|must|should)\s+(?:still\s+)?(?:to\s+)?decide\b|"
    r"\bm(?:uss|üssen)\b[^.]*\bentscheiden\b|\b(?:dobbiamo|devono|deve|bisogna)\b[^.]*\bdecidere\b|"
    r"\b(?:devons|doit|doivent|faut)\b[^.]*\bdécider\b|\b(?:debemos|hay que|tenemos que)\b[^.]*\bdecidir\b|"
    r"^decisions? (?:needed|required|pending|due)\b|"
    rf"^{_LABEL}\s*(?:still\s+|noch\s+|ancora\s+|encore\s+|aún\s+)?(?:open|pending|none yet|not yet|tbd|"
    r"to be (?:made|taken|decided|agreed|confirmed|discussed|defined)|offen|ausstehend|vertagt|apert[ao]|"
    r"da (?:prendere|decidere)|ouverte?|à prendre|abierta|pendiente)\b",
    re.I,
)


def open_point(remark: Remark) -> bool:
    """Tell whether a line asks something, or says that something is open."""
    return remark.asks or _OPEN.search(remark.text) is not None


def is_decision(remark: Remark) -> bool:
    """Tell whether a line says that something was decided; “nothing decided” and “still to decide” do not count."""
    return not open_point(remark) and decides(remark.text)


def decides(text: str) -> bool:
    """Tell whether a text says that something was decided, even if it also names something open."""
    before = (text[: match.start()] for match in _DECIDED.finditer(text))
    return any(not _DENIED.search(words) and not _NOT_YET.search(words) for words in before)
