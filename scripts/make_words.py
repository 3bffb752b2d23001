"""Make the lists of lower-case English words, British and American, one a line, sorted.

    apt-get install wamerican wbritish wamerican-huge wbritish-huge
    python scripts/make_words.py /usr/share/dict

`data/words/en.txt.xz` holds all words and names of the huge lists in lower case: none of them is a slip.
`data/words/en-common.txt.xz` holds those of the standard lists: what a slip may have been meant for. Both are SCOWL
(Spell Checker Oriented Word Lists) by Kevin Atkinson, packaged by Debian as 2020.12.07-2; the permission notice stands
in the head of the files made here.
"""

from __future__ import annotations

import lzma
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

TARGET = Path(__file__).parents[1] / "pipeline" / "degarble" / "data" / "words"
LISTS = {
    "en.txt.xz": ("american-english-huge", "british-english-huge"),
    "en-common.txt.xz": ("american-english", "british-english"),
}
WITH_NAMES = "en.txt.xz"
NOTICE = (
    "# SCOWL, Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell "
    "these word lists, the associated scripts, the output created from the scripts, and its documentation for "
    "any purpose is hereby granted without fee, provided that the above copyright notice appears in all copies "
    "and that both that copyright notice and this permission notice appear in supporting documentation. No "
    'representations about the suitability of this array for any purpose are made. It is provided "as is" '
    "without express or implied warranty."
)


def fold(word: str) -> str:
    """Return a word without its accents."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def read_words(paths: Iterable[Path], *, names: bool) -> set[str]:
    """Return the words of at least three letters of several lists, accents left out; names in lower case if wanted."""
    words = {fold(word) for path in paths for word in path.read_text(encoding="utf-8").split()}
    if names:
        words |= {word.lower() for word in words if word.istitle()}
    return {word for word in words if word.isalpha() and word.isascii() and word.islower() and len(word) > 2}


def main() -> None:
    for name, lists in LISTS.items():
        words = read_words((Path(sys.argv[1]) / item for item in lists), names=name == WITH_NAMES)
        content = "\n".join((NOTICE, *sorted(words))) + "\n"
        target = TARGET / name
        target.write_bytes(lzma.compress(content.encode(), preset=9 | lzma.PRESET_EXTREME))
        print(f"{name}: {len(words)} words, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
