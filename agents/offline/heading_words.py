"""The headings of drafts, in five languages."""

from collections.abc import Mapping

_LANGUAGES = ("de", "it", "fr", "es")
_ROWS = """
Decision | Entscheidung | Decisione | Décision | Decisión
Decided | Entschieden | Deciso | Décidé | Decidido
Main points | Das Wichtigste | Punti principali | Points principaux | Puntos principales
Also in the notes | Außerdem in den Notizen | Altro negli appunti | Aussi dans les notes | También en las notas
Next steps | Nächste Schritte | Prossimi passi | Prochaines étapes | Próximos pasos
Next steps, no owner found | Nächste Schritte, niemand genannt | Prossimi passi, senza responsabile | \
Prochaines étapes, sans responsable | Próximos pasos, sin responsable
Open questions | Offene Fragen | Domande aperte | Questions ouvertes | Preguntas abiertas
The meeting | Die Besprechung | La riunione | La réunion | La reunión
From | Aus | Da | De | De
The table | Die Tabelle | La tabella | Le tableau | La tabla
Done | Erledigt | Fatto | Fait | Hecho
Not taken as actions | Nicht als Aufgaben gelesen | Non letto come azioni | Non lu comme tâches | No leído como tareas
Nearest lines | Nächstliegende Zeilen | Righe più vicine | Lignes les plus proches | Líneas más cercanas
Notes | Notizen | Note | Notes | Notas
"""
TABLE_HEADS = {
    "de": "| Wer | Was | Bis |",
    "it": "| Chi | Che cosa | Entro |",
    "fr": "| Qui | Quoi | Pour le |",
    "es": "| Quién | Qué | Para |",
}
WHO_DOES_WHAT = "| Who | What | By |"


def _table() -> Mapping[str, Mapping[str, str]]:
    rows = (line.split(" | ") for line in _ROWS.strip().splitlines())
    return {english: dict(zip(_LANGUAGES, others, strict=True)) for english, *others in rows}


HEADINGS = _table()
