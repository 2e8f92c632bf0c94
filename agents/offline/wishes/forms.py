"""The words for forms of text, in five languages."""

FORM = (
    r"(?:memo|summary|minutes|reports?|protokoll|zusammenfassung|riassunto|verbale|résumé|compte[- ]rendu|resumen|acta|"
    r"notes|update|overview|post|letter|reply|message|announcement|list|table|brief)"
)
