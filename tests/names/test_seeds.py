"""The names of real articles: who is one with whom. Skipped where the articles are not at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from degarble.analyze import Analyzer
from degarble.link import Names, link
from degarble.schema import Document

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real articles are not part of the project")

TOGETHER = {
    "ibrahim-kalin": {"İbrahim Kalın", "Ibrahim Kalin", "Kalın", "Kalin", "Thick"},
    "khalifa-haftar": {"Khalifa Haftar", "Haftar", "Hafter", "Khafter", "Caliph Khafter"},
    "fayez-al-sarraj": {"Fayed al Serraj", "Fayez Al-Serraj"},
    "abdel-fattah-el-sisi": {"Abdelfatah al Sisi", "Al-Sisi"},
    "mevlut-cavusoglu": {"Mevlut Çavusoglu", "Çavusoglu"},
    "sergei-shoigu": {"Sergey Shoigú"},
    "sergei-lavrov": {"Lavrov", "Sergey Lavrov"},
    "recep-tayyip-erdogan": {"Erdogan", "Recep Tayyip Erdogan", "Recep Tayyip Erdoğan", "Erdogen"},
    "muammar-gaddafi": {"Muammar al-Gaddafi", "Qaddafi"},
    "hulusi-akar": {"Hulusi Akar"},
    "government-of-national-accord": {"GNA", "UMH", "National Reconciliation Government"},
    "us-africa-command": {"African Forces Command", "US African Forces Command", "Africom"},
    "libyan-national-army": {"Libyan National Army", "LNA"},
    "turkish-red-crescent": {"Turkish Red Crescent"},
}


@pytest.fixture(scope="module")
def names() -> Names:
    analyzer = Analyzer()
    analyses = [analyzer(Document(file.name, file.read_text(encoding="utf-8"))) for file in sorted(SEEDS.glob("*.txt"))]
    return link([mention for item in analyses for mention in item.mentions], analyzer.knowledge)


@pytest.mark.parametrize("entity", sorted(TOGETHER))
def test_forms_of_one_name_meet(names: Names, entity: str) -> None:
    (cluster,) = [item for item in names.clusters if item.entity == entity]
    assert TOGETHER[entity] <= {variant.text for variant in cluster.variants}


def test_nobody_is_in_two_clusters_and_no_two_in_one(names: Names) -> None:
    wanted = {form: entity for entity, forms in TOGETHER.items() for form in forms}
    for cluster in names.clusters:
        held = {wanted[variant.text] for variant in cluster.variants if variant.text in wanted}
        assert held <= {cluster.entity}, cluster.canonical
