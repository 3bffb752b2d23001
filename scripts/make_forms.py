"""Make `data/words/en-forms.tsv`: the irregular forms of the words in `data/senses/`, by the library lemminflect.

    pip install -e '.[train]'
    python scripts/make_forms.py

Regular words are inflected by rule (degarble/inflection.py); only words whose forms differ are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lemminflect

from degarble.inflection import TAGS, Inflections
from degarble.knowledge.senses import read_senses

DATA = Path(__file__).parents[1] / "pipeline" / "degarble" / "data"
REGULAR = Inflections({})


def list_words(folder: Path) -> set[tuple[str, str]]:
    """Return every inflected word of the tables with its part of speech: single words, and the words of phrases."""
    rows = [row for file in sorted(folder.rglob("*.tsv")) for row in read_senses(file)]
    phrases = {(row.english, row.pos) for row in rows} | {(sense.word, row.pos) for row in rows for sense in row.senses}
    return {(word, pos) for phrase, pos in phrases for word in phrase.split(" ")}


def find_forms(lemma: str, pos: str) -> tuple[str, ...]:
    """Return the forms of a word in the order of `TAGS`; the regular ones where the library has none."""
    found = (lemminflect.getInflection(lemma, tag) for tag in TAGS[pos])
    return tuple(
        forms[0].lower() if forms else regular
        for forms, regular in zip(found, REGULAR.list_forms(lemma, pos), strict=True)
    )


def find_irregular(words: set[tuple[str, str]]) -> Iterator[str]:
    for lemma, pos in sorted(words):
        if pos in ("noun", "verb"):
            forms = (lemma, *find_forms(lemma, pos)[1:])
            if forms != REGULAR.list_forms(lemma, pos):
                yield f"{lemma}\t{pos}\t{'|'.join(forms)}"


def main() -> None:
    lines = sorted(find_irregular(list_words(DATA / "senses")))
    target = DATA / "words" / "en-forms.tsv"
    target.write_text("\n".join(("lemma\tpos\tforms", *lines)) + "\n", encoding="utf-8")
    print(f"{target.name}: {len(lines)} irregular words")


if __name__ == "__main__":
    main()
