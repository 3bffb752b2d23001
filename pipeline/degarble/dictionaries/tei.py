"""Dictionaries of FreeDict in TEI XML, read as a stream; a file that declares entities is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from degarble.dictionaries.entry import Entry, Meaning, find_domain, find_pos, read_meaning, split_outside
from degarble.errors import InputError

_CHUNK = 1 << 16
_KEPT = frozenset(("orth", "pos", "usg", "quote", "tr"))
_BLOCKS = frozenset(("eg", "xr", "note", "etym"))


def read_tei(file: Path) -> Iterator[Entry]:
    """Yield the entries of a dictionary.

    Raises:
        InputError: the file is no XML, or declares entities.
    """
    reader = _Reader(file)
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield from reader.feed(chunk)
    yield from reader.feed(b"", last=True)


class _Reader:
    """Listens to the parser and gathers the entry that is open: its headword, and meanings one for each `sense`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._open: list[tuple[str, str]] = []
        self._text: list[str] = []
        self._done: list[Entry] = []
        self._begin()
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append
        self._parser.EntityDeclHandler = self._refuse

    def _begin(self) -> None:
        self._head, self._pos, self._domain = "", "", "any"
        self._meanings: list[list[Meaning]] = [[]]

    def feed(self, chunk: bytes, *, last: bool = False) -> list[Entry]:
        """Return the entries a piece of the file ends."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise InputError(f"{self._file}: not XML: {error}.", "Give a TEI file of FreeDict: spa-eng.tei.") from error
        done, self._done = self._done, []
        return done

    def _refuse(self, name: str, *_: object) -> None:
        raise InputError(
            f"{self._file}: declares the entity {name!r}.",
            "Entities are not expanded, for safety: write them out, with xmllint --noent for example.",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        self._open.append((name, attributes.get("type", "")))
        self._text.clear()
        if name == "entry":
            self._begin()
        elif name == "sense":
            self._meanings.append([])
            self._domain = "any"

    def _end(self, name: str) -> None:
        name, kind = self._open.pop()
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if name in _KEPT and text:
            self._take(name, kind, text)
        elif name == "entry" and self._head:
            self._done.append(Entry(self._head, self._pos, self._join()))

    def _take(self, name: str, kind: str, text: str) -> None:
        kinds = {kind for _, kind in self._open}
        is_aside = "example" in kinds or any(element in _BLOCKS for element, _ in self._open)
        if name == "orth":
            self._head = self._head or text
        elif name == "pos" and not any(element == "cit" for element, _ in self._open):
            self._pos = self._pos or find_pos(text)
        elif name == "usg" and kind in ("dom", "domain", "field"):
            self._domain = find_domain(f"[{text}]")
        elif (name == "quote" or name == "tr") and not is_aside:
            meanings = (read_meaning(part) for part in split_outside(text, ";"))
            self._meanings[-1] += [meaning._replace(domain=self._domain) for meaning in meanings]

    def _join(self) -> tuple[Meaning, ...]:
        """Return one meaning for each sense: all its translations."""
        joined = (
            Meaning(tuple(dict.fromkeys(word for part in parts for word in part.words)), parts[0].domain)
            for parts in self._meanings
            if parts
        )
        return tuple(meaning for meaning in joined if meaning.words)
