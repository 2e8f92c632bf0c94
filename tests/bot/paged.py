"""A whole draft as pages: what a beginning leaves out goes on, word by word, on the next one."""

from collections.abc import Collection

from bot.views.kit import Block
from bot.views.pages import Page
from bot.views.text.markdown import pieces

LEAST = 3_000  # characters of a page: any link and any word has room on it


def parts(markdown: str, most: int = 10_000, hosts: Collection[str] = ()) -> list[list[Block]]:
    """Return a whole draft as the blocks of several pages of at most so many characters, in order."""
    pages = [Page(most)]
    for piece in pieces(markdown, hosts):
        rest = pages[-1].add(piece)
        while rest is not None:
            pages.append(Page(most))
            rest = pages[-1].add(rest)
    return [page.blocks for page in pages if page.blocks]
