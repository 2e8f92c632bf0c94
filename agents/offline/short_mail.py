"""A mail from a few lines: the person's own lines as sentences, between a greeting and a closing."""

import re

from agents.offline.arranged import Arranged, Question, Section
from agents.offline.document.document import document
from agents.offline.letter import addressee, framed
from agents.offline.mail_goal import as_letter
from agents.offline.mail_text import as_text
from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.own_text import labelled, line_of
from agents.offline.points.facts import is_order
from agents.offline.remarks.remark import Remark
from agents.offline.withheld import withheld
from storage.rules.words import cut_words

MOST = 120  # words: what is longer is notes, and is arranged as such
ASK = (
    "What should the mail say? A line for each point is enough: a greeting and a closing are put around them, and no "
    "other word."
)
READ = "Read it as who gets it will: your lines became sentences, and nothing else was changed."
_ORDER = re.compile(  # what to say is left to the writer
    r"(?:please\s+)?(?:(?:thank|tell|ask|remind|invite|assure|congratulate)\s+(?:them|him|her|everybody|everyone)|"
    r"(?:mention|say|explain|emphasi[sz]e|stress|apologi[sz]e)\b(?!:))",
    re.I,
)
HEADER = re.compile(r"(?:from|von|da|de|sent|gesendet|subject|betreff|oggetto|objet|asunto)\s*:\s+\S", re.I)


def short_mail(goal: str, material: Material) -> Arranged | Question:
    """Return the few lines of a mail as sentences in a frame; what is long, private or a received mail: a document."""
    lines = labelled(material)
    if not lines and (_is_no_text(material) or withheld(map(line_of, material.remarks))):
        return document(goal, material)
    orders = () if lines else tuple(remark for remark in material.remarks if _is_order(remark))
    text = lines or as_text([remark for remark in material.remarks if remark not in orders])
    if not text:
        return Question(ASK, ASK, shown=False)
    return Arranged(
        sections=(Section("", framed(goal, text, addressee(as_letter(goal)))),),
        summary=f"A mail in the lines it was given: {cut_words(' '.join(filter(None, text)), 30)}",
        missing=tuple(f"Not followed, that needs a language model: {quoted(order.text)}" for order in orders),
        remarks=(READ,),
        shaped=True,
    )


def _is_no_text(material: Material) -> bool:
    """Whether it is too long to be the words of a mail, or a mail that somebody sent."""
    received = any(HEADER.match(remark.text) for remark in material.remarks)
    return bool(material.tables) or received or material.words > MOST


def _is_order(remark: Remark) -> bool:
    return is_order(remark.text) or _ORDER.match(remark.text) is not None
