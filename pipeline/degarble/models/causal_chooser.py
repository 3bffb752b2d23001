"""The slower, stronger chooser: a causal language model says which of two words a sentence is likelier with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from degarble.errors import ConfigError, MissingExtra
from degarble.fitting import put_in_place
from degarble.models.catalog import ChoiceLimits, read_tables
from degarble.models.llama import LlamaReader

WINDOW = 40  # tokens after the changed words that count
BEFORE = 256  # tokens before them that are read where a sentence is longer than LONGEST
LONGEST = 400


@dataclass(frozen=True, slots=True)
class ModelPackage:
    """A package of the index that holds the file of a model, and the margins measured for it (natural logarithms)."""

    package: str
    file: str
    sha256: str
    limits: ChoiceLimits = field(default_factory=ChoiceLimits)


@lru_cache(maxsize=1)
def read_choosers() -> dict[str, ModelPackage]:
    """Return the models that can be had as choosers, by name.

    Raises:
        KnowledgeError: their file breaks its format.
    """
    return read_tables("choosers.toml", ModelPackage)


class Reader(Protocol):
    """A causal language model that keeps what it has read."""

    def split(self, text: str) -> list[int]:
        """Return the tokens of a text, behind a mark with which all texts begin."""
        ...

    def read(self, kept: int, tokens: Sequence[int]) -> list[float]:
        """Read on after the first `kept` tokens read before; return the log-likelihood of each token."""
        ...


class CausalChooser:
    """Rates words in the place of another; what stands before the place is read once for a sentence."""

    def __init__(self, reader: Reader, window: int = WINDOW) -> None:
        self.reader = reader
        self._window = window
        self._read: list[int] = []
        self._stretch: list[int] = []
        self._gains: list[float] = []

    def rate(self, sentence: str, start: int, end: int, options: Sequence[str]) -> list[float]:
        """Return for each option by how much (natural log) the sentence is likelier with it than as it stands.

        Counted are the tokens that differ and at most `window` after them. Capitals and a or an are fitted.
        """
        original = self.reader.split(sentence)
        margins = {
            option: self._compare(original, self.reader.split(put_in_place(sentence, start, end, option)))
            for option in dict.fromkeys(options)
        }
        return [margins[option] for option in options]

    def _compare(self, original: list[int], changed: list[int]) -> float:
        if original == changed:
            return 0.0
        first = _count_shared(original, changed)
        after = _count_shared(original[first:][::-1], changed[first:][::-1])
        unread = max(0, after - self._window)
        cut = max(0, first - BEFORE) if len(original) > LONGEST else 0
        as_it_stands = self._weigh_original(original[cut : cut + LONGEST])[first - cut : len(original) - unread - cut]
        return self._weigh(changed[cut : len(changed) - unread], first - cut) - sum(as_it_stands)

    def _weigh_original(self, tokens: list[int]) -> list[float]:
        """Return the log-likelihoods of a sentence as it stands, read once for all places in it."""
        if tokens != self._stretch:
            self._gains, self._stretch, self._read = self.reader.read(0, tokens), tokens, tokens
        return self._gains

    def _weigh(self, tokens: list[int], start: int) -> float:
        """Return the log-likelihood of the tokens from `start` on; what was read before `start` is not read again."""
        kept = min(_count_shared(self._read, tokens), start)
        gains = self.reader.read(kept, tokens[kept:])
        self._read = tokens
        return sum(gains[start - kept :])


def _count_shared(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many tokens two sequences begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((count for count, (a, b) in pairs if a != b), min(len(one), len(other)))


def find_model(model: ModelPackage) -> Path:
    """Return the file of a model in the package that holds it; the package is not imported.

    Raises:
        MissingExtra: the package is not installed.
        ConfigError: the file is not the one that was measured.
    """
    found = find_spec(model.package)
    if found is None or not found.origin:
        raise MissingExtra("The chooser", "lm")
    file = Path(found.origin).parent / model.file
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != model.sha256:
        raise ConfigError(f"{file} is not the model that was measured.", "pip install --upgrade 'degarble[lm]'")
    return file


@lru_cache(maxsize=1)
def check_chooser(name: str) -> Path:
    """Return the file of a chooser's model without opening it; it is hashed once in a process.

    Raises:
        MissingExtra: the package with the model, or llama-cpp-python, is not installed.
        ConfigError: there is no chooser of this name, or its file is not the one that was measured.
    """
    choosers = read_choosers()
    if name not in choosers:
        raise ConfigError(f"There is no chooser {name!r}.", f"Known: {', '.join(choosers)}")
    if find_spec("llama_cpp") is None:
        raise MissingExtra("The chooser", "lm")
    return find_model(choosers[name])


@lru_cache(maxsize=1)
def open_chooser(name: str) -> CausalChooser:
    """Return a chooser by its name, one of `read_choosers`; raises what `check_chooser` raises."""
    return CausalChooser(LlamaReader(check_chooser(name)))
