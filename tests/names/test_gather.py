"""Names over a folder: which pairs are compared, how groups are joined, whom a bare surname means."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from degarble.analyze import Analyzer
from degarble.config import Settings
from degarble.knowledge import Knowledge, load_knowledge
from degarble.link import Names, link
from degarble.names.block import LARGEST, find_candidates
from degarble.names.cluster import cluster
from degarble.names.scorer import load_scorer
from degarble.schema import Document, Level, Mention, NameKind, Span


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def gather(knowledge: Knowledge, texts: Sequence[str], origin: str = "ru") -> Names:
    analyzer = Analyzer(Settings(origin=origin), knowledge)
    analyses = [analyzer(Document(str(place), text)) for place, text in enumerate(texts)]
    return link([mention for item in analyses for mention in item.mentions], knowledge)


def forms(names: Names) -> dict[str, set[str]]:
    return {item.canonical: {variant.text for variant in item.variants} for item in names.clusters}


def test_names_with_a_word_that_sounds_alike_are_compared() -> None:
    prepare = load_scorer().prepare
    names = [prepare(name) for name in ("Rustam Hadziev", "Rustam Khadzhiyev", "Oleg Marchuk", "Boris Hadziev")]
    assert set(find_candidates(names)) == {(1, 0), (3, 0), (3, 1)}


def test_a_crowded_word_counts_only_beside_another() -> None:
    prepare = load_scorer().prepare
    crowd = [f"Mohammed {first}{second}ab" for first in "bdfgklmnr" for second in "aeiou"] + ["Mohammed Saleh"]
    crowd += [f"Ali {first}{second}ik" for first in "bdfgklmnr" for second in "aeiou"]
    names = [
        prepare(name) for name in (*crowd, "Mohamad Salih", "Mohammed Tantawi", "Mohammed Zuwai", "Mohammed Pirani")
    ]
    assert sum(name.startswith("Moham") for name in crowd) + 4 > LARGEST
    found = set(find_candidates(names))
    assert (len(crowd), crowd.index("Mohammed Saleh")) in found
    assert (len(crowd) + 1, len(crowd)) not in found


def test_groups_are_joined_by_their_average() -> None:
    # 0-1 and 2-3 are alike; 1-2 alone would chain them under single link.
    weights = {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.95, (0, 2): 0.1, (0, 3): 0.1, (1, 3): 0.1}

    def score(one: int, two: int) -> float:
        return weights[min(one, two), max(one, two)]

    edges = [(one, two, weight) for (one, two), weight in weights.items()]
    assert cluster(4, edges, score, lambda one, two: False, 0.7) == [[0], [1, 2], [3]]
    assert cluster(4, edges, score, lambda one, two: {one, two} == {1, 2}, 0.7) == [[0, 1], [2, 3]]


def test_pairs_that_were_no_candidates_are_scored_in_small_parts() -> None:
    edges = [(0, 1, 0.9), (1, 2, 0.9)]
    assert cluster(3, edges, lambda one, two: 0.8, lambda one, two: False, 0.7) == [[0, 1, 2]]
    assert cluster(3, edges, lambda one, two: 0.0, lambda one, two: False, 0.7) == [[0, 1], [2]]


def test_spellings_of_many_documents_meet(knowledge: Knowledge) -> None:
    texts = [
        "Doctor Rustam Khadzhiyev treated the wounded in Grozny.",
        "Doctor Rustam Hadziev spoke to reporters. Hadziev was calm.",
        "Later Hadziev returned to Grozny.",
        "Doctor Boris Marchuk stayed in Moscow.",
    ]
    found = forms(gather(knowledge, texts))
    assert {"Rustam Khadzhiyev", "Rustam Hadziev", "Hadziev"} in found.values()
    assert {"Boris Marchuk"} in found.values()


def test_a_man_and_a_woman_and_two_brothers_stay_apart(knowledge: Knowledge) -> None:
    texts = ["Mayor Sergei Petrov spoke.", "Doctor Elena Petrova spoke.", "Deputy Pavel Petrov spoke.", "Petrov left."]
    found = forms(gather(knowledge, texts))
    assert {"Sergei Petrov"} in found.values()
    assert {"Elena Petrova"} in found.values()
    assert {"Pavel Petrov"} in found.values()
    assert {"Petrov"} in found.values()  # whose it is nobody can say


def test_an_unknown_spelling_joins_the_known_person(knowledge: Knowledge) -> None:
    cluster_ = next(
        item
        for item in gather(knowledge, ["Minister Mevlout Tsavousoglou arrived in Athens."], "el").clusters
        if item.kind is NameKind.PERSON
    )
    known = gather(
        knowledge, ["Minister Mevlout Tsavousoglou arrived in Athens.", "Mevlüt Çavuşoğlu spoke in Ankara."], "el"
    )
    assert cluster_.entity == ""
    assert {"Mevlout Tsavousoglou", "Mevlüt Çavuşoğlu"} <= forms(known)["Mevlüt Çavuşoğlu"]


def test_a_word_in_one_document_is_the_name_in_the_others(knowledge: Knowledge) -> None:
    texts = [
        "Thick, said that the talks with Russia go on in Ankara.",
        "İbrahim Kalın met reporters in Ankara.",
        "İbrahim Kalın flew to Moscow.",
    ]
    names = gather(knowledge, texts, "tr")
    (finding,) = [item for item in names.findings["0"] if item.rule == "names/literal"]
    assert (finding.text, finding.best, finding.level) == ("Thick", "Kalın", Level.SUGGEST)
    assert finding.evidence[0].detail == "2 other documents name İbrahim Kalın"
    assert "Thick" in forms(names)["İbrahim Kalın"]


def test_a_person_called_thick_stays_who_she_is(knowledge: Knowledge) -> None:
    texts = ["Margaret Thick won the case. Thick, said her lawyer, was glad.", "İbrahim Kalın met reporters in Ankara."]
    names = gather(knowledge, texts, "tr")
    assert "Thick" in forms(names)["Margaret Thick"]
    assert not any(item.best == "Kalın" for item in names.findings.get("0", ()))


def test_countries_and_their_people_are_linked_and_never_repaired(knowledge: Knowledge) -> None:
    names = gather(knowledge, ["The USA and the United States are one; american troops and U.S. planes left."])
    (country,) = [item for item in names.clusters if item.entity == "country-us"]
    relations = {variant.text: variant.relation for variant in country.variants}
    assert relations["american"] == "demonym"
    assert country.qid == "Q30"
    assert not names.findings


def test_a_politician_of_the_register_is_linked_by_name_and_country(knowledge: Knowledge) -> None:
    (one,) = [
        item for item in gather(knowledge, ["Mehmet Yaşar spoke in Turkey."]).clusters if item.kind.value == "PER"
    ]
    (two,) = [item for item in gather(knowledge, ["Mehmet Yaşar spoke in Peru."]).clusters if item.kind.value == "PER"]
    assert (one.qid, two.qid) == ("Q20472033", None)


def test_links_tell_each_mention_in_reading_order(knowledge: Knowledge) -> None:
    names = gather(knowledge, ["Khafter met Putin. Putin thanked Khalifa Haftar in Libya."])
    links = list(names.links())
    assert [link_.text for link_ in links] == ["Khafter", "Putin", "Putin", "Khalifa Haftar", "Libya"]
    assert [link_.cluster for link_ in links[:2]] == ["khalifa-haftar", "vladimir-putin"]


def test_evidence_counts_documents() -> None:
    mentions = [Mention(str(place), Span(0, 6), "Haftar", NameKind.PERSON, "khalifa-haftar") for place in range(37)]
    mentions += [
        Mention(str(place), Span(9, 16), "Khafter", NameKind.PERSON, "khalifa-haftar") for place in range(36, 40)
    ]
    (found,) = link(mentions, load_knowledge()).clusters
    said = {variant.text: variant.evidence for variant in found.variants}
    assert said["Khafter"].startswith("4 of 40 documents write it, 37 Haftar")
