"""HTML: find the article's text among the markup, map it piece by piece, leave everything else alone."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from degarble.errors import InputError
from degarble.formats.body import find_article, load_elements, merge
from degarble.formats.head import find_date, find_title, make_meta, read_metas
from degarble.formats.limits import ReadOptions
from degarble.formats.locate import Pieces
from degarble.formats.source import Found
from degarble.formats.tokens import Page, Tag, TextRange, find_regions, tokenize
from degarble.schema import Document

_PIECE = re.compile(
    r"""[ \t\r\n\f]+
    | &(?:\#[0-9]+|\#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?
    | [^ \t\r\n\f&]+(?:[ ][^ \t\r\n\f&]+)*
    | &""",
    re.X,
)
_OPEN_END = re.compile(r"(?:&\#?[A-Za-z0-9]{0,40}|<[/!?]?)\Z")
_SPACES = " \t\r\n\f"


def read_page(raw: str, name: str, options: ReadOptions) -> Found:
    """Read a page as one document: the text of its article, else of its body, with "\\n\\n" between blocks.

    Raises InputError when no text is found.
    """
    page = tokenize(raw)
    texts = find_article(page)
    pieces = _map_texts(page, texts)
    if not pieces.length:
        raise InputError(f"{name}: no text is found among the markup.", "Leave it out, or save the page with its text.")
    metas = read_metas(page)
    document = Document(
        id=name,
        text=pieces.text,
        title=find_title(page, texts, metas),
        lang=options.lang,
        date=find_date(page, texts, metas),
        origin_path=name,
        format="html",
        locator=pieces.runs,
        meta=make_meta(page, metas),
    )
    return Found((document,))


def _map_texts(page: Page, texts: Sequence[TextRange]) -> Pieces:
    writer = _Writer(page.raw)
    positions = [tag.start for tag in page.tags]
    pres = merge(find_regions(page, frozenset({"pre"}))["pre"])
    last = texts[0][0] if texts else 0
    for start, end in texts:
        writer.break_at(page.tags[bisect_left(positions, last) : bisect_left(positions, start)])
        is_pre = any(first <= start < after for first, after in pres)
        for match in _PIECE.finditer(page.raw, start, end):
            writer.add(match[0], match.start(), keeps_space=is_pre)
        last = end
    return writer.pieces


class _Writer:
    """Puts text together as a browser shows it: white space collapsed, a break between blocks, none at the ends."""

    def __init__(self, raw: str) -> None:
        self.pieces = Pieces(raw)
        self._blocks = load_elements().blocks
        self._break = ""
        self._space: TextRange | None = None

    def break_at(self, tags: Iterable[Tag]) -> None:
        for tag in tags:
            if tag.name in self._blocks:
                self._break = "\n\n"
            elif tag.name == "br" and len(self._break) < 2:
                self._break += "\n"

    def add(self, piece: str, start: int, *, keeps_space: bool) -> None:
        end = start + len(piece)
        if piece[0] in _SPACES:
            self._space = self._space or (start, end)
            if keeps_space and self.pieces.length and not self._break:
                self.pieces.add_verbatim(start, end)
                self._space = None
            return
        self._part(start)
        text = html.unescape(piece) if piece[0] == "&" else piece
        if text == piece or not text:
            self.pieces.add_verbatim(start, end)
        else:
            self.pieces.add_atom(text, start, end)

    def _part(self, start: int) -> None:
        """Write the white space or break that came before the piece at `start`."""
        if self._break and self.pieces.length:
            self.pieces.add_atom(self._break, start, start)
        elif self._space and self.pieces.length:
            space, end = self._space
            self.pieces.add_atom(" ", space, end) if end - space > 1 else self.pieces.add_verbatim(space, end)
        self._break, self._space = "", None


def escape_html(text: str, encoding: str) -> str:
    """Escape `text` for the text of a page: `&` and `<`, and what its encoding lacks as a character reference."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return escaped.encode(encoding, "xmlcharrefreplace").decode(encoding)


def close_before(raw: str, start: int, following: str) -> tuple[int, str]:
    """Keep a loose `&`, `&amp` or `<` before `start` from running into `following`, the text that will come there.

    Return where to begin replacing instead of `start`, and what to write there first: the loose mark escaped.
    """
    match = _OPEN_END.search(raw, max(0, start - 42), start)
    if match is None or not re.match(r"[A-Za-z0-9\#;/!?]", following):
        return start, ""
    return match.start(), html.unescape(match[0]).replace("&", "&amp;").replace("<", "&lt;")
