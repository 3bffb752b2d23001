"""The guess of the source language: right on specimens, silent on plain English, topics last."""

from __future__ import annotations

from pathlib import Path

import pytest

from degarble.knowledge import Knowledge, load_knowledge
from degarble.language import identify
from degarble.origin import TOPIC_LIMIT, guess_origin
from degarble.reading import read
from degarble.schema import Document, OriginGuess

SEEDS = Path(__file__).parents[2] / "seeds"
SPECIMENS = sorted(path for path in SEEDS.glob("[a-z][a-z]-0*") if path.suffix in (".txt", ".md"))
LANGUAGES = ("es", "tr", "ru", "uk", "ar", "fa", "fr", "de", "pt", "it", "he", "zh", "ja", "ko", "el")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def guess(text: str, knowledge: Knowledge) -> tuple[OriginGuess, ...]:
    return guess_origin(read(Document("x", text), knowledge, identify))


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_specimens_have_their_language_among_the_first_two(path: Path, knowledge: Knowledge) -> None:
    guesses = guess(path.read_text(encoding="utf-8"), knowledge)
    assert path.name[:2] in [item.lang for item in guesses[:2]]


def test_most_specimens_have_their_language_first(knowledge: Knowledge) -> None:
    firsts = [guess(path.read_text(encoding="utf-8"), knowledge)[0].lang for path in SPECIMENS]
    right = sum(lang == path.name[:2] for lang, path in zip(firsts, SPECIMENS, strict=True))
    assert right >= 0.9 * len(SPECIMENS)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ko", "The singer said on the 24th that she would rest. Netizen A wrote that it drew tears. Photo = agency"),
        ("ko", "The ministry announced on the 3rd that 40 more people were infected with Corona 19 in the south."),
        ("de", "In the night to Sunday a barn burned. Nobody was hurt, as a police spokesman reported."),
        ("pt", "The bus stopped this Tuesday (14) because of the strike. Photo: Disclosure. Continues after the ad."),
        ("zh", "The relevant person in charge said the farm;s output grew. Editor in charge: Chen Mei"),
        ("fa", "He clarified: the Islamic Consultative Assembly will decide on 12 Khordad. End of message"),
        ("ru", "It became known about the fire in the market. “All are safe”, — said the director."),
        ("uk", "The enemy shelled the village again, and it goes about forty houses, the OVA reports."),
        (
            "ar",
            "It is worth mentioning that the talks are today, Sunday. In a related context, the able actress sang.",
        ),
        ("it", "He will speak to the microphones of the radio at 18.30 pm. REPRODUCTION RESERVED"),
    ],
)
def test_signs_of_a_language_put_it_first(lang: str, text: str, knowledge: Knowledge) -> None:
    assert guess(text, knowledge)[0].lang == lang


def test_plain_english_is_unknown(knowledge: Knowledge) -> None:
    text = "The council will repair the bridge in June. Drivers should expect delays, the mayor said."
    assert [(item.lang, item.score) for item in guess(text, knowledge)] == [("und", 1.0)]


def test_scores_are_ranked_shares(knowledge: Knowledge) -> None:
    guesses = guess("He made evaluations in Ankara. It became known on the eve in Ankara.", knowledge)
    assert [item.score for item in guesses] == sorted((item.score for item in guesses), reverse=True)
    assert sum(item.score for item in guesses) == pytest.approx(1.0, abs=0.01)


def test_what_the_news_is_about_never_beats_the_doubt(knowledge: Knowledge) -> None:
    text = "Moscow and the Kremlin paid in rubles. Russia said Russian banks in Moscow and the Duma agreed. " * 5
    assert guess(text, knowledge)[0].lang == "und"
    assert TOPIC_LIMIT < 2.0


def test_page_furniture_does_not_vote(knowledge: Knowledge) -> None:
    text = "The bridge opens in June.\n\nVotre commentaire\n\nEntrez vos coordonnées ci-dessous pour vous connecter :"
    assert guess(text, knowledge)[0].lang == "und"


def test_every_language_has_enough_cues(knowledge: Knowledge) -> None:
    counts = {lang: sum(cue.lang == lang for cue in knowledge.cues) for lang in LANGUAGES}
    assert min(counts.values()) >= 8, counts
    assert min(counts[lang] for lang in ("es", "tr", "ru", "ar")) >= 20, counts
    assert all(0.1 <= cue.weight <= 3 for cue in knowledge.cues)


def test_shared_seeds(shared: Path, knowledge: Knowledge) -> None:
    for number, lang in (("003", "es"), ("004", "tr")):
        (path,) = (shared / "seeds").glob(f"{number}*")
        assert guess(path.read_text(encoding="utf-8"), knowledge)[0].lang == lang
