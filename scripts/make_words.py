"""Make `data/words/en.txt.xz`: the lower-case words of English, British and American, one a line, sorted.

    apt-get install wamerican-large wbritish-large
    python scripts/make_words.py /usr/share/dict/american-english-large /usr/share/dict/british-english-large

The lists are SCOWL (Spell Checker Oriented Word Lists) by Kevin Atkinson, packaged by Debian as 2020.12.07-2; the permission notice
stands in the head of the file this script writes.
"""

from __future__ import annotations

import lzma
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "pipeline" / "degarble" / "data" / "words" / "en.txt.xz"
NOTICE = (
    "# SCOWL, Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the"
    " associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted without fee,"
    " provided that the above copyright notice appears in all copies and that both that copyright notice and this permission notice"
    " appear in supporting documentation. No representations about the suitability of this array for any purpose are made. It is"
    ' provided "as is" without express or implied warranty.'
)


def main() -> None:
    words = {
        word
        for path in sys.argv[1:]
        for word in Path(path).read_text(encoding="utf-8").split()
        if word.isalpha() and word.isascii() and word.islower() and len(word) > 2
    }
    content = "\n".join((NOTICE, *sorted(words))) + "\n"
    TARGET.write_bytes(lzma.compress(content.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(words)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
