"""The files of a model -> the package, with their hashes in its catalogue."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from model.manifest import hash_file

FILES = {
    "file": ("model.onnx", "{name}.onnx"),
    "tokenizer": ("tokenizer.json.xz", "{name}.tokenizer.json.xz"),
    "company": ("company.npz", "{name}.company.npz"),
}


def install_model(work: Path, target: Path, name: str) -> None:
    """Copy the files of `work` into the package's `target` and name them in its catalogue; limits stay as they are."""
    catalog = target / "catalog.toml"
    text = catalog.read_text(encoding="utf-8")
    text = _set(text, "name", name)
    for key, (source, pattern) in FILES.items():
        file = target / pattern.format(name=name)
        for old in target.glob(pattern.format(name="*")):
            old.unlink()
        shutil.copyfile(work / source, file)
        text = _set(text, key, file.name)
        text = _set(text, "sha256" if key == "file" else f"{key}_sha256", hash_file(file))
    catalog.write_text(text, encoding="utf-8")


def _set(text: str, key: str, value: str) -> str:
    return re.sub(rf'^{key} = ".*"$', f'{key} = "{value}"', text, count=1, flags=re.MULTILINE)
