"""Files as text, and an agent's own workspace."""

import io
import os
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from agents.reading.word import docx
from agents.tools import disk
from agents.tools.reader import Reader
from agents.tools.supplies import supplied
from agents.work.own_files import written
from storage.rules.refusal import Unreadable
from storage.rules.values.source import Source
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


@pytest.mark.parametrize("name", ["a\nb.csv", "a\nb/x.csv", "a\u2028b/x.csv"])
def test_a_name_of_two_lines_keeps_no_other_file_out(tmp_path: Path, name: str) -> None:
    for each in ("good.csv", name):
        (tmp_path / "out" / each).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / each).write_text("1")
    files, _ = written(tmp_path)
    assert [file.name for file in files] == ["good.csv"]


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
async def test_what_people_attach_is_read_as_text(name: str, data: bytes, words: str) -> None:
    text = await Reader().read(name, data, "U1")
    assert words in text
    assert "alert" not in text


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
async def test_what_can_not_be_read_says_why(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        await Reader().read(name, data, "U1")


def test_a_picture_in_a_text_is_never_fetched() -> None:
    made = docx("Memo", "![x](http://127.0.0.1:1/secret.png) and <img src='http://127.0.0.1:1/y.png'> text")
    assert b"PNG" not in made


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/etc/passwd",
        "..",
        ".",
        "",
        "in/../../x",
        "link/passwd",
        "file",
        ".git/config",
        "a/.GIT/x",
        "pipe",
        "in",
    ],
)
@pytest.mark.parametrize("how", ["read", "write"])
def test_no_path_leads_out_of_the_workspace_or_into_a_trap(tmp_path: Path, name: str, how: str) -> None:
    """What a sandbox may have left there: links, a pipe that nobody ends, a repository of its own."""
    folder, secret = tmp_path / "w", tmp_path / "secret"
    (folder / "in").mkdir(parents=True)
    secret.write_text("canary")
    (folder / "link").symlink_to("/etc")
    (folder / "file").symlink_to(secret)
    os.mkfifo(folder / "pipe")
    with pytest.raises(ValueError, match="not inside|can't be|no plain file"):
        disk.read(folder, name) if how == "read" else disk.write(folder, name, b"x")
    assert secret.read_text() == "canary"
    assert disk.listed(folder) == []


def test_a_folder_that_became_a_link_brings_nothing(tmp_path: Path) -> None:
    folder, secrets = tmp_path / "w", tmp_path / "secrets"
    folder.mkdir()
    secrets.mkdir()
    (secrets / "id_rsa").write_text("canary")
    (folder / "out").symlink_to(secrets)
    assert written(folder) == ((), ())
    with pytest.raises(ValueError, match="can't be written"):
        disk.write(folder, "out/x.md", b"x")


def test_what_does_not_come_along_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for n in range(12):
        (tmp_path / "out" / f"{n:02}.csv").write_text("a")
    with (tmp_path / "out" / "0.bin").open("wb") as big:
        big.truncate(disk.LARGEST + 1)
    files, left = written(tmp_path)
    assert [f.name for f in files] == [f"{n:02}.csv" for n in range(10)]
    assert left == ("Left out, since 10 files of 20 MB come with a draft: 0.bin, 10.csv, 11.csv",)


async def test_sources_of_one_name_are_all_there(tmp_path: Path) -> None:
    given = assignment()
    brief = replace(given.task.brief, sources=(Source("data.csv", "a"), Source("data.csv", "b")))
    await supplied(replace(given, task=replace(given.task, brief=brief)), tmp_path, AsyncExitStack())
    assert [disk.read(tmp_path, f"in/{n}") for n in ("data.csv", "data-2.csv")] == [b"a", b"b"]


async def test_what_it_made_of_its_workspace_does_not_end_it(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "in").symlink_to("elsewhere")
    await supplied(assignment(text="Bob: 39 €"), tmp_path, AsyncExitStack())
    assert list((tmp_path / "elsewhere").iterdir()) == []


async def test_sources_lie_in_the_workspace_under_safe_names(tmp_path: Path) -> None:
    await supplied(assignment(text="Bob: 39 €"), tmp_path, AsyncExitStack())
    assert (tmp_path / "in" / "notes.md").read_text() == "Bob: 39 €"
