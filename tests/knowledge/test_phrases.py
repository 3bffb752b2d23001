from hypothesis import given
from hypothesis import strategies as st

from degarble.knowledge.phrases import Hit, Phrase, PhraseIndex, choose, expand, find_alternatives, fold, tokenize


def find(phrases, text):
    lower = fold(text)
    return PhraseIndex(phrases).find(text, lower, tokenize(text, lower))


def test_finds_words_and_phrases_at_word_boundaries():
    hits = find([Phrase("art", "a", 0), Phrase("fine art", "b", 1)], "Fine art is no party. fine\nart")
    assert hits["a"] == [Hit(5, 8, 0), Hit(27, 30, 0)]
    assert hits["b"] == [Hit(0, 8, 1), Hit(22, 30, 1)]


def test_cased_phrases_need_their_capitals():
    assert find([Phrase("UMH", "a", 0, cased=True)], "umh UMH") == {"a": [Hit(4, 7, 0)]}


def test_possessive_is_not_part_of_the_word():
    assert find([Phrase("russia", "a", 0)], "Russia’s plan")["a"] == [Hit(0, 6, 0)]


def test_several_owners_of_one_phrase_are_all_told():
    assert find([Phrase("the head", "a", 1), Phrase("the head", "a", 2)], "the head")["a"] == [
        Hit(0, 8, 1),
        Hit(0, 8, 2),
    ]


def test_groups_expand_and_choose_in_step():
    assert expand("{make|made} {peace|war}") == ["make peace", "make war", "made peace", "made war"]
    assert find_alternatives("{make|made} {peace|war}", "Made Peace") == (1, 0)
    assert choose("{sue|sued} for {peace|war}", (1, 0)) == "sued for peace"


@given(st.text())
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_tokens_stand_where_they_say(text):
    lower = fold(text)
    for token in tokenize(text, lower):
        assert text[token.start : token.end] == token.text and lower[token.start : token.end] == token.lower


@given(
    st.lists(st.sampled_from(["red", "red cross", "cross", "the red cross", "ed"]), min_size=1),
    st.text("redcos th", max_size=60),
)
def test_agrees_with_searching_one_by_one(words, text):
    lower = fold(text)
    wanted = set()
    for number, word in enumerate(words):
        start = lower.find(word)
        while start >= 0:
            end = start + len(word)
            if not (lower[start - 1 : start] or " ").isalnum() and not (lower[end : end + 1] or " ").isalnum():
                wanted.add(Hit(start, end, number))
            start = lower.find(word, start + 1)
    found = find([Phrase(word, "a", number) for number, word in enumerate(words)], text)
    assert set(found.get("a", [])) == wanted
