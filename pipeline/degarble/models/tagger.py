"""Token classifiers of the transformers library: how probable it is that each word of a sentence is damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from degarble.errors import ConfigError
from degarble.knowledge.phrases import WORD
from degarble.models.damage import WordDamage
from degarble.models.hub import Opened, open_pretrained

if TYPE_CHECKING:
    from torch import Tensor

BATCH = 16
MAXIMUM_PIECES = 256
_RESERVED = 2  # positions that RoBERTa's relatives count from
_UNIT = re.compile(r"\S+")
_DAMAGED = frozenset(
    ("1", "bad", "err", "error", "damage", "damaged", "wrong", "incorrect", "minor", "major", "critical")
)
_SOUND = frozenset(("0", "o", "ok", "c", "good", "sound", "correct", "keep", "none", "no-error"))


class _Place(NamedTuple):
    """A word of a sentence and its pieces in a window, by number."""

    start: int
    end: int
    first: int
    last: int


@dataclass
class _Window:
    """A stretch of a sentence that fits the model."""

    sentence: int
    pieces: list[int] = field(default_factory=list)
    places: list[_Place] = field(default_factory=list)


class Tagger:
    """Scores the words of sentences with a token classifier on the CPU.

    Text is cut at spaces and each unit is tokenised on its own, so no tokenizer needs to know offsets; a word's damage
    is the mean over its pieces.
    """

    def __init__(self, opened: Opened, damaged: Sequence[int]) -> None:
        self._tokenizer = opened.tokenizer
        self._model = opened.model
        self._damaged = list(damaged)
        self._prefix, self._suffix = _find_frame(opened)
        self._limit = _find_limit(opened) - len(self._prefix) - len(self._suffix)
        self._last: dict[str, list[WordDamage]] = {}

    def score_words(self, sentences: Sequence[str]) -> list[list[WordDamage]]:
        """Return the words of each sentence with their damage; those of the last call are remembered."""
        missing = [sentence for sentence in dict.fromkeys(sentences) if sentence not in self._last]
        known = self._last | dict(zip(missing, self._score(missing), strict=True))
        self._last = {sentence: known[sentence] for sentence in sentences}
        return [list(known[sentence]) for sentence in sentences]

    def _score(self, sentences: Sequence[str]) -> list[list[WordDamage]]:
        windows = [window for number, text in enumerate(sentences) for window in self._cut(number, text)]
        windows.sort(key=lambda window: len(window.pieces))
        found: list[list[WordDamage]] = [[] for _ in sentences]
        for start in range(0, len(windows), BATCH):
            batch = windows[start : start + BATCH]
            for window, damage in zip(batch, self._run(batch), strict=True):
                for word in window.places:
                    score = float(damage[word.first : word.last].mean())
                    found[window.sentence].append((word.start, word.end, min(1.0, score)))
        return [sorted(words) for words in found]

    def _cut(self, number: int, text: str) -> Iterator[_Window]:
        """Yield the windows of a sentence; nearly always one."""
        window = _Window(number)
        for match in _UNIT.finditer(text):
            pieces = self._encode(text, match.start(), match.end())
            if window.pieces and len(window.pieces) + len(pieces) > self._limit:
                yield window
                window = _Window(number)
            shift = len(window.pieces)
            for word in self._find_words(text, match.start(), match.end(), pieces):
                window.places.append(word._replace(first=word.first + shift, last=word.last + shift))
            window.pieces += pieces
        if window.pieces:
            yield window

    def _encode(self, text: str, start: int, end: int) -> list[int]:
        """Return the pieces of a part of the text, which begins at its start or behind a space."""
        part = text[start:end] if start == 0 else f" {text[start:end]}"  # byte-level pieces hold the space
        sent = part.encode("utf-8", "replace").decode()  # half a character cannot be encoded
        pieces: list[int] = self._tokenizer.encode(sent, add_special_tokens=False)
        return pieces[: self._limit]

    def _find_words(self, text: str, start: int, end: int, pieces: list[int]) -> Iterator[_Place]:
        """Yield the words of a unit with their pieces: all of the unit's where a piece reaches over a word's edge."""

        def count(edge: int, otherwise: int) -> int:
            if edge in (start, end):
                return 0 if edge == start else len(pieces)
            before = self._encode(text, start, edge)
            return len(before) if pieces[: len(before)] == before else otherwise

        for match in WORD.finditer(text, start, end) if pieces else ():
            first, last = count(match.start(), 0), count(match.end(), len(pieces))
            yield _Place(*match.span(), *((first, last) if first < last else (0, len(pieces))))

    def _run(self, batch: Sequence[_Window]) -> list[Tensor]:
        """Return the damage of each piece of each window."""
        import torch

        rows = [[*self._prefix, *window.pieces, *self._suffix] for window in batch]
        width = max(map(len, rows))
        fill = self._tokenizer.pad_token_id or 0
        pieces = torch.tensor([[*row, *[fill] * (width - len(row))] for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
        with torch.inference_mode():
            logits = self._model(input_ids=pieces, attention_mask=mask).logits.float()
        damage = logits.softmax(-1)[:, :, self._damaged].sum(-1)
        return list(damage[:, len(self._prefix) :])


def _find_frame(opened: Opened) -> tuple[list[int], list[int]]:
    """Return the special pieces before and behind a sentence, whatever the tokenizer calls them."""
    bare = opened.tokenizer.encode("the", add_special_tokens=False)
    full = opened.tokenizer.encode("the")
    for start in range(len(full) - len(bare) + 1):
        if full[start : start + len(bare)] == bare:
            return full[:start], full[start + len(bare) :]
    return [], []


def _find_limit(opened: Opened) -> int:
    positions = getattr(opened.model.config, "max_position_embeddings", None)
    known = int(positions) - _RESERVED if isinstance(positions, int) and positions > _RESERVED else MAXIMUM_PIECES
    return min(MAXIMUM_PIECES, int(opened.tokenizer.model_max_length), known)


def find_damaged_labels(labels: Mapping[int, str]) -> tuple[int, ...]:
    """Return the numbers of the labels that mean damage; empty when their names do not say.

    >>> find_damaged_labels({0: "OK", 1: "BAD"})
    (1,)
    >>> find_damaged_labels({0: "O", 1: "B-minor", 2: "I-minor"})
    (1, 2)
    >>> find_damaged_labels({0: "LABEL_0", 1: "LABEL_1"})
    ()
    """
    names = {number: re.sub(r"^[bi][-_]", "", label.strip().casefold()) for number, label in labels.items()}
    damaged = tuple(number for number, name in names.items() if name in _DAMAGED)
    others = [name for number, name in names.items() if number not in damaged]
    is_clear = bool(others) and (len(names) == 2 or all(name in _SOUND for name in others))
    return damaged if is_clear else ()


@lru_cache(maxsize=1)
def open_tagger(model: str, *, allow_network: bool = False) -> Tagger:
    """Return a tagger by its folder, or by its hub name when it is kept on this machine or the network is allowed.

    Raises:
        MissingExtra: transformers or torch is not installed.
        ConfigError: the model cannot be opened, is no trained token classifier, or does not say what damage is.
    """
    opened = open_pretrained(model, "AutoModelForTokenClassification", "token classifier", allow_network=allow_network)
    untrained = [key for key in opened.missing if not key.startswith(f"{opened.model.base_model_prefix}.")]
    if untrained:
        problem = f"The model {model!r} is no trained token classifier: it has no {untrained[0]}."
        raise ConfigError(problem, "Name a model that was trained to tag words, such as one of word-level quality.")
    labels = {int(number): str(label) for number, label in (opened.model.config.id2label or {}).items()}
    damaged = find_damaged_labels(labels)
    if not damaged:
        shown = ", ".join(list(labels.values())[:8])
        problem = f"The labels of the tagger {model!r} do not say which means damaged: {shown}."
        raise ConfigError(problem, 'Name them in its config.json, such as "id2label": {"0": "OK", "1": "BAD"}.')
    return Tagger(opened, damaged)
