"""Packs the program out of a wheel as an archive for those who use no Python: the same bytes, so one build serves both.

archive.py WHEEL TARGET FOLDER   writes FOLDER/clauselint-VERSION-TARGET.tar.gz (.zip for Windows) and prints its name
The archive is the same for the same program, whenever it is packed.
"""

import gzip
import io
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BESIDE = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"]


def program(wheel: Path) -> tuple[str, bytes]:
    """Name and bytes of the one program in the wheel."""
    with zipfile.ZipFile(wheel) as content:
        scripts = [name for name in content.namelist() if ".data/scripts/" in name]
        if len(scripts) != 1:
            sys.exit(f"{wheel} holds {len(scripts)} programs, not one: {scripts}")
        return scripts[0].rsplit("/", 1)[1], content.read(scripts[0])


def main() -> None:
    wheel, target, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    version = wheel.name.split("-")[1]
    name = f"clauselint-{version}-{target}"
    script, content = program(wheel)
    files = [(script, content, 0o755)] + [(other, (ROOT / other).read_bytes(), 0o644) for other in BESIDE]
    folder.mkdir(parents=True, exist_ok=True)
    if "windows" in target:
        path = folder / f"{name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file, data, _ in files:
                entry = zipfile.ZipInfo(f"{name}/{file}", (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
    else:
        path = folder / f"{name}.tar.gz"
        with path.open("wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as packed:
            with tarfile.open(fileobj=packed, mode="w") as archive:
                for file, data, mode in files:
                    entry = tarfile.TarInfo(f"{name}/{file}")
                    entry.size, entry.mode = len(data), mode
                    archive.addfile(entry, io.BytesIO(data))
    print(path)


main()
