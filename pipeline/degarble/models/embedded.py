"""The embedded model: for every word of a sentence, how damaged it reads and which other word would fit its place."""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from struct import pack, unpack
from typing import TYPE_CHECKING

from degarble.errors import KnowledgeError
from degarble.knowledge.phrases import WORD
from degarble.models.catalog import Entry, open_file, read_entry
from degarble.models.company import Company, Suit, read_company
from degarble.models.fit import measure_rarity
from degarble.models.scorer import SentenceScores, WordScore

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding, Tokenizer

    from degarble.models.scorer import Vector

MOST_PIECES = 126  # of a stretch; longer sentences are cut between words
SCORING = 2  # to be raised when the same file comes to give other scores: kept ones are then made anew
DOUBTFUL = 2.0  # logit of "the right word" from which no other word is asked for


class EmbeddedModel:
    """Scores sentences one at a time.

    Activations are quantised as they come, over everything in a batch: in one batch sentences would change each
    other's scores. Alone, a sentence has the same scores in every run, at the cost of a sixth of the speed.
    """

    def __init__(self, entry: Entry, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self.entry = entry
        self._session = session
        self._tokenizer = tokenizer
        self._vectors: dict[str, Vector] = {}

    def score(self, sentences: Sequence[str]) -> list[SentenceScores]:
        """Return the scores of each sentence; offsets are code points of it."""
        return [self._score(sentence) for sentence in sentences]

    def _score(self, sentence: str) -> SentenceScores:
        words: list[WordScore] = []
        queries: dict[int, Vector] = {}
        machine, total = 0.0, 0
        for start, text in self._cut(sentence):
            part = self._score_stretch(text)
            queries |= {place + len(words): query for place, query in part.queries.items()}
            words += [WordScore(a + start, b + start, damage, keep) for a, b, damage, keep in part.words]
            machine, total = machine + part.machine * len(text), total + len(text)
        return SentenceScores(tuple(words), machine / total if total else 0.0, queries)

    def rate(self, query: Vector, words: Sequence[str]) -> list[float]:
        """Return the logit of each word (or phrase) in the place a query was made for; compare with `keep`."""
        import numpy as np

        missing = [word for word in dict.fromkeys(words) if word not in self._vectors]
        if missing:
            self._vectors.update(zip(missing, self._embed(missing), strict=True))
        wanted = query.astype(np.float32) / query.shape[0] ** 0.5
        return [float(self._vectors[word] @ wanted) for word in words]  # one by one: a product of all rounds otherwise

    def rarity(self, word: str) -> float:
        """Return how rare a word is, or the rarest of a phrase (natural log of a rank), by the tokenizer's pieces."""
        size = self._tokenizer.get_vocab_size()
        encode = self._tokenizer.encode
        return max(
            (measure_rarity(encode(f" {part}", add_special_tokens=False).ids, size) for part in word.lower().split()),
            default=0.0,
        )

    def suit(self, sentence: str, start: int, end: int, options: Sequence[str]) -> tuple[float, list[Suit]]:
        """Return how well a word suits the words around it, and each option beside it (see `models.company`)."""
        return self._company.rate(sentence[:start], sentence[start:end], sentence[end:], options)

    @cached_property
    def _company(self) -> Company:
        """Return the model of company, opened when the first word is in doubt."""
        if not self.entry.company:
            return Company((), {})
        with open_file(self.entry.company, self.entry.company_sha256) as path:
            return read_company(path)

    def _cut(self, sentence: str) -> Iterator[tuple[int, str]]:
        """Yield stretches short enough for the model with their starts; nearly always the sentence itself."""
        offsets = self._tokenizer.encode(sentence, add_special_tokens=False).offsets
        if len(offsets) <= MOST_PIECES:
            yield 0, sentence
            return
        start = 0
        while start < len(sentence):
            inside = [end for begin, end in offsets if begin >= start][:MOST_PIECES]
            end = inside[-1] if inside else len(sentence)
            if end < len(sentence):
                space = sentence.rfind(" ", start + 1, end)
                end = space if space > start else end
            yield start, sentence[start:end]
            start = end

    def _score_stretch(self, text: str) -> SentenceScores:
        import numpy as np

        encoded = self._tokenizer.encode(text)
        damage, keep, query, machine = self._run(encoded.ids)
        words: list[WordScore] = []
        queries: dict[int, Vector] = {}
        for start, end, pieces in _group_pieces(text, encoded):
            first = pieces[0]
            word = WordScore(start, end, shorten(damage[pieces].mean()), shorten(keep[first]))
            if word.keep < DOUBTFUL:
                queries[len(words)] = query[first].astype(np.float16)
            words.append(word)
        return SentenceScores(tuple(words), shorten(machine), queries)

    def _run(self, pieces: Sequence[int]) -> tuple[Vector, Vector, Vector, float]:
        import numpy as np

        numbers = np.asarray([pieces], dtype=np.int64)
        one = np.ones((1, 1), dtype=np.float32)
        feed = {
            "pieces": numbers,
            "mask": np.ones_like(numbers, dtype=np.float32),
            "candidates": numbers[:, :1],
            "candidate_mask": one,
        }
        damage, keep, query, machine = self._session.run(["damage", "keep", "query", "machine"], feed)
        return damage[0], keep[0], query[0], float(machine[0])

    def _embed(self, words: Sequence[str]) -> list[Vector]:
        """Return the vector of each word, one at a time like sentences, so that it never depends on the others."""
        import numpy as np

        vectors = []
        for word in words:
            pieces = self._tokenizer.encode(f" {word}", add_special_tokens=False).ids
            numbers = np.asarray([pieces], dtype=np.int64)
            ones = np.ones_like(numbers, dtype=np.float32)
            feed = {"pieces": numbers, "mask": ones, "candidates": numbers, "candidate_mask": ones}
            vectors.append(self._session.run(["candidate_vectors"], feed)[0][0])
        return vectors


def shorten(number: float) -> float:
    """Return a number as half precision keeps it, so that a score is the same whether it was kept or made now.

    >>> shorten(0.1)
    0.0999755859375
    """
    return unpack("e", pack("e", number))[0]  # type: ignore[no-any-return]


def _group_pieces(text: str, encoded: Encoding) -> Iterator[tuple[int, int, list[int]]]:
    """Yield the words of a text as `knowledge.phrases.WORD` cuts them, with the numbers of their pieces."""
    offsets = encoded.offsets
    place = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        while place < len(offsets) and offsets[place][1] <= start:
            place += 1
        pieces, at = [], place
        while at < len(offsets) and offsets[at][0] < end:
            if offsets[at][1] > max(offsets[at][0], start):
                pieces.append(at)
            at += 1
        if pieces:
            yield start, end, pieces


@lru_cache(maxsize=2)
def load_embedded(lang: str) -> EmbeddedModel:
    """Return the model of a target language that the catalogue has one for.

    Raises:
        KnowledgeError: a file of the model is missing or is not the one the catalogue names, or there is no model.
    """
    entry = read_entry(lang)
    if entry is None:
        raise KnowledgeError(f"There is no model for {lang!r}.", "See data/models/catalog.toml.")
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes share the cores, not threads
    options.log_severity_level = 3
    with open_file(entry.file, entry.sha256) as path:  # read by the runtime itself, which spares a copy
        session = onnxruntime.InferenceSession(
            path,
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # its kernel is slower than those it replaces
        )
    with open_file(entry.tokenizer, entry.tokenizer_sha256) as path:
        text = lzma.decompress(path.read_bytes()).decode()
    return EmbeddedModel(entry, session, Tokenizer.from_str(text))
