"""Installs the wheel in a fresh virtual environment, away from the repository, and judges an example with it: .ci/try_wheel.py FOLDER

The folder holds the wheels of a build; pip takes the one for this machine, and nothing from an index.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    wheels = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "venv"
        venv.create(home, with_pip=True)
        bin_ = home / ("Scripts" if os.name == "nt" else "bin")
        pip = [bin_ / "python", "-m", "pip", "--isolated", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", "--no-index", "--find-links", wheels, "clauselint"], check=True)

        folder = Path(scratch) / "documents"
        shutil.copytree(ROOT / "examples" / "first-draft", folder)
        command = [bin_ / "clauselint", "check", "--as-of", "2026-09-01", "--select", "treatment-uses-excluded-control"]
        done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
        wanted = "error[treatment-uses-excluded-control]: TRT-002 relies on A.9.4"
        if done.returncode != 1 or wanted not in done.stdout:
            sys.exit(f"the program from the wheel ended with status {done.returncode}:\n{done.stdout}{done.stderr}")

        version = subprocess.run([bin_ / "clauselint", "--version"], capture_output=True, encoding="utf-8", check=True).stdout
        if f"-{version.split()[1]}-" not in next(wheels.glob("*.whl")).name:
            sys.exit(f"the wheel has another version than its program, {version}")
        print(f"{version.strip()}, installed from its wheel, finds what it should")


main()
