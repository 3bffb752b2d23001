"""Two spellings of one name in one document, and the findings they cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from degarble.folding import fold
from degarble.knowledge import Knowledge
from degarble.knowledge.entries import COUNTRY
from degarble.knowledge.rules import Rule
from degarble.names.compare import ALIKE, Comparer
from degarble.names.fit import align, fit_name, split_name
from degarble.names.group import Group
from degarble.schema import Entity, Evidence, Finding, Level, Mention, NameKind, Suggestion

HOUSE_COUNT, HOUSE_SHARE = 3, 0.6
_ARTICLES = ("al", "el")
_KINDS = (NameKind.PERSON, NameKind.PLACE)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What is needed to judge the spellings of one group."""

    group: Group
    entity: Entity | None
    comparer: Comparer


def find_variants(groups: Sequence[Group], knowledge: Knowledge, comparer: Comparer) -> Iterator[Finding]:
    """Yield a finding for each mention that spells a name otherwise than its document does.

    A spelling kept throughout a document is house style and no finding; mentions in quotations are reported only.
    """
    for group in groups:
        if group.kind in _KINDS and len(group.forms) > 1 and not group.entity.startswith(COUNTRY):
            yield from _judge(_Judge(group, knowledge.entities.get(group.entity), comparer), knowledge)


def _judge(judge: _Judge, knowledge: Knowledge) -> Iterator[Finding]:
    spellings = _spell(judge)
    target = _choose(judge, spellings)
    if not target:
        return
    for mention in judge.group.mentions:
        if mention.text in judge.group.literals or mention.text.lower() in knowledge.common:
            continue
        if _differs(judge, mention.text, target, spellings) or _swaps_article(judge, mention.text):
            if judge.entity is None and fold(mention.text) != fold(target) and _ends_in_word(target, knowledge):
                continue
            rule = knowledge.rules_by_id.get(classify(mention.text, target, judge.comparer))
            if rule is not None:
                yield _make_finding(judge, mention, target, rule)


def _ends_in_word(name: str, knowledge: Knowledge) -> bool:
    """Tell whether the last word of an unknown name is a word of the language: no other word is a slip of it."""
    return name.split()[-1].lower() in knowledge.vocabulary


def _spell(judge: _Judge) -> tuple[Counter[str], ...]:
    """Return for each word of the reference name how often the document spells it how, quotations apart."""
    reference = split_name(_reference(judge), judge.comparer)
    counts: tuple[Counter[str], ...] = tuple(Counter() for _ in reference)
    for mention in judge.group.mentions:
        if mention.quoted or mention.text in judge.group.literals:
            continue
        pieces = split_name(mention.text, judge.comparer)
        for piece, place in zip(pieces, align(pieces, reference, judge.comparer), strict=True):
            if place >= 0:
                counts[place][piece.word] += 1
    return counts


def _reference(judge: _Judge) -> str:
    """Return the name the others are measured by: curated, else the fullest form, the most frequent of those."""
    if judge.entity is not None:
        return judge.entity.canonical
    forms = judge.group.forms
    return max(
        forms,
        key=lambda form: (len(judge.comparer.tokens(form)), forms[form], form[0] != "İ", form == judge.group.main),
    )


def _choose(judge: _Judge, spellings: Sequence[Counter[str]]) -> str:
    """Return the name with each word as it should be spelled: as the house does, as curated, or as most often.

    Empty when the document may write both.
    """
    reference = _reference(judge)
    words = [piece.word for piece in split_name(reference, judge.comparer)]
    result = reference
    for word, counts in zip(words, spellings, strict=True):
        chosen = _choose_word(word, counts, is_curated=judge.entity is not None) if counts else word
        if not chosen:
            return ""
        result = result.replace(word, chosen, 1)
    return result


def _choose_word(word: str, counts: Counter[str], *, is_curated: bool) -> str:
    best, count = counts.most_common(1)[0]
    is_house = count >= HOUSE_COUNT and count >= HOUSE_SHARE * sum(counts.values())
    if len(counts) == 1 or best == word or (is_house and not (is_curated and word in counts)):
        return best
    if is_house:
        # The house writes it otherwise, and the curated form beside it is right: neither is damage.
        return ""
    if is_curated:
        return word
    # Between equals the form with its diacritics is the fuller one, but for the İ of places that English has names
    # for; then the one that stands in the full name.
    top = [form for form, number in counts.items() if number == count]
    return max(top, key=lambda form: (not form.isascii() and fold(form) == fold(word) and form[0] != "İ", form == word))


def _differs(judge: _Judge, text: str, target: str, spellings: Sequence[Counter[str]]) -> bool:
    """Tell whether a mention spells a word otherwise than the target, where the document spells it in two ways."""
    pieces, wanted = split_name(text, judge.comparer), split_name(target, judge.comparer)
    for piece, place in zip(pieces, align(pieces, wanted, judge.comparer), strict=True):
        if place < 0:
            return False
        if (
            len(piece.word.rstrip(".")) > 1
            and piece.word != wanted[place].word
            and len(spellings[place]) > 1
            and not _is_casing(piece.word, wanted[place].word)
        ):
            return True
    return False


def _swaps_article(judge: _Judge, text: str) -> bool:
    """Tell whether a bare surname has another Arabic article than the full name in the text: `El-Tayeb`, al-Tayeb."""
    pieces = split_name(text, judge.comparer)
    if len(pieces) != 1 or not pieces[0].article:
        return False
    articles = Counter(
        piece.article.lower()
        for mention in judge.group.mentions
        for piece in split_name(mention.text, judge.comparer)
        if piece.article and not mention.quoted and fold(piece.word) == fold(pieces[0].word)
    )
    own = pieces[0].article.lower()
    return len(articles) > 1 and articles[own] == 1 and own in _ARTICLES


def _is_casing(one: str, two: str) -> bool:
    return one.lower() == two.lower()


def _make_finding(judge: _Judge, mention: Mention, target: str, rule: Rule) -> Finding:
    repair = None if mention.quoted else fit_name(mention.text, target, judge.comparer)
    usable = repair is not None and repair != mention.text
    other = next((item for item in judge.group.mentions if item.text != mention.text and not item.quoted), None)
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        span=mention.span,
        text=mention.text,
        message=rule.message.replace("{text}", mention.text).replace("{best}", repair or target),
        severity=rule.severity,
        level=rule.level if usable else Level.FLAG,
        score=rule.score,
        suggestions=(Suggestion(repair, rule.score),) if usable and repair else (),
        evidence=(Evidence("same document", other.text, other.span),) if other else (),
        entity=judge.group.entity,
    )


def classify(text: str, target: str, comparer: Comparer) -> str:
    """Return the rule a spelling falls under: case ending left on, a slip of letters, or another romanisation."""
    words, others = comparer.tokens(text), comparer.tokens(target)
    if comparer.is_case_form(words[-1], others[-1]):
        return "names/inflected"
    alike = max(comparer.compare_words(words[-1], word) for word in others) if len(words) == 1 else 0.0
    return "names/variant" if max(alike, comparer.compare_names(text, target)) >= ALIKE else "names/slip"
