"""One version in all places that name it: what is released, what the hook installs, what the manual shows.

.ci/versions.py          prints the version, or says which place has another
.ci/versions.py v0.1.0   also asks that the tag is that version's, and that the changelog has left "unreleased" behind
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Each of these must occur at least once, and always with the version.
PLACES = {
    "pyproject.toml": [r'^version = "([^"]*)"', r'"clauselint==([^"]*)"'],
    "CHANGELOG.md": [r"\A(?:(?!^## ).*\n)*## (\S+)"],
    "editors/vscode/package.json": [r'^  "version": "([^"]*)"'],
    "editors/vscode/package-lock.json": [r'\A\{\n  "name": "clauselint",\n  "version": "([^"]*)"'],
    "editors/vscode/CHANGELOG.md": [r"\A(?:(?!^## ).*\n)*## (\S+)"],
    "README.md": [r"rev: v(\S+)"],
    "docs/pipelines.md": [r"rev: v(\S+)", r"clauselint==([0-9.]+)", r"clauselint/clauselint@v(\S+)", r"clauselint-([0-9.]+)-x86_64"],
}


def wrong(version: str) -> list[str]:
    found = []
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        found.append(f"Cargo.toml: {version} is not three numbers, which Python and Cargo write alike")
    for place, patterns in PLACES.items():
        text = (ROOT / place).read_text(encoding="utf-8")
        for pattern in patterns:
            values = re.findall(pattern, text, re.MULTILINE)
            found += [f"{place}: {value}, not {version}" for value in values if value != version]
            if not values:
                found.append(f"{place}: nothing is like {pattern}")
    return found


def main() -> None:
    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]["version"]
    found = wrong(version)
    for tag in sys.argv[1:]:
        if tag != f"v{version}":
            found.append(f"the tag is {tag}, not v{version}")
        if f"## {version} (unreleased)" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"):
            found.append(f"CHANGELOG.md: {version} is still called unreleased")
    if found:
        sys.exit("\n".join(found))
    print(version)


main()
