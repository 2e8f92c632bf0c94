"""Whether a draft only gives back the words that it was made from, and what is said instead of handing it in."""

import re

from agents.offline.arranged import Arranged, quoted
from agents.offline.document import words_are_wanted
from agents.offline.material import Material
from agents.offline.parts import head_of
from agents.roster.ends import CannotDo
from storage.rules.words import unmarked

NOTHING_TO_ARRANGE = (
    "Without a language model I can only arrange, and these are your own words. Connect one, give a file with more, or "
    "answer “say:” and the words that should come back as they are."
)
_HELPS = "Connect one, or write “say:” before words that should come back as they are."
_SHAPED = re.compile(r"^(?:\||\*\*|> |- \[|\d+\.)", re.M)
_ASKED = r"\W*(?:(?:please|can you|could you|bitte|per favore|por favor)\s+)*"
_REWORDS = re.compile(  # other words for the same are wanted, however many there are
    rf"{_ASKED}(?:translat\w+|rewrite|rephrase|reword|paraphrase|polish(?= (?:this|it|the|my|our|these)\b|\W*$)|"
    r"proofread|tradu(?:ci|rre|zione|cir|ce|cción|is|ire|isez|ction)|riscriv[ie]\w*|rivedi lo stile|correggi|"
    r"(?:ü|ue)bersetz\w*|umschreib\w*|umformulier\w*|korrigier\w*|poliere|r[ée][ée]cri\w+|reformule[rz]?|corrige[rz]?|"
    r"reescrib\w+|reformula\w*|pule|corregir)(?!\w)",
    re.I,
)
_WRITING = re.compile(  # where the words are there, and others are wanted
    r"\b(?:translat\w+|rewrite|rephrase|blog|article|story|tagline|slogan|headline|ad|advert\w*|pitch|speech|script|"
    r"press release|newsletter|tradu\w+|riscriv\w+|(?:ü|ue)bersetz\w*|umschreib\w*|artikel|articolo|traduire|"
    r"r[ée]ecri\w+|art[íi]culo|reescrib\w+|slogans?|tl;?\s?dr|shorten|condense|improve|simplify|extract|pick out|"
    r"k(?:ü|ue)rze\w*|vereinfach\w*|verbesser\w*|accorcia\w*|semplifica\w*|migliora\w*|raccourci\w*|simplifie\w*|"
    r"am[ée]liore\w*|acorta\w*|simplifica\w*|mejora\w*)(?!\w)",
    re.I,
)
_REMINDER = re.compile(
    rf"{_ASKED}(?:remind (?:me|us)|erinner[ne]?\s+(?:mich|uns)|ricorda(?:mi|ci)|"
    r"rappell?e[rz]?[\s-](?:moi|nous)|recu[ée]rda(?:me|nos))\b",
    re.I,
)
_WHAT = r"(?:an?|the|my|our|us|me|some|him|her|them|eine?n?|den|die|das|uns|mir|un[oae]?|il|lo|la|le|el|les|mi|al?)"
_DEED = re.compile(  # what nothing here can do
    rf"{_ASKED}(?:(?:book|reserve|buy|cancel|rent|call|phone|ring|pay|order(?= (?:an?|some|us|me)\b)|buche?|"
    rf"reserviere?|kaufe?|rufe?|prenota|chiama|compra|réserve[rz]?|appelle[rz]?|achète[rz]?|reserva|llama)\s+{_WHAT}\b|"
    r"(?:call|phone|pay)\s+(?-i:[A-ZÀ-Þ])\w+\W*$|"
    r"do something\b|help(?: (?:me|us))?\W*$|tu (?:was|etwas)\b|hilf(?:e| mir)?\W*$|fai qualcosa\b|aiuto\W*$|"
    r"aide[rz]?(?:-moi)?\W*$|ayuda\W*$)",
    re.I,
)
_FEELS = re.compile(
    r"\W*(?:(?:i['’]?m|i am|i feel|we are|ich bin|ich fühle mich|sono|je suis|estoy)\s+"
    r"(?:(?:so|very|really|too|sehr|zu|così|molto|très|trop|muy|tan)\s+)*(?:angry|sad|tired|bored|lost|afraid|stressed|"
    r"frustrated|lonely|upset|desperate|wütend|traurig|müde|verzweifelt|stanc[oa]|triste|arrabbiat[oa]|fatiguée?|fâchée?|"
    r"cansad[oa]|enfadad[oa])|i hate|why (?:does|do|is) (?:nobody|no one|everyone|everything)|"
    r"this is (?:terrible|awful|a disaster)|ich hasse|warum hilft)\b",
    re.I,
)
NO_DEED = "can't be done: without a language model I arrange words, and I call, buy and book nothing."
NO_REMINDER = "Sluice sends no reminders. Slack does: type /remind in any message box."


def echoes(goal: str, arranged: Arranged, material: Material) -> bool:
    """Tell whether a draft only repeats the lines of its material in their order."""
    as_they_are = words_are_wanted(goal) and not _WRITING.search(goal)
    if arranged.shaped or as_they_are or len(arranged.sections) > 1 or material.tables:
        return False
    lines = [line for section in arranged.sections for line in section.lines if line.strip()]
    if lines == [f"{r.mark} {r.text}".strip() for r in material.remarks]:
        return True
    if _SHAPED.search("\n".join(lines)):
        return False
    pairs = zip(lines, material.remarks, strict=False)
    same = all(unmarked(line).removesuffix(f" ({remark.source})") == unmarked(remark.text) for line, remark in pairs)
    return same and len(lines) == len(material.remarks)


def only_a_model(goal: str, material: Material) -> CannotDo | None:
    """Return the reason why only a model could do this, not more material; None when more material may help."""
    wish = next(iter(material.instructions), goal if goal.endswith("?") or _WRITING.search(head_of(goal)) else "")
    return CannotDo(f"{quoted(wish)} needs a language model. {_HELPS}") if wish else None


def only_a_model_ever(goal: str) -> CannotDo | None:
    """Return the reason why no material at all would help; None when some may help."""
    if _REMINDER.match(goal):
        return CannotDo(NO_REMINDER)
    if _DEED.match(goal):
        return CannotDo(f"{quoted(goal)} {NO_DEED}")
    reworded = _REWORDS.match(goal) or _FEELS.match(goal)
    return CannotDo(f"{quoted(goal)} needs a language model. {_HELPS}") if reworded else None
