"""What stands behind a rule id: its reason, its kind in standard terms, and examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from degarble.config import find_nearest
from degarble.errors import ConfigError
from degarble.knowledge import Knowledge
from degarble.knowledge.entries import LexiconEntry
from degarble.knowledge.rules import Rule
from degarble.schema import Kind
from degarble.standards import STANDARDS

_EXAMPLES = 5
_LEVELS = {
    "auto": "applied by default",
    "suggest": "offered; applied with --level suggest",
    "flag": "reported; no safe repair is known",
}
_LEXICON = {
    "sense": "A word of the source language has several senses, and the translation took the wrong one.",
    "calque": "The phrase was translated word for word; English says it otherwise.",
    "idiom": "An idiom was translated word for word, and its sense is lost.",
    "term": "A fixed term, title or body has an established English name; this is not it.",
    "formula": "A turn of phrase of the source language's press that English does not have.",
}


def list_rules(knowledge: Knowledge) -> list[str]:
    """Return every rule id, sorted."""
    return sorted({*knowledge.rules_by_id, *(entry.rule for entry in knowledge.lexicon)})


def tell_rules(knowledge: Knowledge) -> dict[str, str]:
    """Return a sentence for every rule: why it exists."""
    told = {entry.rule: _LEXICON[entry.kind] for entry in knowledge.lexicon}
    return told | {name: rule.why for name, rule in knowledge.rules_by_id.items()}


def explain_rule(name: str, knowledge: Knowledge) -> Iterator[str]:
    """Yield lines that explain a rule.

    Raises:
        ConfigError: no rule has this id.
    """
    rule = knowledge.rules_by_id.get(name)
    entries = [entry for entry in knowledge.lexicon if entry.rule == name]
    if rule is not None:
        yield from _explain_pattern(rule)
    elif entries:
        yield from _explain_lexicon(name, entries)
    else:
        nearest = find_nearest(name, list_rules(knowledge))
        hint = f"Did you mean {nearest!r}?" if nearest else "`degarble explain` without a name lists them all."
        raise ConfigError(f"There is no rule {name!r}.", hint)


def _explain_pattern(rule: Rule) -> Iterator[str]:
    yield rule.id
    yield f"  {rule.why}"
    yield _describe_kind(rule.kind)
    yield f"  severity {rule.severity}; level {rule.level}: {_LEVELS[rule.level.value]}"
    if rule.sources:
        yield f"  only in texts that may come from: {', '.join(rule.sources)}"
    for before, after in rule.wrong[:_EXAMPLES]:
        yield f"  wrong: {before}"
        yield f"  right: {after}" if after != before else "  right: (only the source can tell)"
    yield from (f"  fine:  {text}" for text in rule.fine[:_EXAMPLES])


def _describe_kind(kind: Kind) -> str:
    standard = STANDARDS[kind]
    return f"  kind {kind}: {standard.mqm_name} ({standard.mqm_id}), ITS {standard.its}"


def _explain_lexicon(name: str, entries: Sequence[LexiconEntry]) -> Iterator[str]:
    first = entries[0]
    rows = {(entry.source, entry.example): entry for entry in entries}
    yield name
    yield f"  {_LEXICON[first.kind]}"
    yield _describe_kind(Kind.LEXICON)
    yield f"  {len(rows)} phrases from data/lexicons/{first.lang}.tsv, among them:"
    for entry in list(rows.values())[:_EXAMPLES]:
        right = " | ".join(entry.rights) or "(only the source can tell)"
        yield f"  {entry.source or entry.wrong}: {entry.wrong} -> {right}"
        yield f"    wrong: {entry.example}"
        if entry.fine:
            yield f"    fine:  {entry.fine}"
