"""Labels as tag files: one sentence a line in `NAME.mt`, its tags OK and BAD in `NAME.tags`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from degarble.errors import InputError
from degarble.evaluation.gold import HINT, Gold, GoldText, make_gold, span_tags
from degarble.evaluation.opening import read_text

TAGS = (".tags", ".tags_source-less", ".mt_tags", ".tgt_tags")
_PAIR = re.compile(r"(?<![a-z])([a-z]{2})-?(en)(?![a-z])")


def read_mlqe(path: Path) -> Gold:
    """Return the sentences of a folder of pairs of files, or of the one pair that a file belongs to.

    Raises:
        InputError: a file is missing, or tags do not fit their sentence.
    """
    files = sorted(path.glob("*.mt")) if path.is_dir() else [path.with_suffix(".mt")]
    if not files or not files[0].is_file():
        raise InputError(f"{path}: no sentences in a file NAME.mt.", HINT)
    return make_gold(path.name, (text for file in files for text in _read(file)), path)


def _read(file: Path) -> Iterator[GoldText]:
    tags = next((other for suffix in TAGS if (other := file.with_suffix(suffix)).is_file()), None)
    if tags is None:
        raise InputError(f"{file}: no tags beside it.", f"They are looked for in {file.stem}.tags. {HINT}")
    source, lang = find_pair(file)
    lines = zip_longest(_split(file), _split(tags))
    for number, (text, marks) in enumerate(lines, 1):
        place = f"{tags}, line {number}"
        if text is None or marks is None:
            raise InputError(f"{place}: the two files differ in length.", HINT)
        if text.strip():
            spans = span_tags(text, marks.split(), place)
            yield GoldText(f"{file.stem}-{number}", text, lang, source, "", spans, is_tokenized=True)


def _split(file: Path) -> list[str]:
    return read_text(file).removesuffix("\n").split("\n")


def find_pair(file: Path) -> tuple[str, str]:
    """Return source and target language that the name of a file or of its folder tells, else two empty strings.

    >>> find_pair(Path("ro-en-test20/test20.mt")), find_pair(Path("mqm_newstest2021_zhen.tsv")), find_pair(Path("a"))
    (('ro', 'en'), ('zh', 'en'), ('', ''))
    """
    for name in (file.name, file.absolute().parent.name):
        if match := _PAIR.search(name):
            return match[1], match[2]
    return "", ""
