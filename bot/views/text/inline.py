"""The words inside a paragraph: styles, links with their true host, pictures as words, code."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.views.graphemes import ignorable, short_marks, visible
from bot.views.kit import Block
from storage.rules.words import clean

URL = 2_000  # characters, & as its entity: a longer address is shown as text, so that every link has room on every page
PORTION = 10_000  # characters of a paragraph that are parsed at a time: what begins in one does not end in the next
NESTING = 8  # of brackets: what lies deeper is text; the parser's time grows with it

_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": NESTING}).enable("strikethrough")
_MARKUP = re.compile(r"[\\`*_\[\]<&~\n]")
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}
_SPACES = re.compile(r"(?<!\s)(\s{200})\s+")


@dataclass(frozen=True, slots=True)
class Words:
    """Text of one style, and where it leads."""

    text: str
    styles: frozenset[str] = frozenset()
    url: str = ""


@dataclass(slots=True, kw_only=True)
class _Reader:
    """One pass over the tokens of a paragraph."""

    hosts: Collection[str]
    styles: frozenset[str] = frozenset()
    link: Token | None = None
    shown: list[str] = field(default_factory=list)

    def read(self, tokens: Sequence[Token]) -> Iterator[Words]:
        """Yield the words of a paragraph, each run with its style and its link."""
        for token in tokens:
            name, _, side = token.type.rpartition("_")
            if name in _STYLES:
                self.styles = self.styles | {_STYLES[name]} if side == "open" else self.styles - {_STYLES[name]}
            elif token.type == "link_open":
                self.link, self.shown = token, []
            elif token.type == "link_close":
                yield from self._address()
                self.link = None
            else:
                yield from self._leaf(token)

    def _leaf(self, token: Token) -> Iterator[Words]:
        if token.type in ("softbreak", "hardbreak"):
            yield Words("\n", self.styles)
        elif token.type == "image":
            yield Words(_picture(token), self.styles)
        elif token.content:
            self.shown.append(token.content)
            styles = self.styles | {"code"} if token.type == "code_inline" else self.styles
            yield Words(token.content, styles, self._url())

    def _url(self) -> str:
        url = _attribute(self.link, "href") if self.link else ""
        return url if _allowed(url, self.hosts) else ""

    def _address(self) -> Iterator[Words]:
        """Behind a link's words, where it really leads, and its title."""
        address, title = _attribute(self.link, "href"), _attribute(self.link, "title")
        label = "".join(self.shown)
        if self._url() and not visible(label):
            yield Words("", self.styles, address)
        elif self._url():
            yield Words(f" ({urlsplit(address).hostname}{title and f', {title}'})")
        elif address and label not in (address, address.removeprefix("mailto:")):
            yield Words(f" ({address}{title and f', {title}'})" if visible(label) else address)


def elements(source: str, references: dict[str, Any], hosts: Collection[str]) -> list[Block]:
    """Return the inline elements of a paragraph; none of them is empty, and there are none if nothing is visible.

    Args:
        references: the parser's table of link definitions.
        hosts: where links may lead; others are shown as text with their address.
    """
    if not _MARKUP.search(source):
        return _trimmed(_joined([Words(source)]))
    tokens = (_PARSER.inline.parse(part, _PARSER, references, []) for part in _portions(source))
    return _trimmed(_joined(words for part in tokens for words in _Reader(hosts=hosts).read(part)))


def _portions(source: str) -> Iterator[str]:
    """Cut a very long paragraph between words: the parser's time grows with the square of what it is given."""
    start = 0
    while len(source) - start > PORTION:
        end = max(source.rfind(sign, start, start + PORTION) for sign in " \n") + 1
        end = end if end > start + PORTION // 2 else start + PORTION
        yield source[start:end]
        start = end
    yield source[start:]


def literal(text: str) -> list[Block]:
    """Return inline elements for text in which nothing is markup."""
    return _trimmed(_joined([Words(text)]))


def safe(text: str) -> str:
    """Clean a text, and shorten rows of spaces and of combining marks that no reader needs."""
    return _SPACES.sub(r"\1", clean(short_marks(text)))


def _joined(words: Iterator[Words] | Sequence[Words]) -> list[Block]:
    """Join neighbours of one style and one address, and make each an element."""
    groups = groupby(words, lambda w: (w.styles, w.url))
    blocks = [_element(safe("".join(w.text for w in group)), *key) for key, group in groups]
    return [block for block in blocks if block]


def _element(text: str, styles: frozenset[str], url: str) -> Block:
    style = {"style": dict.fromkeys(sorted(styles), True)} if styles else {}
    if url:
        return {"type": "link", "url": url, **({"text": text} if visible(text) else {}), **style}
    return {"type": "text", "text": text, **style} if not ignorable(text) else {}


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Take blanks off the end; nothing is left of what nobody sees."""
    while blocks and blocks[-1]["type"] == "text":
        text = blocks[-1]["text"].rstrip()
        if text:
            blocks[-1] = {**blocks[-1], "text": text}
            break
        blocks.pop()
    return blocks if any(b["type"] == "link" or visible(b["text"]) for b in blocks) else []


def _attribute(token: Token | None, name: str) -> str:
    return str(token.attrGet(name) or "") if token else ""


def _picture(token: Token) -> str:
    name = token.content if visible(token.content) else _attribute(token, "title")
    return f"[picture: {name or 'untitled'}, not shown]"


def _allowed(address: str, hosts: Collection[str]) -> bool:
    try:
        parts = urlsplit(address)
        fits = len(address) + 4 * address.count("&") <= URL
        return fits and parts.scheme == "https" and (parts.hostname or "") in hosts
    except ValueError:  # no address at all, such as https://[
        return False
