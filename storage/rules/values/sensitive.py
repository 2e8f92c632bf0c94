"""Which paths of a change make something run by itself, or lead elsewhere."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

LINK, SUBMODULE = "120000", "160000"  # modes, as git writes them
# Folders and files that make something run, or be fetched, without anybody's asking: on a server, in git itself, in an
# editor, or when somebody installs, builds or tests.
FOLDERS = frozenset({
    ".github", ".gitlab", ".circleci", ".buildkite", ".woodpecker", ".forgejo", ".gitea", ".azure-pipelines",
    ".teamcity", ".ci", ".husky", ".githooks", ".git-hooks", ".devcontainer", ".vscode", ".idea", ".cargo",
    ".mvn", ".yarn", ".claude", ".cursor",
})  # fmt: skip
FILES = frozenset({
    ".gitlab-ci.yml", ".travis.yml", ".drone.yml", ".cirrus.yml", "appveyor.yml", "azure-pipelines.yml",
    "bitbucket-pipelines.yml", "jenkinsfile", "cloudbuild.yaml", "codeowners", ".gitattributes", ".gitmodules",
    ".gitconfig", ".lfsconfig", ".pre-commit-config.yaml", "lefthook.yml", ".envrc", ".tool-versions", ".npmrc",
    ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs", "makefile", "gnumakefile", "justfile", "taskfile.yml",
    "rakefile", "gemfile", "cmakelists.txt", "meson.build", "dockerfile", "containerfile", "compose.yml",
    "compose.yaml", "docker-compose.yml", "docker-compose.yaml", "vagrantfile", "package.json",
    "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "bun.lockb", "deno.json", "pyproject.toml",
    "setup.py", "setup.cfg", "tox.ini", "noxfile.py", "conftest.py", "sitecustomize.py", "pip.conf", "go.mod",
    "go.sum", "build.rs", "cargo.toml", "build.gradle", "build.gradle.kts", "settings.gradle",
    "settings.gradle.kts", "gradlew", "gradlew.bat", "mvnw", "gradle-wrapper.properties", "gradle-wrapper.jar",
    "pom.xml", "build.xml", "build.sbt", "mix.exs", "package.swift", "podfile", "composer.json", "flake.nix",
})  # fmt: skip
PATTERNS = (
    "*.lock", "*.lockfile", "*.mk", "*.gemspec", "*.dockerfile", "*.pth", "*.tf", "dockerfile.*", "makefile.*",
    "requirements*.txt", "requirements*.in", "constraints*.txt", "*.config.js", "*.config.cjs", "*.config.mjs",
    "*.config.ts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Touched:
    """A path that a change writes or removes, and the mode that it leaves there; "000000" where it is gone."""

    path: str
    mode: str


def is_sensitive(touched: Touched) -> bool:
    """Tell whether a path makes something run by itself, or leads to another place: a link, or a submodule."""
    parts = [part.lower() for part in PurePosixPath(touched.path).parts]
    if touched.mode in (LINK, SUBMODULE) or not FOLDERS.isdisjoint(parts):
        return True
    name = parts[-1] if parts else ""
    return name in FILES or any(fnmatchcase(name, pattern) for pattern in PATTERNS)
