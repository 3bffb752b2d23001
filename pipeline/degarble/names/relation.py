"""How a form relates to the canonical name: a variant, an inflected form, a misspelling, a translation ..."""

from __future__ import annotations

from degarble.folding import fold
from degarble.names.compare import Comparer
from degarble.schema import Entity

_RELATIONS = {
    "misspelling": "misspelling",
    "literal": "literal",
    "acronym": "acronym",
    "translation": "translation",
    "exonym": "translation",
    "demonym": "demonym",
}


def describe(text: str, canonical: str, entity: Entity | None, comparer: Comparer) -> str:
    """Return canonical, variant, misspelling, literal, acronym, translation, demonym or inflected."""
    if text == canonical:
        return "canonical"
    if entity is not None:
        kinds = {alias.kind for alias in entity.aliases if alias.form.lower() == text.lower()}
        for kind, relation in _RELATIONS.items():
            if kinds == {kind} or (kind in kinds and "spelling" not in kinds and "translit" not in kinds):
                return relation
    words, others = comparer.tokens(text), comparer.tokens(canonical)
    if words and others and fold(words[-1]) != fold(others[-1]) and comparer.is_case_form(words[-1], others[-1]):
        return "inflected"
    return "variant"
