"""The hook as a team meets it: the real pre-commit, a repository with old findings, no Rust. .ci/try_pre_commit.py FOLDER

The folder holds the wheel of this version. pre-commit installs the hook from a clone of this repository as it stands in the work tree; pip may
take packages from a folder only, so nothing that an index says can stand in for the wheel. Run with a Python that has pre-commit and pip.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILERS = ("cargo", "rustc", "rustup")
TREATMENTS = "risk/treatment-plan.yaml"


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        place = Path(scratch)
        nothing = place / "nothing"
        nothing.touch()
        environment = no_compiler(place) | {
            "PRE_COMMIT_HOME": str(place / "pre-commit"),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(packages(place, Path(sys.argv[1]))),
            "PIP_CONFIG_FILE": os.devnull,
            "GIT_CONFIG_GLOBAL": str(nothing),
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_{what}": "t@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        for compiler in COMPILERS:
            expect(shutil.which(compiler, path=environment["PATH"]) is None, f"{compiler} is still on the path")
        hooks = Repository(place / "hooks", environment)
        hooks.fill(this_repository())
        team = Repository(place / "team", environment)
        team.fill((file, file.relative_to(ROOT / "examples/first-draft")) for file in (ROOT / "examples/first-draft").rglob("*"))
        team.write(".pre-commit-config.yaml", CONFIG.format(hooks=hooks.path.as_posix(), rev=hooks.git("rev-parse", "HEAD").strip()))
        team.commit("documents, with findings")
        team.run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
        installed = list((place / "pre-commit").glob("repo*/py_env-*/*/clauselint*"))
        expect(len(installed) == 1, f"pre-commit installed the program {len(installed)} times")
        status, said = team.attempt(str(installed[0]), "check")
        expect(status == 1, f"the example should have old findings, and ended with status {status}:\n{said}")
        scenes(team)


CONFIG = """\
repos:
  - repo: {hooks}
    rev: {rev}
    hooks:
      - id: clauselint
      - id: clauselint-fix
"""


def scenes(team: "Repository") -> None:
    status, said = team.pre_commit("run", "clauselint", "--all-files", "--verbose")
    expect(status == 0, f"old findings count although nothing is staged:\n{said}")

    team.write("canteen.md", "# The canteen\n\nOpen from eight.\n")
    blocked = team.commit("an unrelated file")
    expect(not blocked, f"a commit that causes nothing is blocked for old findings:\n{blocked}")
    expect("clauselint-fix" not in team.said and "--fix" not in team.said, f"the fix hook ran by itself:\n{team.said}")
    print("an unrelated commit passes, over old findings")

    before = team.read(TREATMENTS)
    broken = before.replace("controls: [A.8.2, A.9.4]", "controls: [A.8.2, A.9.4, A.9.44]", 1)
    expect(broken != before, f"{TREATMENTS} of the example has changed: this script breaks a reference in it")
    head = team.git("rev-parse", "HEAD")
    team.write(TREATMENTS, broken)
    blocked = team.commit("a reference to no control")
    expect("A.9.44" in blocked and TREATMENTS in blocked, f"a broken reference to the Statement of Applicability passes:\n{team.said}")
    expect("relies on A.9.4" not in blocked, f"an old finding is told with the new one:\n{blocked}")
    expect(team.git("rev-parse", "HEAD") == head, "blocked, and yet committed")
    print("a commit that breaks a reference to the Statement of Applicability is blocked")

    team.git("restore", "--staged", TREATMENTS)
    team.write("canteen.md", "# The canteen\n\nOpen from nine.\n")
    blocked = team.commit("the broken reference stays out of the index", "canteen.md")
    expect(not blocked, f"what is not staged counts:\n{blocked}")
    print("what is not staged does not count")

    team.write(TREATMENTS, before)
    team.git("rm", "-q", "risk/soa.md")
    blocked = team.commit("only a deletion")
    expect("soa" in blocked.lower(), f"deleting the Statement of Applicability passes:\n{team.said}")
    print("a commit that only deletes the Statement of Applicability is blocked")

    team.git("reset", "-q", "--hard")
    status, said = team.pre_commit("run", "--hook-stage", "manual", "clauselint-fix", "--verbose")
    expect("hook id: clauselint-fix" in said and "exit code: 2" not in said, f"the fix hook cannot be run by hand ({status}):\n{said}")
    print("the fix hook runs when it is asked to, and only then")


class Repository:
    """A scratch repository, and what git last said in it."""

    def __init__(self, path: Path, environment: dict[str, str]) -> None:
        self.path, self.environment, self.said = path, environment, ""
        path.mkdir()
        self.git("init", "-q", "-b", "main")

    def fill(self, files) -> None:
        for file, name in files:
            if file.is_file():
                (self.path / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, self.path / name)
        self.commit("as it is")

    def write(self, name: str, text: str) -> None:
        (self.path / name).write_text(text, encoding="utf-8", newline="\n")

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def run(self, *command: str) -> str:
        status, said = self.attempt(*command)
        expect(status == 0, f"{' '.join(command)}: status {status}\n{said}")
        return said

    def git(self, *words: str) -> str:
        return self.run("git", *words)

    def commit(self, message: str, *only: str) -> str:
        """Commits everything, or only the named files; empty, or what was said by what blocked it."""
        self.git("add", "--", *(only or ["."]))
        status, self.said = self.attempt("git", "commit", "-q", "-m", message)
        return self.said if status else ""

    def pre_commit(self, *words: str) -> tuple[int, str]:
        return self.attempt(sys.executable, "-m", "pre_commit", *words)

    def attempt(self, *command: str) -> tuple[int, str]:
        done = subprocess.run(
            command, cwd=self.path, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False
        )
        return done.returncode, done.stdout


def this_repository():
    """The files of this repository as they stand: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    return [(ROOT / name, name) for name in listed.stdout.split("\0") if name]


def packages(place: Path, built: Path) -> Path:
    """The only packages that pip can have: the wheel, and setuptools, which the stub is built by."""
    folder = place / "packages"
    folder.mkdir()
    for wheel in built.glob("*.whl"):
        shutil.copy2(wheel, folder)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--only-binary", ":all:", "--dest", folder, "setuptools==80.9.0"], check=True)
    return folder


def no_compiler(place: Path) -> dict[str, str]:
    """The environment of somebody without Rust. A folder with a compiler in it is replaced by one with all its other programs."""
    folders = []
    for number, folder in enumerate(os.environ["PATH"].split(os.pathsep)):
        if not any(shutil.which(compiler, path=folder) for compiler in COMPILERS):
            folders.append(folder)
        elif os.name != "nt":
            copy = place / "path" / str(number)
            copy.mkdir(parents=True)
            for program in Path(folder).iterdir():
                if not program.name.startswith(("cargo", "rust")):
                    (copy / program.name).symlink_to(program)
            folders.append(str(copy))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CARGO", "RUST", "PIP_", "GIT_", "PRE_COMMIT"))}
    # A certificate of the house is needed to download, and says nothing of where packages come from.
    return kept | {"PATH": os.pathsep.join(folders)}


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        sys.exit(otherwise)


main()
