"""What a step used and made, kept beside its results."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("numpy", "onnx", "onnxruntime", "tokenizers", "torch")


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def note_step(work: Path, step: str, *, inputs: Iterable[Path], outputs: Iterable[Path], **settings: object) -> None:
    """Write a step's hashes, settings and versions into WORK/manifest.json, in place of those of its last run."""
    target = work / "manifest.json"
    manifest = json.loads(target.read_text()) if target.is_file() else {}
    manifest[step] = {
        "inputs": dict(_hash_all(inputs)),
        "outputs": dict(_hash_all(outputs)),
        "settings": settings,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }
    target.write_text(json.dumps(manifest, indent=1, default=str), encoding="utf-8")


def _hash_all(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        yield from ((f"{file.parent.name}/{file.name}", hash_file(file)) for file in files if file.is_file())
