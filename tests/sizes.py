"""The sizes of the code: how long files and functions are, and how plain their names. `make sizes` prints them."""

import ast
import statistics
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "agents", "storage", "localslack")
VAGUE = frozenset({"found", "made", "said", "held", "kept", "who", "whole", "it", "of"})
MANY = 6  # values that a call gives by their position alone
LIBRARIES = ("sa.", "Table")  # SQLAlchemy: columns, conditions
PASSING_ON = frozenset({"do", "see", "partial"})  # calls that give the values to their first argument

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    files: Sequence[int]
    functions: Sequence[int]
    local_names: int
    vague_names: int
    many_positions: Sequence[str]
    silent: Sequence[str]

    @property
    def vague_share(self) -> float:
        return self.vague_names / self.local_names


def sources() -> list[Path]:
    """Return the files of the product, without migrations."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def measure(paths: Sequence[Path]) -> Sizes:
    """Measure files; `many_positions` and `silent` name places, such as “bot/app.py:12”."""
    trees = [(path, ast.parse(path.read_text())) for path in paths]
    functions = [(path, node) for path, tree in trees for node in ast.walk(tree) if isinstance(node, Function)]
    lists = {node.name for _, node in functions if node.args.vararg} - PASSING_ON  # what takes any number of one kind
    names = [name for _, node in functions for name in _locals_of(node)]
    return Sizes(
        files=[len(path.read_text().splitlines()) for path, _ in trees if path.name != "__init__.py"],
        functions=[(node.end_lineno or 0) - node.lineno + 1 for _, node in functions],
        local_names=len(names),
        vague_names=sum(name in VAGUE for name in names),
        many_positions=[_place(path, call) for path, tree in trees for call in _long_calls(tree, lists)],
        silent=[_place(path, node) for path, tree in trees for node in _public(tree) if not ast.get_docstring(node)],
    )


def _locals_of(function: Function) -> set[str]:
    stored = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    given = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    return (stored | {argument.arg for argument in given}) - {"self", "cls"}


def _long_calls(tree: ast.Module, lists: Set[str]) -> Iterator[ast.Call]:
    """Find calls that give many values by position to what has a place for each of them."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) >= MANY)
    return (call for call in calls if not (_callee(call) in lists or ast.unparse(call.func).startswith(LIBRARIES)))


def _callee(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _public(tree: ast.Module) -> Iterator[Function]:
    """Find what others may call: functions of the module and of its public classes, not what stands inside of them."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    nodes = [*tree.body, *(node for group in classes for node in group.body)]
    return (node for node in nodes if isinstance(node, Function) and not node.name.startswith("_"))


def _place(path: Path, node: ast.expr | ast.stmt) -> str:
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}:{node.lineno}"


def _tenth(values: Sequence[int]) -> float:
    return statistics.quantiles(values, n=10)[-1]


def main() -> None:
    sizes = measure(sources())
    print(
        f"files       {len(sizes.files)}, median {statistics.median(sizes.files):g} lines, longest {max(sizes.files)}"
    )
    print(
        f"functions   {len(sizes.functions)}, median {statistics.median(sizes.functions):g} lines, "
        f"90th percentile {_tenth(sizes.functions):g}, longest {max(sizes.functions)}"
    )
    print(f"vague names {sizes.vague_names} of {sizes.local_names} local names ({sizes.vague_share:.1%})")
    print(f"calls of {MANY} positions or more: {len(sizes.many_positions)}", *sizes.many_positions, sep="\n  ")
    print(f"public functions without a docstring: {len(sizes.silent)}", *sizes.silent, sep="\n  ")


if __name__ == "__main__":
    main()
