"""Names that are also words: which names a word of the target language may stand for."""

from __future__ import annotations

from collections.abc import Mapping

from degarble.knowledge import Knowledge
from degarble.names.romanize import fold

PERSONAL = ("surname", "given", "both")


def index_glosses(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """Return, for each word that is a sense of a person's name, the folded names."""
    index: dict[str, set[str]] = {}
    for gloss in knowledge.glosses:
        if gloss.kind in PERSONAL:
            for word in gloss.glosses:
                index.setdefault(word.lower(), set()).add(fold(gloss.name))
    return {word: frozenset(names) for word, names in index.items()}
