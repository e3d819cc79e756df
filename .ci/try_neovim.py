"""Neovim, without a screen, on a copy of an example: what it shows is what `check` says, and it looks, completes, jumps, renames, mends,
and notices what is done outside of it.

Its configuration is the one that docs/editors.md shows. Needs nvim of
.ci/requirements-editors.txt on the path.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from lsp_world import ID, MENDED, NEW, OUTSIDE, RECORD, ROOT, SETTINGS, TITLE, World, program

PAGE = ROOT / "docs" / "editors.md"


def shown(name: str) -> str:
    """What the manual tells people to write into a file."""
    found = re.search(rf"^```lua {re.escape(name)}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    if not found:
        sys.exit(f"{PAGE.name} shows no {name}")
    return found[1]


def configuration() -> str:
    """All that the manual shows but settings, and the settings of the test."""
    settings = ", ".join(f"{key} = '{value}'" for key, value in SETTINGS.items())
    told = "".join(shown(name) for name in ("init.lua", "watch.lua", "plugin/clauselint.lua"))
    return f"{told}vim.lsp.config('clauselint', {{ settings = {{ clauselint = {{ {settings} }} }} }})\n"


def task(world: World) -> dict:
    """What there is to find."""
    fixable = world.fixable()
    code, line, column = next(p for p in world.places()[fixable["at"]["path"]] if p[0] == fixable["code"])
    return {
        "root": world.root.as_posix(),
        "findings": {path: sorted(f"{code} {line}:{column}" for code, line, column in found) for path, found in world.places().items()},
        "id": ID,
        "title": TITLE,
        "new": NEW,
        "record": RECORD,
        "mention": {"path": "risk/treatment-plan.yaml"},
        "field": {"path": "risk/treatment-plan.yaml", "text": "    risk: "},
        "named": world.naming(ID),
        "outside": OUTSIDE,
        "fix": {"path": fixable["at"]["path"], "line": line, "column": column, "title": fixable["fix"]["title"], "code": code},
    }


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        scratch = Path(scratch)
        world = World(scratch)
        fixable = world.fixable()
        (scratch / "init.lua").write_text(configuration(), encoding="utf-8")
        (scratch / "task.json").write_text(json.dumps(task(world)), encoding="utf-8")
        homes = {f"XDG_{name}_HOME": str(scratch / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
        path = f"{program().resolve().parent}{os.pathsep}{os.environ['PATH']}"
        environment = os.environ | homes | {"CLAUSELINT_TASK": str(scratch / "task.json"), "PATH": path}
        script = ROOT / ".ci" / "neovim.lua"
        command = ["nvim", "--headless", "-n", "-i", "NONE", "-u", scratch / "init.lua", "-c", f"luafile {script.as_posix()}"]
        done = subprocess.run(command, cwd=world.root, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False)
        print(done.stdout, end="")
        if done.returncode != 0:
            sys.exit(f"{done.stderr}\nNeovim ended with status {done.returncode}")
        # What was written is judged as before, under another name.
        if left := world.naming(ID):
            sys.exit(f"{ID} is still named: {left}")
        after = {finding["code"] for finding in world.check() if finding["at"]["path"] == MENDED}
        if fixable["code"] in after:
            sys.exit(f"{MENDED} is not mended")


main()
