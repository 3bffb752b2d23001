"""Which word the words around a place ask for, said without reading what stands there.

The embedded model reads the word it judges; this one does not, and knows words from far more text: its vectors come
from GloVe (Pennington et al. 2014). You shall know a word by the company it keeps (Firth 1957). `scripts/make_model.py
company` makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

REACH = 20  # words and marks on either side that count
BESIDE = 3  # of them, those on either side that count each in its place
ANY = 0  # the number of a word that is not known, and of a place beyond the text
SPREAD = 0.3  # keeps the mean of few words small
_PART = re.compile(r"[^\s-]+")  # of a phrase
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[.,;:()\"!?-]|\d+")


def split_words(text: str) -> list[str]:
    """Return the words and marks of a text as they are counted; `an` is `a`, which tells nothing of what follows.

    >>> split_words("An order’s end.")
    ['a', "order's", 'end', '.']
    """
    return ["a" if token == "an" else token for token in _TOKEN.findall(text.lower().replace("’", "'"))]


class Suit(NamedTuple):
    """Of an option for a word: by how much better it suits the place (logit), and how like the word it is (cosine)."""

    suiting: float
    likeness: float


NOTHING = Suit(0.0, 0.0)


class Company:
    """Rates words for a place; scores are logits to be compared with those of other words in the same place."""

    def __init__(self, words: Sequence[str], tables: Mapping[str, Floats]) -> None:
        """Take words and tables by name.

        `vectors` [1 + words, D] (row 0: a word not known; of any kind of number) have a unit in `steps` [1 + words],
        so that they can stay as small as they are kept; `weights` [1 + words] say what a word counts in a mean.
        `decay` [2] is how fast it counts less with distance, of the near and of the far mean; `direct` [8 D, D], `into`
        [8 D, H], `into_bias` [H], `out` [H, D] and `out_bias` [D] make the query of the six words beside the place and
        the two means; `word` [D, D], `word_bias` [D], `lean` [D], `lean_bias` [1] what a word says to it.
        """
        self.numbers = {word: number for number, word in enumerate(words, 1)}
        self._tables = tables

    def rate(self, before: str, word: str, after: str, options: Sequence[str]) -> tuple[float, list[Suit]]:
        """Return how well a word suits the place between two stretches of text, and how each option does beside it.

        Of a phrase the word that suits least counts. All is 0 where a word is not known: nothing is said of it.
        """
        own = self._number(word)
        if ANY in own:
            return 0.0, [NOTHING] * len(options)
        query = self._ask(before, after)
        score = self._answer(query, own)
        return score, [self._compare(query, own, score, self._number(option)) for option in options]

    def _number(self, text: str) -> list[int]:
        return [self.numbers.get(part, ANY) for part in _PART.findall(text.lower().replace("’", "'"))] or [ANY]

    def _compare(self, query: Floats, own: Sequence[int], score: float, option: Sequence[int]) -> Suit:
        import numpy as np

        if ANY in option:
            return NOTHING
        one, other = (self._look_up(numbers).mean(axis=0) for numbers in (own, option))
        return Suit(self._answer(query, option) - score, float(one @ other / np.sqrt((one @ one) * (other @ other))))

    def _look_up(self, numbers: Sequence[int]) -> Floats:
        """Return the vectors of words, a row each."""
        places = list(numbers)
        return self._tables["vectors"][places] * self._tables["steps"][places, None]

    def number_context(self, before: str, after: str) -> list[int]:
        """Return the numbers of the 2 x REACH words around a place, ANY where there is none."""
        left, right = split_words(before[-40 * REACH :])[-REACH:], split_words(after[: 40 * REACH])[:REACH]
        numbers = [[self.numbers.get(word, ANY) for word in side] for side in (left, right)]
        return [ANY] * (REACH - len(left)) + numbers[0] + numbers[1] + [ANY] * (REACH - len(right))

    @cached_property
    def _distances(self) -> Floats:
        import numpy as np

        return np.concatenate((np.arange(REACH, 0, -1), np.arange(1, REACH + 1))).astype(np.float32)

    def _ask(self, before: str, after: str) -> Floats:
        """Return the query [D] of a place."""
        import numpy as np

        tables, context = self._tables, self.number_context(before, after)
        vectors, weights = self._look_up(context), tables["weights"][context]
        beside = [vectors[REACH - 1 - place] for place in range(BESIDE)] + [vectors[REACH + p] for p in range(BESIDE)]
        state = np.concatenate([*beside, *self._average(vectors, weights)])
        inner = state @ tables["into"] + tables["into_bias"]
        return state @ tables["direct"] + _bend(inner) @ tables["out"] + tables["out_bias"]

    def _average(self, vectors: Floats, weights: Floats) -> Iterator[Floats]:
        import numpy as np

        for decay in self._tables["decay"]:
            shares = weights * np.exp(-self._distances * decay)
            yield shares @ vectors / (shares.sum() + SPREAD)

    def _answer(self, query: Floats, numbers: Sequence[int]) -> float:
        tables, vectors = self._tables, self._look_up(numbers)
        says = vectors @ tables["word"] + tables["word_bias"]
        return float((says @ query + vectors @ tables["lean"] + tables["lean_bias"][0]).min())


def _bend(state: Floats) -> Floats:
    """Return the sigmoid form of GELU (Hendrycks and Gimpel 2016), which needs no error function."""
    import numpy as np

    return state / (1 + np.exp(-1.702 * state))  # type: ignore[no-any-return]


def read_company(path: Path) -> Company:
    """Return what a file of `write_company` holds."""
    import numpy as np

    with np.load(path) as file:
        words = file["words"].tobytes().decode().split("\n")
        tables = {name: file[name].astype(np.float32) for name in file.files if name not in ("words", "vectors")}
        return Company(words, tables | {"vectors": file["vectors"]})


def write_company(path: Path, words: Sequence[str], tables: Mapping[str, Floats]) -> None:
    """Write words and tables; vectors as int8 with a step for each, all else in half precision."""
    import numpy as np

    vectors = tables["vectors"] * tables["steps"][:, None]
    steps = np.abs(vectors).max(axis=1) / 127 + 1e-9
    rest = {name: table.astype(np.float16) for name, table in tables.items() if name not in ("vectors", "steps")}
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        vectors=np.round(vectors / steps[:, None]).astype(np.int8),
        steps=steps.astype(np.float16),
        **cast("dict[str, Any]", rest),  # or mypy takes one for allow_pickle
    )
