"""The embedded model as a run uses it: opened when first needed, its scores kept in a file for the next run."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from degarble.models.catalog import Entry
from degarble.models.company import Suit
from degarble.models.damage import WordDamage
from degarble.models.embedded import SCORING, load_embedded
from degarble.models.passages import estimate
from degarble.models.scorer import SentenceScores, WordScore

if TYPE_CHECKING:
    from degarble.models.scorer import Vector

FILE = "scores.sqlite"
MOST_BYTES = 400_000_000
_PARAMETERS = 500  # keys in one query


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """The scores of a sentence as they are kept; vectors are bytes of half-precision numbers."""

    words: tuple[WordScore, ...]
    machine: float
    doubtful: tuple[int, ...]
    queries: bytes


class ScoreFile:
    """A file of scores by key; several processes may share it, and no trouble with it ever stops a run."""

    def __init__(self, path: Path) -> None:
        """Open or make the file; one that has grown too large is begun anew."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            path.unlink()
        self._connection = sqlite3.connect(path, timeout=5)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = OFF")  # lost scores are made again
        self._connection.execute("CREATE TABLE IF NOT EXISTS scores (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the values of those keys that are known."""
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), _PARAMETERS):
            part = keys[start : start + _PARAMETERS]
            marks = ",".join("?" * len(part))
            found.update(self._connection.execute(f"SELECT key, value FROM scores WHERE key IN ({marks})", part))
        return found

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values."""
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO scores VALUES (?, ?)", values.items())


class KeptScorer:
    """Scores of a model for a target language; without a folder nothing is kept."""

    def __init__(self, lang: str, entry: Entry, folder: Path | None) -> None:
        self.entry = entry
        self._lang = lang
        self._folder = folder
        self._file: ScoreFile | None = None

    def __getstate__(self) -> tuple[str, Entry, Path | None]:
        """Return what another process needs to open the same model and file."""
        return self._lang, self.entry, self._folder

    def __setstate__(self, state: tuple[str, Entry, Path | None]) -> None:
        """Take up what `__getstate__` gave."""
        self.__init__(*state)  # type: ignore[misc]

    def score(self, sentences: Sequence[str]) -> list[SentenceScores]:
        """Return the scores of each sentence, from the file where it has them."""
        keys = {sentence: self._make_key(sentence) for sentence in sentences}
        known = self._look_up(keys.values())
        scores = {sentence: decode(known[key]) for sentence, key in keys.items() if key in known}
        missing = [sentence for sentence in keys if sentence not in scores]
        if missing:
            made = dict(zip(missing, load_embedded(self._lang).score(missing), strict=True))
            self._keep({keys[sentence]: encode(score) for sentence, score in made.items()})
            scores |= made
        return [scores[sentence] for sentence in sentences]

    def score_words(self, sentences: Sequence[str]) -> list[list[WordDamage]]:
        """Return the words of each sentence with the probability that they are damaged."""
        limits = self.entry.damage
        return [
            [(word.start, word.end, estimate(word.damage, limits)) for word in scores.words]
            for scores in self.score(sentences)
        ]

    def rarity(self, word: str) -> float:
        """Return how rare a word is."""
        return load_embedded(self._lang).rarity(word)

    def suit(self, sentence: str, start: int, end: int, options: Sequence[str]) -> tuple[float, list[Suit]]:
        """Return how well a word suits the words around it, and each option beside it."""
        return load_embedded(self._lang).suit(sentence, start, end, options)

    def rate(self, query: Vector, words: Sequence[str]) -> list[float]:
        """Return the logit of each word in the place a query was made for."""
        return load_embedded(self._lang).rate(query, words)

    def _make_key(self, sentence: str) -> bytes:
        text = sentence.encode("utf-8", "surrogatepass")
        key = f"{SCORING} {self.entry.sha256[:32]}".encode()
        return hashlib.blake2b(text, digest_size=16, key=key).digest()

    def _look_up(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        try:
            if self._file is None and self._folder is not None:
                self._file = ScoreFile(self._folder / FILE)
            return self._file.get(list(keys)) if self._file else {}
        except (OSError, sqlite3.Error):
            self._file = self._folder = None  # a full or locked disk: go on without
            return {}

    def _keep(self, values: Mapping[bytes, bytes]) -> None:
        try:
            if self._file is not None:
                self._file.put(values)
        except sqlite3.Error:
            self._file = self._folder = None


def encode(scores: SentenceScores) -> bytes:
    """Return scores as bytes."""
    queries = b"".join(query.tobytes() for query in scores.queries.values())
    return msgspec.msgpack.encode(_Kept(scores.words, scores.machine, tuple(scores.queries), queries))


def decode(data: bytes) -> SentenceScores:
    """Return the scores `encode` made bytes of."""
    import numpy as np

    kept = msgspec.msgpack.decode(data, type=_Kept)
    queries = np.frombuffer(kept.queries, dtype=np.float16).reshape(len(kept.doubtful), -1) if kept.doubtful else ()
    return SentenceScores(kept.words, kept.machine, dict(zip(kept.doubtful, queries, strict=True)))
