"""The kinds of damage in the field's standard terms: MQM-Core, ITS 2.0 and LanguageTool categories."""

from __future__ import annotations

from typing import NamedTuple

from degarble.schema import Kind, Severity


class Standard(NamedTuple):
    """One kind in three vocabularies."""

    mqm_id: str
    mqm_name: str
    its: str
    languagetool: str


STANDARDS: dict[Kind, Standard] = {
    Kind.GARBLE: Standard("MQMC_211000", "Unintelligible", "uncategorized", "GRAMMAR"),
    Kind.GRAMMAR: Standard("MQMC_201000", "Grammar", "grammar", "GRAMMAR"),
    Kind.ORDER: Standard("MQMC_201000", "Grammar", "grammar", "GRAMMAR"),
    Kind.CASING: Standard("MQMC_204000", "Spelling", "typographical", "CASING"),
    Kind.SPELLING: Standard("MQMC_204000", "Spelling", "misspelling", "TYPOS"),
    Kind.SPACING: Standard("MQMC_202000", "Punctuation", "whitespace", "PUNCTUATION"),
    Kind.PUNCTUATION: Standard("MQMC_202000", "Punctuation", "typographical", "PUNCTUATION"),
    Kind.NAME_LITERAL: Standard("MQMC_107000", "Do not translate", "mistranslation", "SEMANTICS"),
    Kind.NAME_VARIANT: Standard("MQMC_002000", "Inconsistent use of terminology", "inconsistent-entities", "MISC"),
    Kind.NAME_ORGANISATION: Standard("MQMC_003000", "Wrong term", "terminology", "MISC"),
    Kind.NAME_ACRONYM: Standard("MQMC_108000", "Untranslated", "terminology", "MISC"),
    Kind.LEXICON: Standard("MQMC_101000", "Mistranslation", "mistranslation", "FALSE_FRIENDS"),
    Kind.RESIDUE: Standard("MQMC_108000", "Untranslated", "untranslated", "MISC"),
    Kind.ENCODING: Standard("MQMC_212000", "Character encoding", "characters", "TYPOGRAPHY"),
}

ITS_SEVERITY: dict[Severity, int] = {
    Severity.NEUTRAL: 0,
    Severity.MINOR: 30,
    Severity.MAJOR: 60,
    Severity.CRITICAL: 90,
}

# What LanguageTool's categories are here; the others (style, redundancy, names, regional words) tell no damage.
LANGUAGETOOL_KINDS: dict[str, Kind] = {
    "CASING": Kind.CASING,
    "COLLOCATIONS": Kind.LEXICON,
    "COMPOUNDING": Kind.SPELLING,
    "CONFUSED_WORDS": Kind.SPELLING,
    "FALSE_FRIENDS": Kind.LEXICON,
    "GRAMMAR": Kind.GRAMMAR,
    "MISC": Kind.GRAMMAR,
    "PUNCTUATION": Kind.PUNCTUATION,
    "SEMANTICS": Kind.LEXICON,
    "TYPOGRAPHY": Kind.SPACING,
    "TYPOS": Kind.SPELLING,
}
