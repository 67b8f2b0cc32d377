"""Train what the chapters show but do not train themselves: `make runs`.

    python data/runs/train.py                all
    python data/runs/train.py autoencoder    those of one chapter

Each chapter has a module here with a function `make(folder)`. Another processor gives other bytes
in the last digits: what counts are the scores, which tests compute anew. The checksums tell a
damaged file from a whole one; they follow from the files.
"""

import argparse
import hashlib
import sys
import time
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))  # this course, whether or not one is installed

from course_utils.places import write_whole  # noqa: E402

CHAPTERS = ("autoencoder", "gan", "compression", "resources")
KINDS = (".csv", ".safetensors")


def checksums_txt(folder: Path) -> str:
    """Return one line a stored file, as `sha256sum --check` reads it."""
    files = sorted(path for path in folder.iterdir() if path.suffix in KINDS)
    return "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in files)


def main(arguments: list[str] | None = None, folder: Path = HERE) -> int:
    """Train, write, and renew the checksums."""
    parser = argparse.ArgumentParser(description="Train what the chapters show.")
    parser.add_argument("chapters", nargs="*", metavar="chapter", help=", ".join(CHAPTERS))
    names = parser.parse_args(arguments).chapters
    if unknown := [name for name in names if name not in CHAPTERS]:
        parser.error(f"{unknown[0]} has no stored trainings; {', '.join(CHAPTERS)} has.")
    for name in names or CHAPTERS:
        start = time.perf_counter()
        import_module(name).make(folder)
        write_whole(folder / "checksums.txt", checksums_txt(folder))
        print(f"{name}: written in {time.perf_counter() - start:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
