"""What an edit does to a draft: which checks it made worse, and what stays of the version before."""

from dataclasses import replace

import pytest

from storage.rules.edits import edited, is_looking, unframed
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft, File
from storage.rules.worse import worse

MET, NOT_MET, IN_DOUBT, NOT_CHECKED = Finding
DRAFT = Draft(
    version=3,
    title="Memo",
    summary="In its worker's words",
    body="Old *words*",
    made_by="by a test",
    files=(File("memo-v3.md", "text/markdown", b"# Memo\n\nOld *words*\n"), File("a.csv", "text/csv", b"1")),
    remarks=("No source: “x”", "They ask “when?”"),
)


def check(finding: Finding, criterion: str = "short") -> Check:
    return Check(criterion=criterion, finding=finding)


@pytest.mark.parametrize(
    "was, now, is_worse",
    [
        (MET, MET, False),
        (MET, NOT_CHECKED, True),
        (MET, NOT_MET, True),
        (NOT_MET, NOT_MET, False),
        (NOT_MET, IN_DOUBT, True),
        (NOT_MET, MET, False),
        (IN_DOUBT, IN_DOUBT, False),
        (NOT_CHECKED, NOT_CHECKED, False),
        (NOT_CHECKED, IN_DOUBT, True),
        (NOT_CHECKED, MET, False),
    ],
)
def test_what_an_edit_made_worse(was: Finding, now: Finding, is_worse: bool) -> None:
    assert bool(worse([check(was)], [check(now)])) is is_worse


def test_a_leftover_that_was_not_there_before_is_worse() -> None:
    assert worse([check(MET)], [check(MET), check(NOT_MET, "Nothing left over")])


def test_what_was_met_and_is_checked_no_more_is_worse() -> None:
    (lost,) = worse([check(MET), check(NOT_MET, "named")], [])
    assert (lost.criterion, lost.finding) == ("short", NOT_CHECKED)


def test_the_file_of_the_text_is_renewed_and_the_others_stay() -> None:
    new = edited(DRAFT, "New text", "U1", 4, ["short"])
    assert (new.version, new.base, new.edited_by, new.body) == (4, 3, "U1", "New text")
    assert new.files[0] == File("memo-v4.md", "text/markdown", b"# Memo\n\nNew text\n")
    assert new.files[1:] == DRAFT.files[1:]
    assert new.made_by == "by a test"
    assert new.summary == "New text"
    assert new.remarks == ("They ask “when?”",)
    assert is_looking(new)
    assert not is_looking(DRAFT)


def test_a_file_that_was_sent_back_needs_no_title() -> None:
    assert unframed("# Memo\n\nMine\n", DRAFT) == "Mine"
    assert unframed("Old *words*\n", DRAFT) == "Old *words*"
    assert unframed("# Other\n\nMine", DRAFT) == "# Other\n\nMine"


def test_the_file_has_the_new_text_also_where_the_old_stands_in_the_title() -> None:
    file = File("ship-v3.md", "text/markdown", b"# Ship on 3 March\n\n3 March\n")
    written = replace(DRAFT, title="Ship on 3 March", body="3 March", files=(file,))
    assert edited(written, "4 April", "U01ALICE", 4, ()).files[0].data == b"# Ship on 3 March\n\n4 April\n"
