"""Bring `data/SOURCES.tsv` up to date: a row for every data file, its hash renewed, source and licence kept.

    python scripts/update_sources.py

A new file gets the row of its own work: `own work`, `CC0-1.0`. Correct it by hand when facts come from elsewhere.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

DATA = Path(__file__).parents[1] / "pipeline" / "degarble" / "data"
COLUMNS = ("path", "source", "licence", "date", "sha256")


def main() -> None:
    table = DATA / "SOURCES.tsv"
    rows = {}
    if table.is_file():
        for line in table.read_text(encoding="utf-8").splitlines()[1:]:
            cells = line.split("\t")
            rows[cells[0]] = cells
    lines = []
    for file in sorted(DATA.rglob("*")):
        name = file.relative_to(DATA).as_posix()
        if file.is_file() and file != table and "__pycache__" not in name:
            old = rows.get(name, [name, "own work", "CC0-1.0", "2026-11", ""])
            lines.append("\t".join((*old[:4], hashlib.sha256(file.read_bytes()).hexdigest())))
    table.write_text("\n".join(("\t".join(COLUMNS), *sorted(lines))) + "\n", encoding="utf-8")
    print(f"{len(lines)} files")


if __name__ == "__main__":
    main()
