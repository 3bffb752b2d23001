"""English inflection as far as a repair needs it: which forms a word has, and the same form of another word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The forms of each part of speech in the order of the table: Penn Treebank tags.
TAGS: dict[str, tuple[str, ...]] = {
    "noun": ("NN", "NNS"),
    "verb": ("VB", "VBZ", "VBD", "VBN", "VBG"),
    "adj": ("JJ",),
    "adv": ("RB",),
}
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_SILENT_E = re.compile(r"[^eoy]e$")


@dataclass(frozen=True)
class Inflections:
    """The forms of irregular words, by lemma and part of speech; all others follow the regular rules."""

    forms: Mapping[tuple[str, str], tuple[str, ...]]

    def list_forms(self, lemma: str, pos: str) -> tuple[str, ...]:
        """Return the forms of a word in the order of `TAGS[pos]`.

        >>> Inflections({}).list_forms("ruling", "noun"), Inflections({}).list_forms("carry", "verb")
        (('ruling', 'rulings'), ('carry', 'carries', 'carried', 'carried', 'carrying'))
        """
        return self.forms.get((lemma, pos)) or _inflect_regularly(lemma, pos)

    def list_phrase_forms(self, phrase: str, pos: str) -> tuple[str, ...]:
        """Return the forms of a phrase: its first word bends in verbs, else the last or the one before `of`.

        >>> Inflections({}).list_phrase_forms("head of state", "noun")
        ('head of state', 'heads of state')
        """
        words = phrase.split(" ")
        place = find_head(words, pos)
        before, after = words[:place], words[place + 1 :]
        return tuple(" ".join((*before, form, *after)) for form in self.list_forms(words[place], pos))


def find_head(words: Sequence[str], pos: str) -> int:
    """Return the number of the word of a phrase that bends.

    >>> find_head(["head", "of", "state"], "noun"), find_head(["come", "into", "force"], "verb")
    (0, 0)
    """
    if pos == "verb":
        return 0
    return words.index("of") - 1 if "of" in words[1:] else len(words) - 1


def _inflect_regularly(lemma: str, pos: str) -> tuple[str, ...]:
    if pos == "noun":
        return lemma, _add_s(lemma)
    if pos == "verb":
        past = _add_ed(lemma)
        return lemma, _add_s(lemma), past, past, _add_ing(lemma)
    return (lemma,)


def _add_s(word: str) -> str:
    if _SIBILANT.search(word):
        return f"{word}es"
    return f"{word[:-1]}ies" if _CONSONANT_Y.search(word) else f"{word}s"


def _add_ed(word: str) -> str:
    if word.endswith("e"):
        return f"{word}d"
    return f"{word[:-1]}ied" if _CONSONANT_Y.search(word) else f"{word}ed"


def _add_ing(word: str) -> str:
    return f"{word[:-1]}ing" if _SILENT_E.search(word) else f"{word}ing"
