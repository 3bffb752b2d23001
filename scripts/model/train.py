"""Training: examples -> batches of pieces with labels -> weights."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from model.example import UNKNOWN, Choice, Example, trim_places
from model.network import CHOICE_SIZE, Network, Scores

MOST_PIECES = 128
PAD = 1


@dataclass(frozen=True)
class Recipe:
    """How to train: `pieces` is the size of a batch, rates are those of AdamW at their height."""

    epochs: int = 1
    pieces: int = 2048
    rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    decay: float = 0.01
    dropout: float = 0.05
    machine_share: float = 0.2
    choice_share: float = 0.6
    keep_share: float = 0.3
    retrieve_share: float = 0.3
    seed: int = 1
    seconds: float = math.inf


@dataclass(frozen=True)
class Item:
    """An example as numbers: a target and a weight for each piece, and its choices by first piece."""

    pieces: list[int]
    targets: list[float]
    weights: list[float]
    author: int
    choices: list[tuple[int, Choice]]


def number_example(example: Example, tokenizer: Tokenizer) -> Item:
    """Return an example as numbers; what lies beyond MOST_PIECES is left out."""
    encoded = tokenizer.encode(example.text)
    pieces, offsets = encoded.ids[:MOST_PIECES], encoded.offsets[:MOST_PIECES]
    places = trim_places(example.text, offsets)
    targets = [max((p for a, b, p in example.spans if start < b and a < end), default=0.0) for start, end in places]
    counts = _count_word_pieces(encoded.word_ids[:MOST_PIECES])
    weights = [
        example.weight / count if end > start else 0.0 for (start, end), count in zip(places, counts, strict=True)
    ]
    first = {start: place for place, (start, end) in reversed(list(enumerate(places))) if end > start}
    choices = [(first[choice.start], choice) for choice in example.choices if choice.start in first]
    return Item(pieces, targets, weights, example.author, choices)


def _count_word_pieces(words: Sequence[int | None]) -> list[int]:
    sizes: dict[int | None, int] = {}
    for word in words:
        sizes[word] = sizes.get(word, 0) + 1
    return [sizes[word] for word in words]


class Batch:
    """Items padded to one length, with every candidate of their choices once."""

    def __init__(self, items: Sequence[Item], number_word: Callable[[str], list[int]]) -> None:
        length = max(len(item.pieces) for item in items)
        self.pieces = torch.tensor([item.pieces + [PAD] * (length - len(item.pieces)) for item in items])
        self.mask = (torch.arange(length)[None] < torch.tensor([len(item.pieces) for item in items])[:, None]).float()
        self.targets = torch.tensor([item.targets + [0.0] * (length - len(item.pieces)) for item in items])
        self.weights = torch.tensor([item.weights + [0.0] * (length - len(item.pieces)) for item in items])
        self.authors = torch.tensor([item.author for item in items])
        places = [(row, place, choice) for row, item in enumerate(items) for place, choice in item.choices]
        words = sorted({word for _, _, choice in places for word in choice.options}) or ["the"]
        numbers = [number_word(word) for word in words]
        most = max(map(len, numbers))
        self.candidates = torch.tensor([ids + [PAD] * (most - len(ids)) for ids in numbers])
        self.candidate_mask = (torch.arange(most)[None] < torch.tensor(list(map(len, numbers)))[:, None]).float()
        index = {word: place for place, word in enumerate(words)}
        self.rows = torch.tensor([row for row, _, _ in places], dtype=torch.long)
        self.columns = torch.tensor([place for _, place, _ in places], dtype=torch.long)
        self.offered = torch.full((len(places), len(words)), -1e4)
        for number, (_, _, choice) in enumerate(places):
            self.offered[number, [index[word] for word in choice.options]] = 0.0
        self.answers = torch.tensor(
            [0 if choice.answer < 0 else 1 + index[choice.options[choice.answer]] for _, _, choice in places],
            dtype=torch.long,
        )


def cut_batches(items: Sequence[Item], pieces: int, rng: random.Random) -> Iterator[list[Item]]:
    """Yield batches of about `pieces` pieces, of items of like length, in random order."""
    order = sorted(items, key=lambda item: (len(item.pieces), rng.random()))
    batches: list[list[Item]] = [[]]
    for item in order:
        if batches[-1] and len(item.pieces) * (len(batches[-1]) + 1) > pieces:
            batches.append([])
        batches[-1].append(item)
    rng.shuffle(batches)
    yield from batches


def measure_loss(scores: Scores, batch: Batch, recipe: Recipe) -> dict[str, Tensor]:
    """Return the parts of the loss: damage of words, author, choice, whether a word stays, finding the right one."""
    binary = nn.functional.binary_cross_entropy_with_logits
    damage = binary(scores.damage.float(), batch.targets, batch.weights, reduction="sum") / batch.weights.sum().clamp(
        min=1
    )
    known = batch.authors != UNKNOWN
    parts = {"damage": damage}
    if known.any():
        parts["machine"] = recipe.machine_share * binary(scores.machine[known].float(), batch.authors[known].float())
    if len(batch.rows):
        keep = scores.keep[batch.rows, batch.columns].float()
        query = scores.query[batch.rows, batch.columns].float()
        offers = query @ scores.candidates.float().T / CHOICE_SIZE**0.5 + batch.offered
        logits = torch.cat((keep[:, None], offers), 1)
        parts["choice"] = recipe.choice_share * nn.functional.cross_entropy(logits, batch.answers)
        parts["keep"] = recipe.keep_share * binary(keep, (batch.answers == 0).float())
        parts["retrieve"] = recipe.retrieve_share * _measure_retrieval(offers - batch.offered, batch.answers)
    return parts


def _measure_retrieval(logits: Tensor, answers: Tensor) -> Tensor:
    """Return the loss of finding the right word of each changed place among all words of the batch."""
    changed = answers > 0
    if not changed.any():
        return logits.sum() * 0.0
    return nn.functional.cross_entropy(logits[changed], answers[changed] - 1)


def make_number_word(tokenizer: Tokenizer) -> Callable[[str], list[int]]:
    """Return a function from a word in running text to its pieces, kept for the next time."""
    known: dict[str, list[int]] = {}

    def number_word(word: str) -> list[int]:
        if word not in known:
            known[word] = tokenizer.encode(f" {word}", add_special_tokens=False).ids
        return known[word]

    return number_word


def train(
    network: Network, items: Sequence[Item], tokenizer: Tokenizer, recipe: Recipe, report: Callable[[str], None] = print
) -> None:
    """Train a network in place; linear warm-up and decay; stops where the schedule ends or the time is out."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    batches = [batch for _ in range(recipe.epochs) for batch in cut_batches(items, recipe.pieces, rng)]
    optimizer = _make_optimizer(network, recipe)
    number_word = make_number_word(tokenizer)
    started, seen, sums = time.monotonic(), 0, dict.fromkeys(("damage", "machine", "choice", "keep", "retrieve"), 0.0)
    network.train()
    for step, chosen in enumerate(batches):
        done = max(step / len(batches), (time.monotonic() - started) / recipe.seconds)
        if done >= 1:
            break
        _set_rate(optimizer, recipe, done)
        batch = Batch(chosen, number_word)
        with torch.autocast("cpu", torch.bfloat16):
            scores = network(batch.pieces, batch.mask, batch.candidates, batch.candidate_mask)
        parts = measure_loss(scores, batch, recipe)
        torch.stack(list(parts.values())).sum().backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen += int(batch.mask.sum())
        for name, part in parts.items():
            sums[name] = 0.98 * sums[name] + 0.02 * part.item()
        if step % 50 == 49:
            pace = seen / (time.monotonic() - started)
            losses = " ".join(f"{name} {value / (1 - 0.98 ** (step + 1)):.3f}" for name, value in sums.items())
            report(f"step {step + 1}/{len(batches)} {done:.0%} {pace:.0f} pieces/s {losses}")
    network.eval()


def average(first: Mapping[str, Tensor], second: Mapping[str, Tensor], share: float) -> dict[str, Tensor]:
    """Return the weights between two networks, of which one was trained on from the other (Wortsman et al. 2022)."""
    return {name: torch.lerp(weight, second[name], share) for name, weight in first.items()}


def _make_optimizer(network: Network, recipe: Recipe) -> torch.optim.Optimizer:
    heads = ("damage.", "keep.", "machine.", "query.", "candidate.")
    groups: dict[bool, list[nn.Parameter]] = {True: [], False: []}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            groups[name.startswith(heads)].append(parameter)
    rates = {True: recipe.head_rate, False: recipe.rate}
    return torch.optim.AdamW(
        [{"params": groups[key], "lr": rates[key], "initial_lr": rates[key]} for key in (True, False)],
        weight_decay=recipe.decay,
    )


def _set_rate(optimizer: torch.optim.Optimizer, recipe: Recipe, done: float) -> None:
    share = done / recipe.warmup if done < recipe.warmup else (1 - done) / (1 - recipe.warmup)
    for group in optimizer.param_groups:
        group["lr"] = group["initial_lr"] * max(share, 0.01)
