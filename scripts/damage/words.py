"""A sentence as words with places, and the closed classes of English."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|(?:[A-Z]\.){2,}|n't|\w+(?:[’'\-]\w+)*|[^\w\s]")
CLASSES = {
    name: frozenset(words.split())
    for name, words in tomllib.loads((HERE / "english.toml").read_text(encoding="utf-8")).items()
}
DETERMINERS, PREPOSITIONS, REPORTING = CLASSES["determiners"], CLASSES["prepositions"], CLASSES["reporting"]
# Words that end a noun phrase.
CLOSERS = frozenset().union(*(CLASSES[name] for name in ("prepositions", "conjunctions", "auxiliaries", "pronouns")))
FUNCTION = CLOSERS | DETERMINERS | CLASSES["numbers"]
NO_NAMES = FUNCTION | CLASSES["titles"] | CLASSES["calendar"]
VOWELS = tuple("aeiou")
POSSESSIVES = ("'s", "’s")


class Word(NamedTuple):
    """A word or mark and its place."""

    start: int
    end: int
    text: str
    low: str


class Sentence(NamedTuple):
    """A text and its words."""

    text: str
    words: tuple[Word, ...]

    def low(self, number: int) -> str:
        """Return a word in lower case, nothing outside of the sentence."""
        return self.words[number].low if 0 <= number < len(self.words) else ""

    def word(self, number: int) -> str:
        """Return a word, nothing outside of the sentence."""
        return self.words[number].text if 0 <= number < len(self.words) else ""

    def between(self, first: int, last: int) -> str:
        """Return the text from one word to another, both included."""
        return self.text[self.words[first].start : self.words[last].end]

    def is_plain(self, first: int, last: int) -> bool:
        """Tell whether single blanks alone part these words."""
        pairs = zip(self.words[first:last], self.words[first + 1 : last + 1], strict=True)
        return all(two.start == one.end + 1 for one, two in pairs)


def split(text: str) -> Sentence:
    """Return the sentence with its words."""
    found = TOKEN.finditer(text)
    return Sentence(text, tuple(Word(*match.span(), match[0], match[0].lower()) for match in found))


def is_word(text: str) -> bool:
    """Tell a word from a mark, a figure and nothing."""
    return text[:1].isalpha()


def capitalize(text: str) -> str:
    """Return the text with a capital first."""
    return text[:1].upper() + text[1:]


def like(text: str, model: str) -> str:
    """Return the text with a capital first if the model has one."""
    return capitalize(text) if model[:1].isupper() else text


def an(word: str) -> str:
    """Return the indefinite article that goes with a word."""
    low = word.lower()
    if low.startswith(("hour", "honest", "honour", "honor", "heir")):
        return "an"
    return "an" if low.startswith(VOWELS) and not low.startswith(("uni", "use", "usu", "eur", "one", "once")) else "a"


def is_capital(sentence: Sentence, number: int) -> bool:
    """Tell whether a word other than the first one has a capital."""
    before = sentence.word(number - 1)
    return number > 0 and sentence.word(number)[:1].isupper() and before not in {".", "“", '"', ":", "?", "!", "‘", "("}
