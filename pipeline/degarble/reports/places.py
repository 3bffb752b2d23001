"""Lines and columns of offsets in a text, as people and editors count them."""

from __future__ import annotations

import re
from bisect import bisect_right

_LINE_END = re.compile(r"\r\n|\n|\r")


class Places:
    """The lines of one text; lines end with `\\n`, `\\r\\n` or `\\r`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def find(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both counted from 1; columns are code points.

        >>> Places("ab\\r\\ncd").find(5)
        (2, 2)
        """
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line_of(self, offset: int) -> tuple[int, str]:
        """Return where the line of an offset begins, and the line without its end."""
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return start, self._text[start:end].rstrip("\r\n")
