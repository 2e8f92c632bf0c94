"""Which paths of a change a reviewer is asked about once more."""

import pytest

from storage.rules.values.sensitive import Touched, is_sensitive


@pytest.mark.parametrize(
    "path",
    [
        ".github/workflows/ci.yml", ".GitHub/x", "docs/.husky/pre-push", ".gitlab-ci.yml", ".gitattributes",
        "vendor/.gitmodules", "Makefile", "web/package.json", "web/package-lock.json", "yarn.lock", "Cargo.lock",
        "pyproject.toml", "setup.py", "sub/SETUP.CFG", "requirements-dev.txt", "Dockerfile", "Dockerfile.prod",
        ".pre-commit-config.yaml", "Jenkinsfile", ".envrc", "tests/conftest.py", "jest.config.js", "tools/x.mk",
    ],
)  # fmt: skip
@pytest.mark.parametrize("mode", ["100644", "100755", "000000"])
def test_what_runs_by_itself_is_sensitive_written_or_removed(path: str, mode: str) -> None:
    assert is_sensitive(Touched(path, mode))


@pytest.mark.parametrize(
    "path", ["shop.py", "docs/github.md", "src/makefiles/x.py", "requirements.md", "lock.py", "a/b.txt"]
)
def test_other_paths_are_not(path: str) -> None:
    assert not is_sensitive(Touched(path, "100644"))


@pytest.mark.parametrize("mode", ["120000", "160000"])
def test_a_link_and_a_submodule_are(mode: str) -> None:
    assert is_sensitive(Touched("notes.txt", mode))
