"""Checksums of what is released, as `sha256sum` writes and reads them.

checksums.py FOLDER           writes FOLDER/SHA256SUMS for all other files in it
checksums.py FOLDER --check   fails if a file has changed, is missing, or is not listed
"""

import hashlib
import sys
from pathlib import Path

LIST = "SHA256SUMS"


def main() -> None:
    folder = Path(sys.argv[1])
    files = sorted(path for path in folder.iterdir() if path.name != LIST)
    if not files or not all(path.is_file() for path in files):
        sys.exit(f"{folder} should hold files, and files only: {[path.name for path in files]}")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    text = "".join(lines).encode()
    if sys.argv[2:] == ["--check"]:
        if (folder / LIST).read_bytes() != text:
            sys.exit(f"{folder / LIST} is not what the files are")
    else:
        (folder / LIST).write_bytes(text)
    sys.stdout.write(text.decode())


main()
