"""Which names are worth comparing: those that share the consonants of a word, give or take one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from degarble.names.features import Name
from degarble.names.sounds import Word

LARGEST = 48
SHORTEST = 3


def find_candidates(names: Sequence[Name]) -> Iterator[tuple[int, int]]:
    """Yield each pair of names that share a key, once, the later one first.

    A name is filed under the consonants of each of its words, whole and with one left out. Keys that too many names
    share (Mohammed, Ali) count only together with a key of another word, so that the work stays near-linear.
    """
    keys = [_make_keys(name) for name in names]
    files = _file(keys)
    for number, own in enumerate(keys):
        found: set[int] = set()
        for key in _usable(own, files):
            file = files[key]
            if len(file) <= LARGEST:
                found.update(file)
        yield from ((number, other) for other in sorted(found) if other < number)


def _make_keys(name: Name) -> list[tuple[str, ...]]:
    """Return the keys of each word of a name that carries it."""
    return [_make_word_keys(name.words[i]) for i in name.main]


def _make_word_keys(word: Word) -> tuple[str, ...]:
    if word.given:
        return (word.given,)
    skeleton = word.skeleton or word.plain
    if len(skeleton) < SHORTEST:
        return (f"{skeleton}{word.marked_sound[:1]}" if len(skeleton) < 2 else skeleton,)
    return (skeleton, *(skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton))))


def _file(keys: Sequence[list[tuple[str, ...]]]) -> dict[str, list[int]]:
    """Return the names under each key, and under pairs of keys where one of them is crowded."""
    files: dict[str, list[int]] = {}
    for number, words in enumerate(keys):
        for key in {key for word in words for key in word}:
            files.setdefault(key, []).append(number)
    crowded = {key for key, file in files.items() if len(file) > LARGEST}
    for number, words in enumerate(keys):
        for key in _pair(words, crowded):
            files.setdefault(key, []).append(number)
    return files


def _pair(words: Sequence[tuple[str, ...]], crowded: set[str]) -> set[str]:
    """Return the pairs of crowded keys of different words of one name, in the order of the alphabet."""
    return {
        f"{min(one, two)}+{max(one, two)}"
        for first, second in combinations(words, 2)
        for one in first
        if one in crowded
        for two in second
        if two in crowded
    }


def _usable(words: Sequence[tuple[str, ...]], files: dict[str, list[int]]) -> set[str]:
    crowded = {key for word in words for key in word if len(files[key]) > LARGEST}
    return {key for word in words for key in word} - crowded | _pair(words, crowded)
