"""What runs elsewhere is checked here: workflows, the action, the hooks and the samples in docs/pipelines.md, by zizmor, their published
schemas, pre-commit and shellcheck. Offline. `--update` writes the action's inputs into the manual anew.

Run with a Python that has .ci/requirements.txt, those programs beside it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANUAL = ROOT / "docs" / "pipelines.md"
# Which published schema a file answers to.
SCHEMAS = {
    ".github/workflows/*.yml": "vendor.github-workflows",
    ".github/dependabot.yml": "vendor.dependabot",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    "action.yml": "vendor.github-actions",
}
# The samples name our own action by its tag, because a page cannot know the hash of the commit that it is part of.
SAMPLES_CONFIG = "rules: { unpinned-uses: { config: { policies: { 'clauselint/*': ref-pin, '*': hash-pin } } } }\n"


def run(folder: Path, *command: str) -> None:
    print("$", *command, flush=True)
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=folder, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def check(folder: Path) -> None:
    """All that the folder holds of what is in SCHEMAS, and its hooks."""
    run(folder, "zizmor", "--quiet", "--offline", "--strict-collection", "--no-progress", "--persona", "pedantic", ".")
    for pattern, schema in SCHEMAS.items():
        files = sorted(str(path.relative_to(folder)) for path in folder.glob(pattern))
        if files:
            run(folder, "check-jsonschema", "--quiet", "--builtin-schema", schema, *files)
    for file, kind in ((".pre-commit-hooks.yaml", "manifest"), (".pre-commit-config.yaml", "config")):
        if (folder / file).exists():
            run(folder, "pre-commit", f"validate-{kind}", file)


def samples(folder: Path) -> None:
    """The manual's samples as the files that they are to become."""
    found = re.findall(r"^<!-- file: (\S+) -->\n```yaml\n(.*?)^```$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    if len(found) < 3:
        sys.exit(f"{MANUAL.name} has {len(found)} samples")
    for name, text in found + [("zizmor.yml", SAMPLES_CONFIG)]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def inputs(update: bool) -> None:
    """The table of inputs and outputs in the manual is the action's."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    rows = ["", "| Input | Unless given | What it is |", "|---|---|---|"]
    rows += [f"| `{name}` | {it['default'] and '`' + it['default'] + '`'} | {it['description']} |" for name, it in action["inputs"].items()]
    rows += ["", "| Output | What it is |", "|---|---|"]
    rows += [f"| `{name}` | {it['description']} |" for name, it in action["outputs"].items()]
    page = MANUAL.read_text(encoding="utf-8")
    wanted = re.sub(
        r"(<!-- inputs: action.yml -->\n).*?(<!-- /inputs -->)", lambda m: m[1] + "\n".join(rows) + "\n\n" + m[2], page, flags=re.DOTALL
    )
    if update:
        MANUAL.write_text(wanted, encoding="utf-8", newline="\n")
    elif page != wanted:
        sys.exit(f"{MANUAL.name} does not have the inputs of action.yml: .ci/workflows.py --update")


def options() -> None:
    """What hooks, samples and the action ask of `clauselint check` is in the command line reference."""
    reference = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8").split("### `clauselint check`")[1].split("\n### ")[0]
    known = set(re.findall(r"--[a-z][a-z-]+|`[a-z]+`", reference))
    for name in ("README.md", "docs/pipelines.md", ".pre-commit-hooks.yaml", ".github/action/check"):
        text = (ROOT / name).read_text(encoding="utf-8")
        whole = name.endswith("check")
        for command in [text] if whole else re.findall(r"clauselint check ([^|`\n]*)", text):
            asked = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", command))
            asked |= {f"`{word}`" for word in re.findall(r"(?:--format[ =]|--output[ =]\"?)([a-z]+)", command)}
            if asked - known:
                sys.exit(f"{name}: `clauselint check` knows no {', '.join(sorted(asked - known))}")


def scripts() -> list[str]:
    """Files below .ci and .github that bash runs."""
    files = (path for folder in (".ci", ".github") for path in sorted((ROOT / folder).rglob("*")) if path.is_file())
    return [str(path.relative_to(ROOT)) for path in files if path.read_bytes().startswith(b"#!/usr/bin/env bash\n")]


def main() -> None:
    inputs("--update" in sys.argv)
    options()
    check(ROOT)
    with tempfile.TemporaryDirectory() as scratch:
        samples(Path(scratch))
        check(Path(scratch))
    if shutil.which("shellcheck", path=BIN):
        run(ROOT, "shellcheck", *scripts())
    else:
        print("shellcheck is not packed for this machine: left out")
    # On a checkout that knows no such thing the runner would not start them either.
    if os.name != "nt":
        lame = [name for name in scripts() if not os.access(ROOT / name, os.X_OK)]
        if lame:
            sys.exit(f"not executable: {', '.join(lame)}")


main()
