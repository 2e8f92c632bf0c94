"""The house stays as it was drawn."""

import ast
import itertools
import re
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import sizes

ROOT = Path(__file__).parents[1]
ASSIGNED = (ast.Assign, ast.AnnAssign)
PACKAGES = ("bot", "agents", "storage", "localslack")
SOURCES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py") if "migrations" not in p.parts)


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or ".")
    return names


@pytest.mark.parametrize("path", sorted((ROOT / "storage/rules").rglob("*.py")), ids=lambda p: p.stem)
def test_rules_use_only_the_standard_library(path: Path) -> None:
    strange = [
        n
        for n in imported(path)
        if n.split(".")[0] not in sys.stdlib_module_names and not n.startswith("storage.rules")
    ]
    assert strange == []
    assert not {"asyncio", "os", "socket"} & {n.split(".")[0] for n in imported(path)}


@pytest.mark.parametrize(
    "entry, absent",
    [
        ("storage.rules.message_limits", ["sqlalchemy", "pydantic", "langchain", "slack_sdk", "asyncio"]),
        ("bot.views.digest.digest", ["slack_bolt", "langchain", "langchain_core"]),
        ("agents.offline.worker", ["langchain", "langchain_core", "slack_bolt", "slack_sdk"]),
        ("bot.app", ["langchain", "langchain_core", "langgraph", "dateparser", "localslack"]),
        ("localslack.server", ["bot", "agents", "storage", "sqlalchemy", "slack_sdk"]),
    ],
)
def test_loading_a_part_does_not_load_the_rest(entry: str, absent: list[str]) -> None:
    code = f"import {entry}, sys; print([m for m in {absent!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_the_packages_are_ours() -> None:
    import agents
    import bot
    import storage

    for package in (agents, bot, storage):
        assert Path(package.__file__ or "").is_relative_to(ROOT)
        assert Path(package.__file__ or "").read_text() == ""


@pytest.mark.parametrize("path", sorted((ROOT / "storage/rules/values").glob("*.py")), ids=lambda p: p.stem)
def test_a_value_knows_no_rule(path: Path) -> None:
    ours = [name for name in imported(path) if name.startswith("storage")]
    assert [name for name in ours if not name.startswith("storage.rules.values.")] == []


def test_files_and_functions_are_small_and_names_are_plain() -> None:
    found = sizes.measure(sizes.sources())
    assert max(found.files) <= 300
    assert statistics.median(found.functions) <= 7
    assert statistics.quantiles(found.functions, n=10)[-1] <= 18
    assert found.vague_share < 0.03
    assert found.many_positions == []


def test_what_is_long_vague_or_by_position_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "vague.py"
    file.write_text("def take(a, b, c, d, e, f):\n    found = take(a, b, c, d, e, f)\n    return found\n")
    found = sizes.measure([file])
    assert (found.vague_names, found.local_names, len(found.many_positions), len(found.silent)) == (1, 7, 1, 1)


def test_nothing_is_left_undone_or_named_after_nothing() -> None:
    assert not [p for p in SOURCES if p.stem in ("utils", "common", "helpers", "misc")]
    for path in SOURCES:
        assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", re.sub(r'r?"[^"\n]*"', "", path.read_text())), path


HEADINGS = ("Args:", "Returns:", "Raises:", "Attributes:")


def headed(paths: Sequence[Path]) -> list[str]:
    """Return where a docstring begins with a heading, not with words."""
    documented = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = ((path, node) for path in paths for node in ast.walk(ast.parse(path.read_text())))
    texts = ((path, node, ast.get_docstring(node) or "") for path, node in nodes if isinstance(node, documented))
    return [f"{path.name}:{node.lineno}" for path, node, text in texts if text.startswith(HEADINGS)]


def test_each_docstring_begins_with_words(tmp_path: Path) -> None:
    (strange := tmp_path / "strange.py").write_text(
        'def one() -> None:\n    """\n    Raises:\n        Refused\n    """\n'
    )
    assert headed([strange]) == ["strange.py:1"]
    assert headed(SOURCES) == []


def test_only_the_settings_read_the_environment() -> None:
    for path in SOURCES:
        if path != ROOT / "bot/setup/settings.py":
            assert not re.search(r"os\.(environ|getenv)", path.read_text()), path


def test_what_is_begun_may_run_on_any_processor() -> None:
    """A process begins on the processor of who begins it, and this product's keep to one."""
    begins = re.compile(r"create_subprocess|subprocess_exec|subprocess\.(run|Popen|check)|stdio_client\(|posix_spawn")
    for path in SOURCES:
        lines = path.read_text().splitlines()
        for before, line in itertools.pairwise(lines):
            if begins.search(line) and path.relative_to(ROOT).parts[:2] != ("agents", "local"):  # a part of a build
                assert ".spread():" in before, f"{path}: {line.strip()}"


def test_no_action_is_matched_by_its_beginning() -> None:
    for path in SOURCES:
        assert not re.search(r"action_id\"?\]?\.startswith", path.read_text()), path


def test_requirements_name_hashes_and_no_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--hash=sha256:" in text


# What may be asked of all workspaces at once, or gets its condition from who calls it.
OF_ALL_WORKSPACES = {
    ("ledger", "try_again"),
    ("abilities", "recent"),
    ("ledger", "try_again"),
    ("abilities", "save"),
    ("due_slots", "next_alarm"),
    ("hanging", "_conditions"),
    ("gauging", "is_there"),
    ("ledger", "try_again"),
    ("pinning", "changed_anywhere"),
    ("sizes", "_megabytes"),
    ("sizes", "_size"),
    ("stepping", "lose"),
}
STATEMENT = re.compile(r"\bsa\.(select|update|delete)\(")


def nameless(path: Path) -> list[tuple[str, str]]:
    """Return the functions of a file that build a statement and never speak of a team."""
    source = path.read_text()
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    texts = [(node.name, ast.get_source_segment(source, node) or "") for node in functions]
    return [(path.stem, name) for name, text in texts if STATEMENT.search(text) and "team" not in text]


def test_every_statement_of_the_ledger_names_its_workspace() -> None:
    found = [place for path in sorted((ROOT / "storage/ledger").rglob("*.py")) for place in nameless(path)]
    assert set(found) == OF_ALL_WORKSPACES


def test_a_statement_without_its_workspace_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "leaking.py"
    file.write_text("def all_titles(tx):\n    return tx.conn.execute(sa.select(task.c.title)).scalars()\n")
    assert nameless(file) == [("leaking", "all_titles")]


def named_twice(path: Path) -> list[str]:
    """Return the names that a module gives twice at its top level: the second takes the place of the first unseen."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    given = [s.targets if isinstance(s, ast.Assign) else [s.target] for s in body if isinstance(s, ASSIGNED)]
    names = Counter(
        name.id
        for targets in given
        for target in targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    )
    return [f"{path.name}: {name}" for name, count in names.items() if count > 1]


def test_no_module_names_two_things_alike() -> None:
    assert [name for path in SOURCES for name in named_twice(path)] == []


def test_a_name_that_is_given_twice_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "words.py"
    file.write_text("NOTHING = 1\nOTHER: int = 2\nNOTHING = 3\n")
    assert named_twice(file) == ["words.py: NOTHING"]
