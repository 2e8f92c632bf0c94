"""A worker's Markdown, read into pieces: nothing of it is lost, and nothing in it is markup of ours."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from bot.views.kit import Block, run
from bot.views.pieces import Item, Kind, ListLevel, Piece
from bot.views.text import inline, table_reading, tables

DEEPEST = 100  # levels of the parser, two for a list: what lies deeper is a paragraph
INDENT = 8  # Slack's largest, docs.slack.dev/tools/node-slack-sdk/reference/types/interfaces/RichTextList

_LANGUAGE = re.compile(r"[A-Za-z0-9+#_-]*")  # a name that stands behind a fence and says nothing to the reader
_TASK = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}


def pieces(markdown: str, hosts: Collection[str]) -> Iterator[Piece]:
    """Yield the pieces of a draft; each paragraph is parsed only when its piece is asked for.

    Args:
        hosts: where links of a draft may lead.
    """
    env: dict[str, Any] = {}
    tokens = _PARSER.parse(inline.safe(markdown), env)
    return _joined(_Walk(env=env, hosts=hosts).read(tokens))


def _joined(stream: Iterator[Piece]) -> Iterator[Piece]:
    """Join the paragraphs of an item between which nothing stands."""
    last: Piece | None = None
    for piece in stream:
        if last is not None and piece.item is not None and piece.item is last.item:
            last.inline.extend([run("\n"), *piece.inline])
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


@dataclass(slots=True, kw_only=True)
class _Walk:
    """One pass over the tokens of a draft.

    Attributes:
        stack: what encloses the next token; None is a block quote.
        last: the item of the piece before.
        heading: the level of the heading that was opened last.
    """

    env: dict[str, Any]
    hosts: Collection[str]
    stack: list[ListLevel | Item | None] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    last: Item | None = None
    heading: int = 0

    def read(self, tokens: list[Token]) -> Iterator[Piece]:
        """Yield the pieces of a draft, in order."""
        opened = ""
        for token in tokens:
            if token.type == "table":
                yield from self._table(tables.cells_of(token.meta["rows"], self._words))
            elif token.type == "inline":
                yield from self._paragraph(self._words(token.content), opened)
            elif token.type.endswith("_open"):
                self._enter(token)
            elif token.type.endswith("_close"):
                yield from self._leave(token)
            else:
                yield from self._leaf(token)
            opened = token.type

    def _words(self, source: str) -> list[Block]:
        return inline.elements(source, self.env, self.hosts)

    def _enter(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            indent = min(sum(isinstance(x, ListLevel) for x in self.stack), INDENT)
            style = "bullet" if token.type == "bullet_list_open" else "ordered"
            self.stack.append(ListLevel(style, indent, None in self.stack))
            start = token.attrGet("start")
            self.numbers.append(int(start) if start is not None else 1)
        elif token.type == "list_item_open":
            level = self.stack[-1]
            assert isinstance(level, ListLevel)
            self.stack.append(Item(level, self.numbers[-1]))
            self.numbers[-1] += 1
        elif token.type == "blockquote_open":
            self.stack.append(None)
        elif token.type == "heading_open":
            self.heading = int(token.tag.removeprefix("h"))

    def _leave(self, token: Token) -> Iterator[Piece]:
        item = self.stack[-1] if self.stack else None
        if token.type == "list_item_close" and isinstance(item, Item) and item.level.style == "ordered":
            yield from self._markers()
        if token.type in ("list_item_close", "bullet_list_close", "ordered_list_close", "blockquote_close"):
            self.stack.pop()
        if token.type in ("bullet_list_close", "ordered_list_close"):
            self.numbers.pop()

    def _leaf(self, token: Token) -> Iterator[Piece]:
        if token.type in ("fence", "code_block"):
            if not _LANGUAGE.fullmatch(token.info.strip()):
                yield from self._paragraph(inline.literal(token.info.strip()), "")
            yield from self._code(inline.literal(token.content.strip("\n")))
        elif token.type == "hr":
            yield from self._paragraph([run("———")], "hr")
        elif token.type == "definition":
            parts = (f"[{token.meta['label']}]:", token.meta["url"], token.meta["title"])
            yield from self._paragraph(inline.literal(" ".join(p for p in parts if p)), "paragraph_open")

    def _table(self, cells: list[list[str]]) -> Iterator[Piece]:
        """Yield a table as code in columns, or as a list of its rows where it is too wide for that."""
        columns = tables.in_columns(cells)
        if columns:
            yield from self._code(columns)
            return
        yield from self._markers()
        self.last = None
        indent = min(sum(isinstance(x, ListLevel) for x in self.stack), INDENT)
        level = ListLevel("bullet", indent, None in self.stack)
        names, *rows = tables.in_rows(cells)
        yield Piece(kind=Kind.QUOTE if level.framed else Kind.SECTION, inline=names)
        yield from (_shaped(Item(level, 1), row) for row in rows)

    def _code(self, content: list[Block]) -> Iterator[Piece]:
        if content:
            yield from self._markers()
            self.last = None
            yield Piece(kind=Kind.CODE, inline=content, framed=None in self.stack)

    def _paragraph(self, content: list[Block], opened: str) -> Iterator[Piece]:
        """Yield words in the shape of where they stand: an item as long as it goes on, a quote, or a section."""
        if not content:
            return
        if opened == "heading_open":
            content = [{**e, "style": {**e.get("style", {}), "bold": True}} for e in content]
        item = self.stack[-1] if self.stack else None
        if isinstance(item, Item) and (not item.started or self.last is item):
            yield from self._item(item, content)
            return
        yield from self._markers()
        self.last = None
        if None in self.stack:
            yield Piece(kind=Kind.QUOTE, inline=content)
        elif opened == "heading_open":
            yield Piece(kind=Kind.SECTION, inline=content, heading=self.heading)
        else:
            yield Piece(kind=Kind.SECTION, inline=content, end="\n")

    def _item(self, item: Item, content: list[Block]) -> Iterator[Piece]:
        if not item.started:
            content = _ticked(content)
            yield from self._markers(before=item)
        item.started, self.last = True, item
        yield _shaped(item, content)

    def _markers(self, before: Item | None = None) -> Iterator[Piece]:
        """Yield the numbers of items that have no words before what comes now; a bullet alone says nothing."""
        for item in self.stack:
            if isinstance(item, Item) and not item.started and item is not before:
                item.started = True
                if item.level.style == "ordered":
                    self.last = item
                    yield _shaped(item, [run("")])


def _shaped(item: Item, content: list[Block]) -> Piece:
    """Return an item's piece; a number below 1 is a word, since Slack counts from 1."""
    if item.level.style == "ordered" and item.number < 1:
        kind = Kind.QUOTE if item.level.framed else Kind.SECTION
        return Piece(kind=kind, inline=[run(f"{item.number}. "), *content], item=item)
    return Piece(kind=Kind.ITEM, inline=content, framed=item.level.framed, item=item)


def _ticked(content: list[Block]) -> list[Block]:
    """Return an item's words with its box: GitHub's task lists are no part of CommonMark."""
    first = content[0]
    text = first.get("text", "")
    if first["type"] == "text" and text[:4] in _TASK:
        return [{**first, "text": _TASK[text[:4]] + text[4:]}, *content[1:]]
    return content


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read what lies too deep as one paragraph: the parser itself would leave it out."""
    if silent or state.level < DEEPEST:
        return False
    line = start + 1
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    state.push("paragraph_open", "p", 1)
    token = state.push("inline", "", 0)
    token.content, token.children = state.getLines(start, line, state.blkIndent, False).strip(), []
    state.push("paragraph_close", "p", -1)
    state.line = line
    return True


def _parser() -> MarkdownIt:
    """Return a parser of blocks alone: inline words are parsed piece by piece."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 20, "inline_definitions": True}).disable(
        "inline"
    )
    parser.block.ruler.before("table", "too_deep", _too_deep)
    parser.enable("table").block.ruler.at("table", table_reading.read_table, {"alt": ["paragraph", "reference"]})
    return parser


_PARSER = _parser()
