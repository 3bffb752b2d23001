"""The catalogue of embedded models: their files with hashes, and the limits measured for each."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files

import msgspec

from degarble.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class ChoiceLimits:
    """Margins (logits) of another word over the word as it stands, by source language; `margin` for all others."""

    margin: float = 3.0
    quoted: float = 5.0
    close: float = 1.5
    margins: dict[str, float] = field(default_factory=dict)

    def of(self, lang: str) -> float:
        """Return the least margin for a suggestion in a translation from `lang`."""
        return self.margins.get(lang, self.margin)


@dataclass(frozen=True, slots=True)
class Entry:
    """A model for a target language."""

    name: str
    file: str
    sha256: str
    tokenizer: str
    tokenizer_sha256: str
    choice: ChoiceLimits = field(default_factory=ChoiceLimits)


def read_entry(lang: str) -> Entry | None:
    """Return the entry of the model for a target language, None when there is none.

    Raises:
        KnowledgeError: the catalogue breaks its format.
    """
    text = (files("degarble") / "data" / "models" / "catalog.toml").read_text(encoding="utf-8")
    try:
        catalog = msgspec.convert(tomllib.loads(text), dict[str, Entry])
    except msgspec.ValidationError as error:
        raise KnowledgeError(f"data/models/catalog.toml: {error}", "Install degarble again.") from error
    return catalog.get(lang)


def read_file(name: str, sha256: str) -> bytes:
    """Return the content of a model's file.

    Raises:
        KnowledgeError: it is missing, or is not the one the catalogue names.
    """
    file = files("degarble") / "data" / "models" / name
    content = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise KnowledgeError(f"data/models/{name} is not the file its catalogue names.", "Install degarble again.")
    return content
