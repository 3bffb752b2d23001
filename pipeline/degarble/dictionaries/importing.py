"""From dictionaries a user has to a pack: which reader a file needs, and the table that is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from degarble.dictionaries.entry import Entry, Meaning
from degarble.dictionaries.freedict import find_files, read_dictd
from degarble.dictionaries.invert import Known, Row, invert
from degarble.dictionaries.plain import read_plain
from degarble.dictionaries.tei import read_tei
from degarble.errors import ConfigError, InputError
from degarble.knowledge import load_knowledge
from degarble.knowledge.senses import SENSES
from degarble.knowledge.tables import Folder, read_table
from degarble.reports.atomic import write_text

READERS = {".index": read_dictd, ".tei": read_tei, ".xml": read_tei, ".tsv": read_plain, ".txt": read_plain}
CAPITALS = 0.8  # a dictionary that writes so many words with a capital does so with all, not with names
# The three-letter codes in the names of FreeDict's files.
CODES: dict[str, str] = dict(
    re.findall(
        r"(\w+):(\w+)",
        "afr:af ara:ar bre:br bul:bg cat:ca ces:cs ckb:ckb cym:cy dan:da deu:de ell:el fas:fa fin:fi fra:fr gle:ga "
        "heb:he hin:hi hrv:hr hun:hu ind:id isl:is ita:it jpn:ja kor:ko kur:ku lat:la lit:lt mkd:mk nld:nl nob:nb "
        "nor:no pol:pl por:pt ron:ro rus:ru slk:sk slv:sl spa:es srp:sr swe:sv swh:sw tur:tr ukr:uk zho:zh",
    )
)
# Words that fit nearly everywhere: as a sense they say nothing.
VAGUE = frozenset(("be", "have", "do", "get", "go", "thing", "one", "some", "any", "other", "very", "such", "way"))
_PAIR = re.compile(r"(?:^|-)([a-z]{3})-([a-z]{3})\.")


def import_dictionaries(files: Sequence[Path], lang: str, pack: Path, *, force: bool = False) -> tuple[Path, int]:
    """Write the table of senses of a language into a pack; return the table and how many rows it has.

    Raises:
        ConfigError: the language is no code, or the table is there and may not be replaced.
        InputError: a dictionary cannot be read, is of another language, or holds nothing of use.
    """
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*", lang):
        raise ConfigError(f"--lang {lang}: not the code of a language.", "Give the source language: es, tr, de.")
    table = pack / "senses" / f"{lang}.tsv"
    if table.exists() and not force:
        raise ConfigError(f"{table}: is there already.", "Replace it with --force, or write elsewhere with --out.")
    known = read_known()
    words = frozenset(word for word, _ in known.lemmas)
    entries = [entry for file in list_dictionaries(files, lang) for entry in read_dictionary(file, words)]
    rows = invert(entries, lang, known)
    if not rows:
        raise InputError(
            f"{', '.join(map(str, files))}: {len(entries)} entries, none with two different senses in English.",
            "A dictionary into English is needed that tells meanings apart (1. 2. or `;`).",
        )
    write_text(table, (f"{line}\n" for line in ("\t".join(SENSES), *render(rows))))
    return table, len(rows)


def render(rows: Iterable[Row]) -> list[str]:
    """Return the lines of a table, in the order of their code points."""
    return sorted(map(str, rows))


def list_dictionaries(files: Sequence[Path], lang: str) -> list[Path]:
    """Return the files to read, each once: of a dictionary in the form of dictd, its index.

    Raises:
        InputError: a file is missing, of an unknown kind, or of another pair of languages.
    """
    found: dict[Path, None] = {}
    for file in files:
        if not file.is_file():
            raise InputError(f"{file}: is no file.", "Give dictionaries: freedict-spa-eng.index, spa-eng.tei, my.tsv.")
        if file.name.endswith((".dict", ".dict.dz", ".index")):
            file = find_files(file)[0]
        if file.suffix not in READERS:
            raise InputError(
                f"{file}: {file.suffix or 'no ending'} is no kind of dictionary that can be read.",
                "Known: .index with .dict.dz (dictd), .tei or .xml (FreeDict), .tsv or .txt (source, tab, English).",
            )
        _check_languages(file, lang)
        found[file] = None
    return list(found)


def _check_languages(file: Path, lang: str) -> None:
    pair = _PAIR.search(file.name)
    if not pair or not {pair[1], pair[2]} <= {"eng", *CODES}:
        return
    source, target = pair.groups()
    if target != "eng":
        raise InputError(
            f"{file}: translates from {source} into {target}.",
            f"A dictionary into English is needed: {target}-eng." if source == "eng" else "One into English is needed.",
        )
    if CODES.get(source, lang) != lang.partition("-")[0]:
        raise InputError(f"{file}: is of {source}, not of {lang!r}.", f"Give --lang {CODES[source]}.")


def read_dictionary(file: Path, known: frozenset[str]) -> list[Entry]:
    """Return the entries of a file with the words that are known; names are left out.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        entries = [change_words(entry, lambda word: word if word.lower() in known else "") for entry in _read(file)]
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror or error}.", "Check its permissions.") from error
    if _writes_capitals(entries):
        return [change_words(entry, str.lower) for entry in entries]
    return [change_words(entry, lambda word: word if word.islower() else "") for entry in entries]


def _read(file: Path) -> Iterator[Entry]:
    return READERS[file.suffix](file)


def _writes_capitals(entries: Iterable[Entry]) -> bool:
    words = [word for entry in entries for meaning in entry.meanings for word in meaning.words]
    return sum(word[:1].isupper() for word in words) > CAPITALS * len(words)


def change_words(entry: Entry, change: Callable[[str], str]) -> Entry:
    """Return an entry with its words changed; those changed into nothing go, and meanings without words."""
    changed = (
        Meaning(tuple(new for word in meaning.words if (new := change(word))), meaning.domain)
        for meaning in entry.meanings
    )
    return entry._replace(meanings=tuple(meaning for meaning in changed if meaning.words))


def read_known() -> Known:
    """Return what the built-in tables of senses tell about English."""
    lemmas: set[tuple[str, str]] = set()
    confusions: set[tuple[str, str]] = set()
    for folder in (folder / "senses" for folder in load_knowledge().folders):
        for file in (*list_tables(folder), *list_tables(folder / "wordnet")):
            for row in read_table(file, SENSES):
                words = [part.partition("@")[0] for part in row.parts("senses", ";")]
                lemmas.update((word, row["pos"]) for word in (row["english"], *words) if word not in VAGUE)
                confusions.update(pair for word in words for pair in ((row["english"], word), (word, row["english"])))
    return Known(frozenset(lemmas), frozenset(confusions))


def list_tables(folder: Folder) -> list[Folder]:
    """Return the tables of a folder; none when it is not there."""
    return [file for file in folder.iterdir() if file.name.endswith(".tsv")] if folder.is_dir() else []
