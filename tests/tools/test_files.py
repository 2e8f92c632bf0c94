"""Files as text, and an agent's own workspace."""

import io
from pathlib import Path

import pytest

from agents.tools.files import inside, supply
from agents.tools.reading import docx, read
from storage.rules.refusal import Unreadable
from tests.agents.given import assignment


def workbook() -> bytes:
    from openpyxl import Workbook

    book, held = Workbook(), io.BytesIO()
    book.active.append(["Region", "Sales"])
    book.active.append(["North", 39])
    book.save(held)
    return held.getvalue()


def slides() -> bytes:
    from pptx import Presentation

    show, held = Presentation(), io.BytesIO()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "The price is 39 €"
    show.save(held)
    return held.getvalue()


def pdf() -> bytes:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    held = io.BytesIO()
    figure = plt.figure()
    figure.text(0.1, 0.5, "The price is 39 EUR")
    figure.savefig(held, format="pdf")
    plt.close(figure)
    return held.getvalue()


@pytest.mark.parametrize(
    "name, data, words",
    [
        ("a.txt", "Grüße".encode(), "Grüße"),
        ("a.csv", b"\xef\xbb\xbfregion,sales\nNorth,39", "region,sales"),
        ("a.xlsx", workbook(), "| North | 39 |"),
        ("a.pptx", slides(), "The price is 39 €"),
        ("a.pdf", pdf(), "The price is 39 EUR"),
        ("a.docx", docx("Memo", "# Memo\n\nThe price is **39 €**.\n\n| a | b |\n|---|---|\n| 1 | 2 |"), "39 €"),
        ("a.html", b"<h1>Memo</h1><p>39</p><script>alert(1)</script>", "# Memo"),
        ("README", b"plain", "plain"),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::ResourceWarning")
def test_what_people_attach_is_read_as_text(name: str, data: bytes, words: str) -> None:
    assert words in read(name, data)
    assert "alert" not in read(name, data)


@pytest.mark.parametrize(
    "name, data, words",
    [
        ("a.pdf", b"%PDF-1.4 broken", "damaged"),
        ("a.xlsx", b"not a zip", "protected by a password or damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password or damaged"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0", "not a kind of file"),
        ("a.csv", b"\xff\xfe\0a", "not a kind of file"),
        ("a.bin", b"a\0b", "not a kind of file"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_what_can_not_be_read_says_why(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        read(name, data)


def test_a_picture_in_a_text_is_never_fetched() -> None:
    made = docx("Memo", "![x](http://127.0.0.1:1/secret.png) and <img src='http://127.0.0.1:1/y.png'> text")
    assert b"PNG" not in made


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "..", ".", "in/../../x", "link/x"])
def test_no_path_leads_out_of_the_workspace(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "link").symlink_to("/etc")
    with pytest.raises(ValueError, match="not inside"):
        inside(folder, name)


def test_sources_lie_in_the_workspace_under_safe_names(tmp_path: Path) -> None:
    supply(assignment(text="Bob: 39 €"), tmp_path)
    assert (tmp_path / "in" / "notes.md").read_text() == "Bob: 39 €"
