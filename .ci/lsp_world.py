"""What the clients of the language server work on: a copy of an example, and what `check` finds in it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# So that the same is found on every day.
SETTINGS = {"as_of": "2026-11-02", "stage": "surveillance"}

RECORD = "risk/register.md"
ID, TITLE, NEW = "RSK-005", "Misheard callers", "RSK-105"
MENDED = "risk/late-treatments.yaml"
# A link of the example's leads to a file that is not there.
OUTSIDE = {"path": "systems/tools.md", "shown": "risk/soa.md", "code": "dead-link"}
# The example names the risk in three files. These are two more, so that a rename crosses prose and a table of values as well.
MORE = {
    "risk/incidents.md": f"# Notes of the AI risk round, October 2026\n\nTwo calls were misheard; {ID} stands, and {ID} is looked at again in December.\n",
    "risk/open-treatments.csv": f"Treatment ID,Risk ID,Treatment option,Owner\nTRT-090,{ID},modify,ROL-010\n",
    # With something that can be put right: a date in another spelling.
    MENDED: "treatments:\n  - id: TRT-091\n    risk: RSK-004\n    option: modify\n    completed_on: 14 October 2026\n",
}


def program() -> Path:
    """The program under test: that of CLAUSELINT, or the one built for the tests."""
    named = os.environ.get("CLAUSELINT")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = Path(named) if named else target / "debug" / ("clauselint.exe" if os.name == "nt" else "clauselint")
    if not path.is_file():
        raise SystemExit(f"{path} is not built: cargo build --locked")
    return path


class World:
    """A copy of the example."""

    def __init__(self, scratch: Path) -> None:
        self.root = scratch.resolve() / "aims"
        shutil.copytree(ROOT / "examples" / "first-draft", self.root)
        for name, text in MORE.items():
            (self.root / name).write_text(text, encoding="utf-8", newline="")
        self.report = self.check()

    def check(self) -> list[dict]:
        """The findings of `check` that have a place."""
        command = [program(), "check", "--format", "json", "--as-of", SETTINGS["as_of"], "--stage", SETTINGS["stage"]]
        done = subprocess.run(command, cwd=self.root, capture_output=True, encoding="utf-8", check=False)
        findings = json.loads(done.stdout)["findings"]
        return [finding for finding in findings if finding["at"] and not finding["suppressed"]]

    def places(self) -> dict[str, list[tuple[str, int, int]]]:
        """Code, line and byte of the line of each finding, from 0, by file."""
        places = {}
        for finding in self.report:
            at = finding["at"]
            before = (self.root / at["path"]).read_bytes()[: at["start"]["byte"]]
            column = len(before) - (before.rfind(b"\n") + 1)
            places.setdefault(at["path"], []).append((finding["code"], before.count(b"\n"), column))
        return {path: sorted(found) for path, found in places.items()}

    def naming(self, name: str) -> dict[str, int]:
        """How often each file names an id."""
        texts = {path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8") for path in self.root.rglob("*.*")}
        return {path: text.count(name) for path, text in texts.items() if name in text}

    def fixable(self) -> dict:
        """A finding that the program can put right by itself."""
        return next(finding for finding in self.report if finding["fix"] and finding["at"]["path"] == MENDED)
