"""The catalogue of embedded models: their files with hashes, and the limits measured for each."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path
from typing import TypeVar

import msgspec

from degarble.errors import KnowledgeError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FitWeights:
    """Weights of what tells that another word should stand in a place: a logistic regression (see `models.fit`)."""

    bias: float = 0.0
    keep: float = 0.0
    damage: float = 0.0
    rarity: float = 0.0
    around: float = 0.0
    machine: float = 0.0
    company: float = 0.0
    rating: float = 0.0
    gain: float = 0.0
    relief: float = 0.0
    easing: float = 0.0
    suiting: float = 0.0
    likeness: float = 0.0
    likelihood: float = 0.0

    @property
    def of_fit(self) -> tuple[float, ...]:
        """Return the weights in the order of `Fit`."""
        return (
            *(self.keep, self.damage, self.rarity, self.around, self.machine, self.company),
            *(self.rating, self.gain, self.relief, self.easing),
            *(self.suiting, self.likeness, self.likelihood),
        )


@dataclass(frozen=True, slots=True)
class ChoiceLimits:
    """Log-odds that a word is to be replaced, from which that is done, by source language; `margin` for all others.

    A word is looked at when `first`, on what one pass says of it, reaches `doubt`. `order` tells which option fits
    best after the sentence was read with each, `weights` whether that one is to stand there. From `flag` on, by either,
    a word is flagged for which nothing can be suggested.
    """

    margin: float = 3.0
    quoted: float = 5.0
    close: float = 1.5
    doubt: float = 0.0
    flag: float = 9.0
    margins: dict[str, float] = field(default_factory=dict)
    first: FitWeights = field(default_factory=FitWeights)
    order: FitWeights = field(default_factory=FitWeights)
    weights: FitWeights = field(default_factory=FitWeights)

    def of(self, lang: str) -> float:
        """Return the least margin for a suggestion in a translation from `lang`."""
        return self.margins.get(lang, self.margin)


@dataclass(frozen=True, slots=True)
class DamageLimits:
    """From logits of damage to passages and probabilities, as measured for a model.

    A passage begins at `enter` (at `suspect` in a translation: the source language shows, or the mean log-odds that a
    machine wrote the sentences reach `machine`) and goes on down to `stay`; from `grave` it is major. A word is
    damaged with probability 1 / (1 + exp(-(slope x + bias))).
    """

    enter: float = 3.0
    suspect: float = 2.0
    machine: float = 9.0
    stay: float = 0.5
    grave: float = 4.0
    slope: float = 1.0
    bias: float = 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A model for a target language; where it has no `company`, words are judged without what they suit."""

    name: str
    file: str
    sha256: str
    tokenizer: str
    tokenizer_sha256: str
    company: str = ""
    company_sha256: str = ""
    damage: DamageLimits = field(default_factory=DamageLimits)
    choice: ChoiceLimits = field(default_factory=ChoiceLimits)


def read_entry(lang: str) -> Entry | None:
    """Return the entry of the model for a target language, None when there is none.

    Raises:
        KnowledgeError: the catalogue breaks its format.
    """
    return read_tables("catalog.toml", Entry).get(lang)


def read_tables(name: str, kind: type[T]) -> dict[str, T]:
    """Return the tables of a file of `data/models`, by name.

    Raises:
        KnowledgeError: the file breaks its format.
    """
    text = (files("degarble") / "data" / "models" / name).read_text(encoding="utf-8")
    try:
        tables: dict[str, T] = msgspec.convert(tomllib.loads(text), dict[str, kind])  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise KnowledgeError(f"data/models/{name}: {error}", "Install degarble again.") from error
    return tables


@contextmanager
def open_file(name: str, sha256: str) -> Iterator[Path]:
    """Give a model's file as one on disk, which need not be there afterwards.

    Raises:
        KnowledgeError: it is missing, or is not the one the catalogue names.
    """
    with as_file(files("degarble") / "data" / "models" / name) as path:
        if not path.is_file() or _hash(path) != sha256:
            raise KnowledgeError(f"data/models/{name} is not the file its catalogue names.", "Install degarble again.")
        yield path


def _hash(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
