"""The making of the embedded model, in small: every step runs and its result can be opened."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "make_model.py"

pytest.importorskip("torch", reason="the extra train is not installed")
pytest.importorskip("onnxscript", reason="the extra train is not installed")
pytest.importorskip("sklearn", reason="the extra train is not installed")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    work = tmp_path_factory.mktemp("model")
    run = subprocess.run([sys.executable, SCRIPT, "quick", work], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr[-3000:]
    return work


@pytest.mark.timeout(600)
def test_the_manifest_names_what_went_in_and_came_out(made):
    manifest = json.loads((made / "manifest.json").read_text())
    assert set(manifest) >= {"build", "evaluate"}
    assert manifest["build"]["settings"]["seed"] == 1
    assert all(len(digest) == 64 for step in manifest.values() for digest in step["outputs"].values())


def test_the_figures_are_better_than_chance(made):
    figures = json.loads((made / "figures.json").read_text())
    assert figures["word auc"] > 0.6


def test_the_model_made_scores_a_sentence(made):
    import lzma

    import onnxruntime
    from tokenizers import Tokenizer

    from degarble.models.catalog import Entry
    from degarble.models.embedded import EmbeddedModel

    session = onnxruntime.InferenceSession(str(made / "model.onnx"))
    tokenizer = Tokenizer.from_str(lzma.decompress((made / "tokenizer.json.xz").read_bytes()).decode())
    model = EmbeddedModel(Entry("", "", "", "", ""), session, tokenizer)
    (scores,) = model.score(["The minister castle the ruling."])
    assert [word[:2] for word in scores.words] == [(0, 3), (4, 12), (13, 19), (20, 23), (24, 30)]


def test_the_package_computes_what_was_trained(made):
    import random

    import torch

    sys.path.insert(0, str(SCRIPT.parent))
    from degarble.models.company import Company, read_company
    from model.company import CompanyNetwork, CompanyRecipe, Place, number_places
    from model.quick import make_quick_vectors

    words, table = make_quick_vectors(1)
    tables = {"vectors": table, "steps": table[:, 0] ** 0, "weights": table[:, 0] ** 2}
    torch.manual_seed(3)
    network = CompanyNetwork(tables, CompanyRecipe(hidden=8)).eval()
    for parameter in network.parameters():
        parameter.data += 0.1 * torch.randn_like(parameter)
    company = Company(words[1:], network.list_tables())
    place = Place("The court rejected an", "on Monday, officials said.", "agreement", ("goal", "ruling"))
    rows = number_places(company, [place], random.Random(1))
    expected = network(rows)[0, :3].tolist()
    score, suits = company.rate(place.before, place.right, place.after, place.wrong)
    assert [score, *(score + suit.suiting for suit in suits)] == pytest.approx(expected, abs=1e-4)
    assert read_company(made / "company.npz").rate("The court rejected", "goal", "", ["ruling"])[0] != 0.0


def test_channels_kept_apart_change_nothing():
    import torch

    sys.path.insert(0, str(SCRIPT.parent))
    from model.outliers import SplitLinear

    linear = torch.nn.Linear(12, 5)
    states = torch.randn(2, 3, 12) * torch.tensor([1.0] * 10 + [200.0, 90.0])
    split = SplitLinear(linear, torch.tensor([10, 11]))
    assert torch.allclose(split(states), linear(states), atol=1e-3)
    assert torch.equal(split.few, linear.weight[:, 10:].T)
