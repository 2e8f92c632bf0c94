"""The forms that can be made without a model, recognised by the words of what is asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from agents.offline.actions import action_items
from agents.offline.answer import answer
from agents.offline.arranged import Arranged, Question
from agents.offline.checklist import checklist
from agents.offline.chronology import chronology
from agents.offline.comparison import comparison
from agents.offline.document.document import document
from agents.offline.faq import faq
from agents.offline.listing.enumeration import enumeration
from agents.offline.listing.listing import listing
from agents.offline.mail_goal import NAMED
from agents.offline.material.material import Material
from agents.offline.memo import memo
from agents.offline.reply import reply
from agents.offline.sheet.sheet import sheet
from agents.offline.short_mail import ASK, short_mail

Fill = Callable[[str, Material], Arranged | Question]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that the offline worker can make.

    Attributes:
        named: what in the first line of a goal asks for it.
        orders: whether lines that begin with an order are its material.
        lacking: the question where there is no material; empty for the usual one.
    """

    named: str
    fill: Fill
    orders: bool = False
    lacking: str = ""


FORMS: tuple[Form, ...] = (
    Form(
        r"\b(?:faqs?|q\s?&\s?a|questions and answers|domande frequenti|domande e risposte|"
        r"h(?:ä|ae)ufige fragen|fragen und antworten|questions fr[ée]quentes|foire aux questions|"
        r"preguntas frecuentes|preguntas y respuestas)\b",
        faq,
    ),
    Form(
        r"\b(?:action (?:items?|points?|list)|actions|to-?do(?:s| list)?|next steps|who does what|azioni|"
        r"cose da fare|prossimi passi|aufgaben(?:liste)?|maßnahmen|nächste schritte|t[âa]ches|prochaines [ée]tapes|"
        r"acciones|tareas|pr[óo]ximos pasos)\b",
        action_items,
        orders=True,
    ),
    Form(
        r"\b(?:check-?\s?list(?:s|en?)?|lista di controllo|prüfliste|"
        r"liste de contrôle|lista de (?:comprobación|verificación))\b",
        checklist,
        orders=True,
    ),
    Form(r"\b(?:compar\w+|versus|vs|confront\w+|paragon\w*|vergleich\w*|gegenüberstellung)\b", comparison),
    Form(
        r"\b(?:ch?ronolog\w*|cronolog[íi]a|zeit(?:leiste|strahl)|línea de tiempo|"
        r"ligne du temps|timeline|time line|sequence of events|what happened when)\b",
        chronology,
    ),
    Form(
        r"\b(?:sort(?:ed)?|alphabetical\w*|in order|order (?:these|them|all|by|(?:this|the|my) list)|ordered by|"
        r"ordina(?:re)?|ordine alfabetico|"
        r"sortier\w*|alphabetisch\w*|trie[rz]?|alphabétique|ordena(?:r)?|alfabético)\b",
        listing,
        orders=True,
    ),
    Form(
        r"\b(?:answer|reply|respond|response|letter|rispond\w+|risposta|lettera|(?:be)?antwort\w*|schreiben an|"
        r"brief an (?:(?-i:[A-ZÄÖÜ])\w*|(?:den|die|das|eine?n?|mein\w*|unser\w*)\b)|"
        r"r[ée]pon\w+|lettre|respuesta|respond[ea]r?|contesta\w*|carta)\b",
        reply,
    ),
    Form(NAMED, short_mail, lacking=ASK),
    Form(r"\?\s*$", answer),
    Form(
        r"\b(?:memo|decision|minutes|promemoria|verbale|decisione|protokoll|entscheidung\w*|compte[- ]rendu|"
        r"procès-verbal|décision|acta|decisión)\b",
        memo,
    ),
    Form(
        r"\b(?:table|figures?|numbers?|totals?|average|csv|sheet|spreadsheet|tabell[ae]n?|total[ei]|zahlen|(?:gesamt)?summen?|"
        r"durchschnitt|tableau|totaux|chiffres|moyenne|tabla|cifras|totales|promedio)\b",
        sheet,
    ),
    Form(
        r"\b(?:list|lista|elenco|liste|agenda|tagesordnung|ordine del giorno|ordre du jour|orden del d[íi]a)\b",
        enumeration,
    ),
)
REST = Form("", document)


def form_of(asked: str) -> Form:
    """Return the form that the first line of a goal asks for."""
    return next((form for form in FORMS if re.search(form.named, asked, re.I)), REST)
