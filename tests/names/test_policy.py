"""The canonical form of a name under a policy: facts of the systems of romanisation, and where the press form stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from degarble.knowledge import load_knowledge
from degarble.names.policy import Policy, explain_form, write_form, write_text
from degarble.schema import Alias, Entity, NameKind

LANGUAGES = {"RU": "ru", "UA": "uk", "BY": "be", "BG": "bg", "MK": "mk", "RS": "sr", "KZ": "kk", "GR": "el", "CY": "el"}


def make_entity(
    native: str | tuple[str, ...], country: str, canonical: str, kind: NameKind = NameKind.PLACE, lang: str = ""
) -> Entity:
    """Return an entity with its native forms."""
    forms = (native,) if isinstance(native, str) else native
    aliases = tuple(Alias(form, lang or LANGUAGES[country], "native") for form in forms)
    return Entity("x", kind, canonical, aliases, country)


def romanise(native: str, country: str) -> str:
    """Return a name by the system of its country, word by word: a place of one word need not be like the press form."""
    parts = re.split(r"([ -])", native)
    return "".join(
        part if part in " -" else write_form(make_entity(part, country, "Place"), Policy.BGN) for part in parts
    )


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("Владимир Путин", "Vladimir Putin"),
        ("Сергей Шойгу", "Sergey Shoygu"),
        ("Ельцин", "Yel’tsin"),
        ("Василий Небензя", "Vasiliy Nebenzya"),
        ("Алексей Навальный", "Aleksey Naval’nyy"),
        ("Хрущёв", "Khrushchëv"),
        ("Королёв", "Korolëv"),
        ("Ёлкин", "Yëlkin"),
        ("Воробьёв", "Vorob’yëv"),
        ("Достоевский", "Dostoyevskiy"),
        ("Подъезд", "Pod”yezd"),
        ("Эльбрус", "El’brus"),
        ("Ростов-на-Дону", "Rostov-na-Donu"),
        ("Санкт-Петербург", "Sankt-Peterburg"),
        ("Йошкар-Ола", "Yoshkar-Ola"),
        ("Улан-Удэ", "Ulan-Ude"),
        ("Щербинка", "Shcherbinka"),
        ("ЩЕРБИНКА", "SHCHERBINKA"),
        ("ЕЛЬЦИН", "YEL’TSIN"),
        ("РИА Новости", "RIA Novosti"),
        ("Ю. Щукин", "Yu. Shchukin"),
    ],
)
def test_russian(native: str, latin: str) -> None:
    assert romanise(native, "RU") == latin


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("Володимир Зеленський", "Volodymyr Zelenskyi"),
        ("Харків", "Kharkiv"),
        ("Запоріжжя", "Zaporizhzhia"),
        ("Київ", "Kyiv"),
        ("Юлія Тимошенко", "Yuliia Tymoshenko"),
        ("Єнакієве", "Yenakiieve"),
        ("Їжакевич", "Yizhakevych"),
        ("Йосипівка", "Yosypivka"),
        ("Стрий", "Stryi"),
        ("Яготин", "Yahotyn"),
        ("Згорани", "Zghorany"),
        ("ЗГОРАНИ", "ZGHORANY"),
        ("Гоща", "Hoshcha"),
        ("Русь", "Rus"),
        ("Ґалаґан", "Galagan"),
        ("Івано-Франківськ", "Ivano-Frankivsk"),
        ("Знам'янка", "Znamianka"),
        ("Знам’янка", "Znamianka"),
        ("ЗНАМ’ЯНКА", "ZNAMIANKA"),
        ("Слов\N{MODIFIER LETTER APOSTROPHE}янськ", "Sloviansk"),
        ("Миколаи\N{COMBINING BREVE}в", "Mykolaiv"),
    ],
)
def test_ukrainian(native: str, latin: str) -> None:
    assert romanise(native, "UA") == latin


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("Мінск", "Minsk"),
        ("Магілёў", "Mahilyow"),
        ("Віцебск", "Vitsyebsk"),
        ("Гомель", "Homyel’"),
        ("Задвор’е", "Zadvor”ye"),
        ("Іўе", "Iwye"),
        ("Аляксандр Лукашэнка", "Alyaksandr Lukashenka"),
    ],
)
def test_belarusian(native: str, latin: str) -> None:
    assert romanise(native, "BY") == latin


@pytest.mark.parametrize(
    ("native", "country", "latin"),
    [
        ("София", "BG", "Sofia"),
        ("СОФИЯ", "BG", "SOFIA"),
        ("България", "BG", "Bulgaria"),
        ("Бояна", "BG", "Boyana"),
        ("Търново", "BG", "Tarnovo"),
        ("Пещера", "BG", "Peshtera"),
        ("Бойко Борисов", "BG", "Boyko Borisov"),
        ("Зоран Заев", "MK", "Zoran Zaev"),
        ("Ќамилов Чукар", "MK", "Ḱamilov Čukar"),
        ("Џамалџи", "MK", "Džamaldži"),
        ("Ѓорѓи", "MK", "Ǵorǵi"),
        ("Александар Вучић", "RS", "Aleksandar Vučić"),
        ("Ђоковић", "RS", "Đoković"),
        ("Љубљана", "RS", "Ljubljana"),
        ("ГУСИЊЕ", "RS", "GUSINJE"),
        ("Қазақстан", "KZ", "Qazaqstan"),
        ("Өскемен", "KZ", "Öskemen"),
        ("Ұялы", "KZ", "Uyaly"),
        ("Өкпекті Тауы", "KZ", "Ökpekti Taūy"),
    ],
)
def test_other_cyrillic(native: str, country: str, latin: str) -> None:
    assert romanise(native, country) == latin


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("Αθήνα", "Athína"),
        ("ΑΘΗΝΑ", "ATHINA"),
        ("Θεσσαλονίκη", "Thessaloníki"),
        ("Κυριάκος Μητσοτάκης", "Kyriákos Mitsotákis"),
        ("Εύβοια", "Évvoia"),
        ("Ελευσίνα", "Elefsína"),
        ("Λαύριο", "Lávrio"),
        ("Ναύπακτος", "Náfpaktos"),
        ("Επίδαυρος", "Epídavros"),
        ("Λευκωσία", "Lefkosía"),
        ("Μεσολόγγι", "Mesolóngi"),
        ("Μάγχη", "Mánchi"),
        ("Λαγκαδάς", "Lagkadás"),
        ("Μπολόνια", "Bolónia"),
        ("Καλαμπάκα", "Kalampáka"),
        ("Ρούμελη", "Roúmeli"),
        ("Αϊβαλί", "Aïvalí"),
        ("Ψαρά", "Psará"),
        ("Ύδρα", "Ýdra"),
    ],
)
def test_greek(native: str, latin: str) -> None:
    assert romanise(native, "GR") == latin
    assert romanise(native, "CY") == latin


@pytest.mark.parametrize("policy", Policy)
def test_other_policies_do_not_look_at_the_native_form(policy: Policy) -> None:
    zelensky = make_entity("Володимир Зеленський", "UA", "Volodymyr Zelensky", NameKind.PERSON)
    assert write_form(zelensky, policy) == ("Volodymyr Zelenskyi" if policy == Policy.BGN else "Volodymyr Zelensky")


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        (make_entity("Единая Россия", "RU", "United Russia", NameKind.ORGANISATION), "only persons, places, clubs"),
        (make_entity("Бук", "RU", "Buk", NameKind.EQUIPMENT), "only persons, places, clubs"),
        (make_entity("خليفة حفتر", "LY", "Khalifa Haftar", NameKind.PERSON, "ar"), "vowels"),
        (make_entity("علی لاریجانی", "IR", "Ali Larijani", NameKind.PERSON, "fa"), "vowels"),
        (make_entity("İbrahim Kalın", "TR", "İbrahim Kalın", NameKind.PERSON, "tr"), "Turkish"),
        (make_entity("Эмманюэль Макрон", "FR", "Emmanuel Macron", NameKind.PERSON, "ru"), "no system for names of FR"),
        (make_entity("Запорожье", "UA", "Zaporizhzhia", lang="ru"), "no native form in Ukrainian"),
        (make_entity("Путин", "", "Putin", NameKind.PERSON, "ru"), "country is not known"),
    ],
)
def test_the_press_form_stays_where_there_is_no_native_form_or_system(entity: Entity, reason: str) -> None:
    assert write_form(entity, Policy.BGN) == entity.canonical
    assert explain_form(entity, Policy.BGN).startswith("The press form stays: ")
    assert reason in explain_form(entity, Policy.BGN)


@pytest.mark.parametrize(
    ("native", "country", "press", "kind"),
    [
        ("Зенит", "RU", "Zenit Saint Petersburg", NameKind.CLUB),
        ("ПФК ЦСКА", "RU", "CSKA Moscow", NameKind.CLUB),
        ("Эхо Москвы", "RU", "Echo of Moscow", NameKind.MEDIA),
        ("Первый канал", "RU", "Channel One", NameKind.MEDIA),
        ("Путин", "RU", "Vladimir Putin", NameKind.PERSON),
        ("острів Зміїний", "UA", "Snake Island", NameKind.PLACE),
        ("Қазақстан", "RU", "Kazakhstan", NameKind.PLACE),
        ("RT", "RU", "RT", NameKind.MEDIA),
        ("Aleksandar Vučić", "RS", "Aleksandar Vucic", NameKind.PERSON),
        ("Μάιος", "GR", "Maios", NameKind.PLACE),
        ("", "RU", "Moscow", NameKind.PLACE),
    ],
)
def test_the_press_form_stays_where_the_native_form_is_no_match(
    native: str, country: str, press: str, kind: NameKind
) -> None:
    entity = make_entity(native, country, press, kind)
    assert write_form(entity, Policy.BGN) == press
    assert "word for word" in explain_form(entity, Policy.BGN)


@pytest.mark.parametrize(
    ("native", "country", "press", "latin", "kind"),
    [
        ("Москва", "RU", "Moscow", "Moskva", NameKind.PLACE),
        ("Санкт-Петербург", "RU", "Saint Petersburg", "Sankt-Peterburg", NameKind.PLACE),
        ("Λευκωσία", "CY", "Nicosia", "Lefkosía", NameKind.PLACE),
        ("ФК «Ростов»", "RU", "FC Rostov", "FK Rostov", NameKind.CLUB),
        ("Спартак Москва", "RU", "Spartak Moscow", "Spartak Moskva", NameKind.CLUB),
        ("Коммерсантъ", "RU", "Kommersant", "Kommersant”", NameKind.MEDIA),
        ("Известия", "RU", "Izvestia", "Izvestiya", NameKind.MEDIA),
        ("Аляксандр Лукашэнка", "BY", "Alexander Lukashenko", "Alyaksandr Lukashenka", NameKind.PERSON),
    ],
)
def test_places_clubs_media_and_persons_are_romanised(
    native: str, country: str, press: str, latin: str, kind: NameKind
) -> None:
    assert write_form(make_entity(native, country, press, kind), Policy.BGN) == latin


def test_the_whole_name_is_chosen_among_native_forms() -> None:
    entity = make_entity(("Захарова", "Мария Захарова"), "RU", "Maria Zakharova", NameKind.PERSON)
    assert write_form(entity, Policy.BGN) == "Mariya Zakharova"
    assert explain_form(entity, Policy.BGN) == (
        "Romanised from Мария Захарова by the BGN/PCGN 1947 system for Russian."
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Mevlüt Çavuşoğlu", "Mevlut Cavusoglu"),
        ("İbrahim Kalın", "Ibrahim Kalin"),
        ("Søren Groß", "Soren Gross"),
        ("Lech Wałęsa", "Lech Walesa"),
        ("Næstved", "Naestved"),
        ("Þórður", "Thordur"),
        ("Île-de-France", "Ile-de-France"),
        ("Novak Đoković", "Novak Dokovic"),
        ("Yel’tsin", "Yeltsin"),
        ("Jama'at", "Jamaat"),
        ("Ra's al-Ayn", "Ras al-Ayn"),
        ("ʿAbd al-Raḥmān", "Abd al-Rahman"),
        ("PSOE", "PSOE"),
        ("People’s Party", "People's Party"),
        ("Workers' Party", "Workers' Party"),
        ("Côte d’Ivoire", "Cote d'Ivoire"),
        ("Sinéad O'Brien", "Sinead O'Brien"),
        ("Владимир Čapek", "Владимир Čapek"),
        ("", ""),
    ],
)
def test_ascii_takes_all_marks_or_none(text: str, plain: str) -> None:
    entity = Entity("x", NameKind.ORGANISATION, text)
    assert write_form(entity, Policy.ASCII) == write_text(text, Policy.ASCII) == plain
    assert write_text(plain, Policy.ASCII) == plain


def test_every_choice_is_explained() -> None:
    assert explain_form(Entity("x", NameKind.PERSON, "Kalın"), Policy.ASCII).startswith("Written in plain ASCII")
    assert "already" in explain_form(Entity("x", NameKind.PERSON, "Putin"), Policy.ASCII)
    assert "stays" in explain_form(Entity("x", NameKind.PERSON, "Путин"), Policy.ASCII)
    assert explain_form(Entity("x", NameKind.PERSON, "Путин"), Policy.PRESS) == "The form the press uses."


@given(st.text(max_size=20))
def test_a_name_alone_only_changes_under_ascii(text: str) -> None:
    assert write_text(text, Policy.PRESS) == write_text(text, Policy.BGN) == text
    folded = write_text(text, Policy.ASCII)
    assert folded == text or folded.isascii()
    assert write_text(folded, Policy.ASCII) == folded


def test_no_name_of_the_tables_is_left_half_romanised() -> None:
    for entity in load_knowledge().entities.values():
        assert not any("\u0370" <= char <= "\u052f" for char in write_form(entity, Policy.BGN))
        assert explain_form(entity, Policy.BGN).endswith(".")
