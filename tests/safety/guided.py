"""Fuzzes one target with inputs that reach further into our code: python -m tests.safety.guided NAME [libFuzzer's options]

atheris (pypi.org/project/atheris) says which inputs do; it is no requirement of ours: `pip install atheris`.
"""

import sys

import atheris

with atheris.instrument_imports(include=["bot", "agents.checks", "storage.rules"]):
    from tests.safety.test_fuzz import TARGETS
    from tests.safety.test_fuzz_files import NAMES, named

from hypothesis import given

from tests.safety.fuzzing import OPTIONS, Target, timed

KNOWN = {**TARGETS, "names": Target(NAMES, named)}


def main() -> None:
    name, *options = sys.argv[1:]
    target = KNOWN[name]
    target.take(target.first)
    take = OPTIONS(given(target.inputs)(timed(name, target)))
    atheris.Setup([sys.argv[0], *options], take.hypothesis.fuzz_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
