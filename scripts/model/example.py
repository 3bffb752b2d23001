"""What the network learns from: a text, its damaged stretches, places of choice, and who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

PERSON, MACHINE, UNKNOWN = 0, 1, -1


class Choice(msgspec.Struct, frozen=True, array_like=True):
    """A word at [start, end) with words that may be meant; `answer` is the right one's place, -1 = it stays."""

    start: int
    end: int
    options: tuple[str, ...]
    answer: int = -1


class Example(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text and what is known of it; `spans` are (start, end, probability of damage), the rest is sound.

    `weight` 0 says that nothing is known about the words. Offsets are code points.
    """

    text: str
    source: str
    spans: tuple[tuple[int, int, float], ...] = ()
    weight: float = 1.0
    author: int = UNKNOWN
    choices: tuple[Choice, ...] = ()


def write_examples(path: Path, examples: Iterable[Example]) -> int:
    """Write examples as JSON Lines and return their number."""
    lines = [msgspec.json.encode(example) for example in examples]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return len(lines)


def read_examples(path: Path) -> list[Example]:
    """Return the examples of a file."""
    decoder = msgspec.json.Decoder(Example)
    return [decoder.decode(line) for line in path.read_bytes().splitlines() if line]


_NO_SPACE_BEFORE = frozenset(
    [
        ".",
        ",",
        ";",
        ":",
        "!",
        "?",
        ")",
        "]",
        "}",
        "%",
        "...",
        "’s",
        "'s",
        "n't",
        "'t",
        "'m",
        "'re",
        "'ve",
        "'d",
        "'ll",
        "’t",
        "’m",
        "’re",
        "’ve",
        "’d",
        "’ll",
    ]
)
_NO_SPACE_AFTER = frozenset(["(", "[", "{", "$", "£", "€"])


def join_tokens(tokens: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text that tokens set apart by a tokenizer stand for, and the place of each token in it.

    >>> join_tokens(["He", "don", "'t", "say", ",", '"', "no", '"', "."])[0]
    'He don\\'t say, "no".'
    """
    text, places, glued, is_open = "", [], True, False
    for token in tokens:
        token = {"@-@": "-", "``": '"', "''": '"'}.get(token, token)
        closes = token == '"' and is_open
        if not (glued or closes or token in _NO_SPACE_BEFORE or (token == "-" and tokens.count("@-@"))):
            text += " "
        places.append((len(text), len(text) + len(token)))
        text += token
        if token == '"':
            is_open = not is_open
        glued = token in _NO_SPACE_AFTER or (token == '"' and is_open) or (token == "-" and "@-@" in tokens)
    return text, places


def trim_places(text: str, offsets: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the places of pieces without the space that byte-level pieces begin with."""
    return [(start + (text[start:end][:1] == " "), end) for start, end in offsets]


def compare_tokens(wrong: Sequence[str], right: Sequence[str]) -> list[bool]:
    """Tell for each token of `wrong` whether the best alignment with `right` changes or drops it."""
    changed = [False] * len(wrong)
    for kind, start, end, _, _ in SequenceMatcher(None, wrong, right, autojunk=False).get_opcodes():
        if kind in ("replace", "delete"):
            changed[start:end] = [True] * (end - start)
    return changed


def merge_places(
    places: Sequence[tuple[int, int]], bad: Sequence[bool], probability: float
) -> Iterator[tuple[int, int, float]]:
    """Yield the stretches of bad tokens, neighbours joined."""
    open_: tuple[int, int] | None = None
    for (start, end), is_bad in zip(places, bad, strict=True):
        if is_bad:
            open_ = (open_[0] if open_ else start, end)
        elif open_:
            yield (*open_, probability)
            open_ = None
    if open_:
        yield (*open_, probability)
