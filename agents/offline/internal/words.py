"""The words that mark a line or a heading as internal, in five languages."""

import re

_WORD = (
    r"(?:(?:strictly|for|nur|streng|solo)\s+)?(?:internal(?:ly)?|intern[oa]?|interne|confidential|vertraulich|"
    r"riservat[oa]|confidenziale|confidentiel(?:le)?|confidencial|off the record|between us|unter uns|tra noi|"
    r"entre nous|entre nosotros)(?:\s+(?:only|use only|use|note|notes))?"
)
_NOT_FOR = (
    r"(?:not for (?:the )?(?:public\w*|customers?|clients?|press|[A-ZÀ-Þ]\w+)|nicht für (?:den |die |das )?[A-ZÄÖÜ]\w+|"
    r"non per (?:il |la |i )?(?:pubblico|client[ei]|stampa)|pas pour (?:le |la |les )?(?:public|clients?|presse)|"
    r"no para (?:el |la |los )?(?:público|clientes?|prensa))"
)
LABEL = re.compile(rf"[\W_]*(?:nota\s+interna|internal note|interne notiz|{_WORD}|{_NOT_FOR})\s*[:)\]–—-]", re.I)
HEADING = re.compile(rf"[\W_]*(?:{_WORD}|{_NOT_FOR})[\W_]*", re.I)
OTHER_HEADING = re.compile(r"(?:\S+\s+){0,3}\S+:")
SAYS = re.compile(
    rf"\({_WORD}\)|"
    rf"\b(?:this|that|it|all of (?:it|this)|das|dies|questo|c['’]est|esto)\s+(?:is|ist|è|es)?\s*(?:still\s+)?{_WORD}\b|"
    r"\b(?:internal|confidential|under embargo|embargoed) until\b|\bfor internal use\b|"
    r"\b(?:do not|don['’]?t|never|must not|please not)\s+(?:publish|share|forward|mention|tell|quote|name|say)\b"
    r"(?=[^.!?]{0,40}\b(?:customers?|clients?|press|public\w*|anyone|anybody|them|him|her|outside|this|that)\b|\s*:)|"
    r"\b(?:dem|den|der) (?:Kunden|Kundin|Presse) (?:nicht|nichts)\b|"
    r"\bnicht (?:weitersagen|weitergeben|veröffentlichen)\b|"
    r"\bnon (?:dire|dirlo|pubblicare|menzionare)\b|\bne pas (?:dire|publier|mentionner)\b|"
    r"\bno (?:decir|publicar|mencionar)\b",
    re.I,
)
