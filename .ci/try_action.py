"""action.yml as a runner would run it, with releases from a folder: .ci/try_action.py FOLDER

The folder holds what is released: wheels, archives, SHA256SUMS. Steps with `run` are run, with their `env` and the defaults of the inputs; steps
with `uses` are left out. Where the archive for this runner is not in the folder, as in a rehearsal, it is packed from the wheel.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
SYSTEM = {"Linux": "Linux", "Darwin": "macOS", "Windows": "Windows"}[platform.system()]
MACHINE = {"x86_64": "X64", "AMD64": "X64", "aarch64": "ARM64", "arm64": "ARM64"}[platform.machine()]
TARGET = {"X64": "x86_64", "ARM64": "x86_64" if SYSTEM == "Windows" else "aarch64"}[MACHINE] + {
    "Linux": "-unknown-linux-musl",
    "macOS": "-apple-darwin",
    "Windows": "-pc-windows-msvc",
}[SYSTEM]
# By its path: Windows looks for `bash` in its own folder first, and has another one there.
BASH = shutil.which("bash") or sys.exit("there is no bash")
# A document that tries to speak to the runner, and to the shell.
HOSTILE = "# AI policy\n\n| Field | Entry |\n|---|---|\n| Version | 1 |\n| Approved on | ##[add-path]/tmp `touch hacked` $(touch hacked) |\n"


class Job:
    """One job: its folder, and what its steps said."""

    def __init__(self, scratch: Path) -> None:
        self.home = Path(tempfile.mkdtemp(dir=scratch))
        self.workspace = self.home / "workspace"
        shutil.copytree(ROOT / "examples" / "first-draft", self.workspace)
        (self.workspace / "hostile.md").write_text(HOSTILE, encoding="utf-8")
        self.log, self.summary = "", self.home / "summary"
        self.summary.touch()
        self.outputs: dict[str, dict[str, str]] = {}

    def value(self, text: str, inputs: dict[str, str]) -> str:
        """An expression of the few shapes that the steps' `env` has."""

        def one(match: re.Match) -> str:
            word = match[1].split(".")
            if word[0] == "inputs":
                return inputs[word[1]]
            return self.outputs.get(word[1], {}).get(word[3], "") if word[0] == "steps" else ""

        return re.sub(r"\$\{\{ (\S+) \}\}", one, text)

    def run(self, **given: str) -> int:
        """Status of the first step that fails, or 0."""
        given = {name.replace("_", "-"): value for name, value in given.items()}
        unknown = given.keys() - ACTION["inputs"].keys()
        expect(not unknown, f"no such inputs: {unknown}")
        inputs = {name: it["default"] for name, it in ACTION["inputs"].items()} | given
        for step in ACTION["runs"]["steps"]:
            if "run" not in step:
                continue
            output = self.home / f"output-{step['id']}"
            output.write_text("", encoding="utf-8")
            environment = os.environ | {
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_WORKSPACE": str(self.workspace),
                "GITHUB_ACTIONS": "true",
                "RUNNER_TEMP": str(self.home),
                "RUNNER_OS": SYSTEM,
                "RUNNER_ARCH": MACHINE,
            }
            environment |= {name: self.value(text, inputs) for name, text in step["env"].items()}
            done = subprocess.run(
                [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.workspace / self.value(step.get("working-directory", "."), inputs),
                env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
            )  # fmt: skip
            self.log += done.stdout
            lines = output.read_text(encoding="utf-8").splitlines()
            self.outputs[step["id"]] = dict(line.split("=", 1) for line in lines)
            if done.returncode:
                return done.returncode
        return 0


def releases(folder: Path, scratch: Path) -> Path:
    """The folder as it would lie on a server, with the archive for this runner."""
    version = next(folder.glob("*.whl")).name.split("-")[1]
    place = scratch / "releases" / f"v{version}"
    place.mkdir(parents=True)
    archives = list(folder.glob(f"*-{TARGET}.*"))
    for archive in archives:
        shutil.copy2(archive, place)
    if not archives:
        wheel = next(folder.glob("*.whl"))
        subprocess.run([sys.executable, ROOT / ".ci/release/archive.py", wheel, TARGET, place], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, ROOT / ".ci/release/checksums.py", place], check=True, stdout=subprocess.DEVNULL)
    return place


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        scratch = Path(name)
        place = releases(Path(sys.argv[1]).resolve(), scratch)
        address = place.parent.as_uri()

        job = Job(scratch)
        status = job.run(releases=address, arguments="--as-of=2026-09-01\n--select=treatment-uses-excluded-control\n")
        expect(status == 1 and job.outputs["check"]["status"] == "1", f"findings end with status 1, not {status}:\n{job.log}")
        expect(Path(job.outputs["check"]["sarif"]).is_file(), f"no SARIF:\n{job.log}")
        human, _, after = job.log.partition("::stop-commands::")[2].partition("::group::annotations")
        expect("TRT-002 relies on A.9.4" in human, f"the log does not tell the finding:\n{job.log}")
        expect(re.search(r"^::error .*file=risk/treatment-plan.yaml,.*TRT-002 relies on A.9.4", after, re.MULTILINE), f"no annotation:\n{job.log}")
        expect("TRT-002 relies on A.9.4" in job.summary.read_text(encoding="utf-8"), "the summary does not tell the finding")
        own = Job(scratch)
        status = own.run(program=job.outputs["install"]["program"], releases="file:///nowhere", arguments="--select=no-such-rule")
        expect(status == 2 and own.outputs["check"]["status"] == "2", f"a mistaken argument ends with status {status}:\n{own.log}")
        print("findings: in the log, at their lines, in the summary, as SARIF; status 1")

        job = Job(scratch)
        status = job.run(releases=address, paths="hostile.md", annotations="false", summary="false")
        token = re.search(r"^::stop-commands::(\w{32})$", job.log, re.MULTILINE)
        expect(token and "##[" not in job.log.split(f"::{token[1]}::", 1)[1], f"a document speaks to the runner:\n{job.log}")
        expect(not (job.workspace / "hacked").exists(), "a document speaks to the shell")
        status = job.run(releases=address, paths="$(touch hacked)\n`touch hacked`; touch hacked\n")
        expect(status == 2 and not (job.workspace / "hacked").exists(), f"an input speaks to the shell ({status}):\n{job.log}")
        print("what documents and inputs say is only text")

        job = Job(scratch)
        expect(job.run(releases=address, version="1; touch hacked") == 2, "a version that is none is taken")
        expect(job.run(releases=address, version="9.9.9") == 2 and "cannot download" in job.log, f"a release that is none is taken:\n{job.log}")
        archive = next(place.glob("clauselint-*"))
        archive.write_bytes(archive.read_bytes() + b"\0")
        expect(job.run(releases=address) == 2 and "checksums" in job.log, f"a changed archive is taken:\n{job.log}")
        print("a release that is missing or changed is refused; status 2")


def expect(holds: object, otherwise: str) -> None:
    if not holds:
        sys.exit(otherwise)


main()
