"""What people say instead of pressing a button of a card, as tables of whole phrases, in five languages.

They are written as `plain.plain` leaves a text.
"""

from storage.rules.phrases import table

LETTERS = "abcd"


UNDO = table(
    "undo|undo it|undo this|undo that|take back|take it back|rueckgaengig|mach es rueckgaengig|annulla la decisione",
    "defais|deshacer|deshaz|deshazlo",
)
REOPEN = table(
    "reopen|reopen it|re open|open again|open it again|wieder oeffnen|oeffne es wieder|riapri|riaprilo|rouvre|rouvrir",
    "reabre|reabrir",
)
RETRY = table(
    "retry|retry it|start again|start it again|run again|run it again|nochmal|noch einmal|nochmal versuchen|riprova",
    "reessaie|reessayer|reintenta|reintentar",
)
ALLOW = table(
    "allow|allow it|allow this|allow once|i allow|i allow it|erlauben|erlaubt|ich erlaube es|consenti|permetti",
    "autorise|autoriser|permite|permitir|autoriza",
)
_TAKE = table(
    "|take|i take|i'll take|i want|version|take version|option|approve|approve version|pick|choose|use|i prefer|nimm",
    "ich nehme|prendo|prendi|scelgo|versione|je prends|prends|elijo|tomo",
)
TAKE = frozenset(f"{verb} {letter}".strip() for verb in _TAKE for letter in LETTERS)
ALL = table(
    "all|everything|them all|all of them|all of it|all of these|all of those|all these|all cards|all the cards",
    "all drafts|all the drafts|all tasks|the lot|both|both of them|all the rest|the rest|the others|every one|each one",
    "to all|to all of them|to everything|everything that is ready|everything that's ready|everything ready|all ready",
    "all that is ready|alle|alles|beide|alle karten|alle entwuerfe|zu allem|allen|tutto|tutti|tutte|entrambi|entrambe",
    "a tutto|a tutti|tout|tous|toutes|les deux|a tout|todo|todos|todas|ambos|a todo",
)
