"""What every dictionary is read into: headwords with their meanings, each a group of English synonyms."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_WORDS = 3
_BRACKETS = re.compile(r"<[^<>]*>|\[[^\[\]]*\]|\([^()]*\)|\{[^{}]*\}")
_LEADING = re.compile(r"^(?:to|an?|the) (?=\w)", re.I)
_PHRASE = re.compile(r"[^\W\d_]+(?:['’ -][^\W\d_]+)*")
_DATED = re.compile(
    r"[\[(<](?:obs|obsolete|archaic|dated|rare|slang|vulg|poet|humor|veraltet|veraltend|selten|alt|altertümlich)\b"
)
_DOMAINS = {
    "sport": "sport",
    "jur": "court",
    "law": "court",
    "mil": "war",
    "pol": "politics",
    "adm": "politics",
    "econ": "economy",
    "fin": "economy",
    "comm": "economy",
    "med": "health",
    "anat": "health",
    "pharm": "health",
    "meteo": "weather",
    "relig": "religion",
    "school": "school",
    "stud": "school",
    "mus": "culture",
    "art": "culture",
    "lit": "culture",
    "comp": "technology",
    "electr": "technology",
    "techn": "technology",
    "telco": "technology",
    "auto": "transport",
    "aviat": "transport",
    "naut": "transport",
    "transp": "transport",
}
_PARTS = {
    "n": "noun",
    "noun": "noun",
    "sb": "noun",
    "v": "verb",
    "vt": "verb",
    "vi": "verb",
    "verb": "verb",
    "adj": "adj",
    "a": "adj",
    "adjective": "adj",
    "adv": "adv",
    "adverb": "adv",
}
OTHER = "other"


class Meaning(NamedTuple):
    """English words that say the same, and the field of news the dictionary puts them in."""

    words: tuple[str, ...]
    domain: str = "any"


class Entry(NamedTuple):
    """A headword; its part of speech is empty where the dictionary does not say, `OTHER` where it is of no use here."""

    headword: str
    pos: str
    meanings: tuple[Meaning, ...]


def read_meaning(text: str) -> Meaning:
    """Return the words of a meaning: parted by commas, without remarks, what is dated, and what is no short phrase.

    >>> read_meaning("[jur.] to rule <v>, decree (by law), hand down a long ruling")
    Meaning(words=('rule', 'decree'), domain='court')
    """
    parts = (part for part in split_outside(text, ",") if not _DATED.search(part))
    cleaned = (_LEADING.sub("", " ".join(_BRACKETS.sub(" ", part).split())) for part in parts)
    words = (word.replace("’", "'") for word in cleaned if _PHRASE.fullmatch(word) and word.count(" ") < MOST_WORDS)
    return Meaning(tuple(dict.fromkeys(words)), find_domain(text))


def split_outside(text: str, separator: str) -> list[str]:
    """Return the parts of a text at separators that stand outside of brackets.

    >>> split_outside("office (post, rank), duty", ",")
    ['office (post, rank)', ' duty']
    """
    parts, depth = [""], 0
    for char in text:
        depth = max(0, depth + (char in "([{<") - (char in ")]}>"))
        if char == separator and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def find_domain(text: str) -> str:
    """Return the field of news that a label names: `[mil.]`."""
    labels = (label.casefold().rstrip(".") for label in re.findall(r"\[([\w.]+)\]", text))
    return next((_DOMAINS[label] for label in labels if label in _DOMAINS), "any")


def find_pos(labels: str) -> str:
    """Return the part of speech among the labels of a headword.

    >>> find_pos("masc, n, sg"), find_pos("prep"), find_pos("")
    ('noun', 'other', '')
    """
    found = re.findall(r"[a-z]+", labels.casefold())
    return next((_PARTS[label] for label in found if label in _PARTS), OTHER if found else "")
