"""Channels whose values dwarf all others, kept apart: int8 would spend its range on them and lose the rest.

The decomposition is that of LLM.int8 (Dettmers et al. 2022): y = int8(x without the outliers) W + (the outliers) W'.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from model.network import Network

APART = 8  # channels of each layer's inner products that stay float
MOST_PIECES = 128


class SplitLinear(nn.Module):
    """A linear layer as two: all channels but a few, and the few."""

    def __init__(self, linear: nn.Linear, apart: Tensor) -> None:
        super().__init__()
        rest = torch.ones(linear.in_features)
        rest[apart] = 0.0
        self.register_buffer("apart", apart)
        self.register_buffer("rest", rest)
        self.many = linear
        self.few = nn.Parameter(linear.weight.detach()[:, apart].T.clone())

    def forward(self, states: Tensor) -> Tensor:
        """Return what the layer as it was returns."""
        return self.many(states * self.rest) + torch.index_select(states, -1, self.apart) @ self.few


def split_outliers(network: Network, texts: Sequence[str], tokenizer: Tokenizer) -> None:
    """Replace the inner layers of a network by split ones, in place; the channels are those highest over `texts`."""
    layers = [(block, name) for block in network.encoder.layers for name in ("linear1", "linear2")]
    highest = [torch.zeros(getattr(block, name).in_features) for block, name in layers]
    hooks = [
        getattr(block, name).register_forward_pre_hook(partial(_note, high))
        for (block, name), high in zip(layers, highest, strict=True)
    ]
    with torch.inference_mode():
        for text in texts:
            pieces = torch.tensor([tokenizer.encode(text).ids[:MOST_PIECES]])
            ones = torch.ones(pieces.shape)
            network(pieces, ones, pieces[:, :1], ones[:, :1])
    for hook in hooks:
        hook.remove()
    for (block, name), high in zip(layers, highest, strict=True):
        apart = high.topk(min(APART, len(high))).indices.sort().values
        setattr(block, name, SplitLinear(getattr(block, name), apart))


def _note(highest: Tensor, module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
    torch.maximum(highest, inputs[0].abs().amax((0, 1)), out=highest)
