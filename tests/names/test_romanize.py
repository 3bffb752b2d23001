"""Folding and comparing names across romanisations."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from degarble.folding import strip_marks
from degarble.knowledge import Knowledge, load_knowledge
from degarble.names.compare import ALIKE, Comparer, is_gender_pair, make_comparer
from degarble.names.fit import fit_name


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def comparer(knowledge: Knowledge) -> Comparer:
    return make_comparer(knowledge)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Khafter", "Haftar"),
        ("Hifter", "Haftar"),
        ("Jalifa Haftar", "Khalifa Haftar"),
        ("Qalin", "Kalın"),
        ("Qorbani", "Ghorbani"),
        ("Abdelfatah al Sisi", "Abdel Fattah el-Sisi"),
        ("Mevlut Çavusoglu", "Mevlüt Çavuşoğlu"),
        ("Sergey Shoigú", "Sergei Shoigu"),
        ("Schoigu", "Shoigu"),
        ("Choïgou", "Shoigu"),
        ("Kadhafi", "Gaddafi"),
        ("Reznik", "Resnik"),
        ("Suga Yoshihide", "Yoshihide Suga"),
        ("V. Putin", "Vladimir Putin"),
    ],
)
def test_one_name_in_two_romanisations(comparer: Comparer, one: str, two: str) -> None:
    assert comparer.compare_names(one, two) >= ALIKE
    assert not comparer.are_other_people(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Saddam Haftar", "Khalifa Haftar"),
        ("Ivan Petrov", "Anna Petrova"),
        ("Petrov", "Petrova"),
        ("Volkov", "Volkova"),
        ("Donald Trump", "Melania Trump"),
    ],
)
def test_other_people_with_one_surname(comparer: Comparer, one: str, two: str) -> None:
    assert comparer.are_other_people(one, two)


@pytest.mark.parametrize(
    "pair", [("Peter", "Paula"), ("Berlin", "Bremen"), ("Slovakia", "Slovenia"), ("Hansen", "Jansen")]
)
def test_different_names_are_not_alike(comparer: Comparer, pair: tuple[str, str]) -> None:
    assert comparer.compare_names(*pair) < ALIKE


@pytest.mark.parametrize(
    ("form", "base"),
    [("hnatenka", "hnatenko"), ("marchenkom", "marchenko"), ("saradzha", "sarraj"), ("haftara", "haftar")],
)
def test_case_endings_left_on_a_name(comparer: Comparer, form: str, base: str) -> None:
    assert comparer.is_case_form(form, base)
    assert not comparer.is_case_form(base, base)


def test_gender_pairs_go_both_ways() -> None:
    assert is_gender_pair("lavrov", "lavrova")
    assert is_gender_pair("lavrova", "lavrov")
    assert not is_gender_pair("lavrov", "lavrovo")


@pytest.mark.parametrize(
    ("text", "canonical", "fitted"),
    [
        ("Khafter", "Khalifa Haftar", "Haftar"),
        ("Caliph Khafter", "Khalifa Haftar", "Khalifa Haftar"),
        ("Fayed al Serraj", "Fayez al-Sarraj", "Fayez al-Sarraj"),
        ("Abdelfatah al Sisi", "Abdel Fattah el-Sisi", "Abdel Fattah el-Sisi"),
        ("Çavusoglu", "Mevlüt Çavuşoğlu", "Çavuşoğlu"),
        ("Erdogen", "Recep Tayyip Erdoğan", "Erdoğan"),
        ("Ahmed Khafter Bey", "Khalifa Haftar", None),
    ],
)
def test_the_canonical_name_is_cut_to_the_mention(
    comparer: Comparer, text: str, canonical: str, fitted: str | None
) -> None:
    assert fit_name(text, canonical, comparer) == fitted


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert strip_marks(strip_marks(text)) == strip_marks(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.from_regex(r"[A-Za-zçşğüöıéá]{2,12}( [A-Za-zçşğüöıéá]{2,12})?", fullmatch=True))
def test_a_name_is_like_itself_and_comparing_is_symmetric(comparer: Comparer, name: str) -> None:
    assert comparer.compare_names(name, name) == 1.0
    assert comparer.compare_names(name, "Haftar") == pytest.approx(comparer.compare_names("Haftar", name))
