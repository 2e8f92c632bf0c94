"""What rules can never do, whatever material there is: other words, a deed, a reminder."""

import re

from agents.offline.markdown import quoted
from agents.roster.ends import CannotDo

HELPS = "Connect one, or write “say:” before words that should come back as they are."
_ASKED = r"\W*(?:(?:please|can you|could you|bitte|per favore|por favor)\s+)*"
_REWORDS = re.compile(  # other words for the same are wanted, however many there are
    rf"{_ASKED}(?:translat\w+|rewrite|rephrase|reword|paraphrase|polish(?= (?:this|it|the|my|our|these)\b|\W*$)|"
    r"proofread|tradu(?:ci|rre|zione|cir|ce|cción|is|ire|isez|ction)|riscriv[ie]\w*|rivedi lo stile|correggi|"
    r"(?:ü|ue)bersetz\w*|umschreib\w*|umformulier\w*|korrigier\w*|poliere|r[ée][ée]cri\w+|reformule[rz]?|corrige[rz]?|"
    r"reescrib\w+|reformula\w*|pule|corregir)(?!\w)",
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


def only_a_model_ever(goal: str) -> CannotDo | None:
    """Return the reason why no material at all would help; None when some may help."""
    if _REMINDER.match(goal):
        return CannotDo(NO_REMINDER)
    if _DEED.match(goal):
        return CannotDo(f"{quoted(goal)} {NO_DEED}")
    reworded = _REWORDS.match(goal) or _FEELS.match(goal)
    return CannotDo(f"{quoted(goal)} needs a language model. {HELPS}") if reworded else None
