"""The network: a pretrained encoder with heads for damage, word choice and who wrote a sentence."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from model.weights import Weights

CHOICE_SIZE = 128
POSITION_OFFSET = 2  # RoBERTa counts positions from its padding number
_NAMES = {
    "qkv.w": "self_attn.in_proj_weight",
    "qkv.b": "self_attn.in_proj_bias",
    "ao.w": "self_attn.out_proj.weight",
    "ao.b": "self_attn.out_proj.bias",
    "aln.w": "norm1.weight",
    "aln.b": "norm1.bias",
    "f1.w": "linear1.weight",
    "f1.b": "linear1.bias",
    "f2.w": "linear2.weight",
    "f2.b": "linear2.bias",
    "fln.w": "norm2.weight",
    "fln.b": "norm2.bias",
}


class Scores(NamedTuple):
    """What the network says of a batch of B texts of T pieces and of C candidate words; all are logits.

    `damage` [B, T]: the piece belongs to a damaged word; `keep` [B, T]: the word is the right one; `query`
    [B, T, CHOICE_SIZE]: dot product with a row of `candidates` [C, CHOICE_SIZE] is the logit of that word in its
    place; `machine` [B]: a machine wrote the text.
    """

    damage: Tensor
    keep: Tensor
    query: Tensor
    machine: Tensor
    candidates: Tensor


class Network(nn.Module):
    """Encoder (post-norm transformer over byte-level pieces) and heads; the piece embeddings stay as they are."""

    def __init__(self, weights: Weights, dropout: float = 0.1) -> None:
        super().__init__()
        sizes = weights.sizes
        width = int(sizes["hidden"])
        self.pieces = nn.Embedding(int(sizes["vocab"]), width)
        self.places = nn.Embedding(int(sizes["max_positions"]), width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        layer = nn.TransformerEncoderLayer(
            width, int(sizes["heads"]), int(sizes["intermediate"]), dropout, "gelu", 1e-12, batch_first=True
        )
        self.encoder = nn.TransformerEncoder(layer, int(sizes["layers"]), enable_nested_tensor=False)
        self.damage = nn.Linear(width, 1)
        self.keep = nn.Linear(width, 1)
        self.machine = nn.Linear(width, 1)
        self.query = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, CHOICE_SIZE))
        self.candidate = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, CHOICE_SIZE))
        self._load(weights)

    def _load(self, weights: Weights) -> None:
        tensors = weights.tensors
        state = {
            "pieces.weight": tensors["word_emb"],
            "places.weight": tensors["pos_emb"] + tensors["type_emb"][0],
            "norm.weight": tensors["emb_ln.w"],
            "norm.bias": tensors["emb_ln.b"],
        }
        for layer in range(int(weights.sizes["layers"])):
            for short, name in _NAMES.items():
                state[f"encoder.layers.{layer}.{name}"] = tensors[f"l{layer}.{short}"]
        missing, unexpected = self.load_state_dict(state, strict=False)
        heads = ("damage.", "keep.", "machine.", "query.", "candidate.")
        if unexpected or any(not name.startswith(heads) for name in missing):
            raise ValueError(f"weights do not fit: missing {missing}, unexpected {unexpected}")
        self.pieces.weight.requires_grad_(False)

    def forward(self, pieces: Tensor, mask: Tensor, candidates: Tensor, candidate_mask: Tensor) -> Scores:
        """Return the scores of `pieces` [B, T] and `candidates` [C, L] (piece numbers; masks: 1 where there is one)."""
        places = torch.arange(pieces.shape[1], device=pieces.device) + POSITION_OFFSET
        states = self.drop(self.norm(self.pieces(pieces) + self.places(places)))
        bias = (1.0 - mask.float())[:, None, None, :] * -1e4
        for layer in self.encoder.layers:
            states = self._run(layer, states, bias)
        weights = mask.float()[:, :, None]
        mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1)
        share = candidate_mask.float()[:, :, None]
        words = (self.pieces(candidates) * share).sum(1) / share.sum(1).clamp(min=1)
        return Scores(
            self.damage(states).squeeze(-1),
            self.keep(states).squeeze(-1),
            self.query(states),
            self.machine(mean).squeeze(-1),
            self.candidate(words),
        )

    def _run(self, layer: nn.TransformerEncoderLayer, states: Tensor, bias: Tensor) -> Tensor:
        """Run one layer; written out so that training and the exported graph are one and the same code."""
        batch, length, width = states.shape
        attention = layer.self_attn
        mixed = nn.functional.linear(states, attention.in_proj_weight, attention.in_proj_bias)
        query, key, value = mixed.view(batch, length, 3, attention.num_heads, -1).permute(2, 0, 3, 1, 4)
        seen = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=bias.to(query.dtype))
        seen = attention.out_proj(seen.transpose(1, 2).reshape(batch, length, width))
        states = layer.norm1(states + self.drop(seen))
        inner = layer.linear2(self.drop(nn.functional.gelu(layer.linear1(states))))
        return layer.norm2(states + self.drop(inner))
