"""Network -> one int8 ONNX file that needs no torch."""

from __future__ import annotations

import lzma
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from model.network import Network
from model.outliers import APART, split_outliers
from model.weights import open_tokenizer

INPUTS = ("pieces", "mask", "candidates", "candidate_mask")
OUTPUTS = ("damage", "keep", "query", "machine", "candidate_vectors")


def export_network(network: Network, path: Path, texts: Sequence[str], tokenizer: Tokenizer) -> None:
    """Write a network as int8 ONNX: weights and piece embeddings by channel, activations as they come.

    Channels that are outliers over `texts`, and the heads of single numbers, stay float.
    """
    network.eval()
    split_outliers(network, texts, tokenizer)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float.onnx"
        _export_float(network, whole)
        quantize_dynamic(
            whole,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            reduce_range=True,  # 8 bits overflow on processors without VNNI
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
            nodes_to_exclude=list(_list_small(whole)),
        )


def _list_small(path: Path) -> Iterator[str]:
    """Yield the products with few inputs or a single output: they cost nothing, and int8 would cost them most."""
    graph = onnx.load(path).graph
    shapes = {item.name: list(item.dims) for item in graph.initializer}
    for node in graph.node:
        shape = shapes.get(node.input[1]) if node.op_type in ("MatMul", "Gemm") else None
        if shape and min(shape) <= APART:
            yield node.name


def _export_float(network: Network, path: Path) -> None:
    batch, length = torch.export.Dim("batch"), torch.export.Dim("length", max=512)
    words, size = torch.export.Dim("words"), torch.export.Dim("size")
    pieces = torch.randint(5, 999, (3, 17))
    candidates = torch.randint(5, 999, (4, 3))
    torch.onnx.export(
        network,
        (pieces, torch.ones(3, 17), candidates, torch.ones(4, 3)),
        path,
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_shapes=({0: batch, 1: length}, {0: batch, 1: length}, {0: words, 1: size}, {0: words, 1: size}),
        dynamo=True,
        external_data=False,
    )


def pack_tokenizer(source: Path, target: Path) -> None:
    """Write a tokenizer without padding and truncation, compressed."""
    tokenizer = open_tokenizer(source.read_text(encoding="utf-8"))
    target.write_bytes(lzma.compress(tokenizer.to_str().encode(), preset=9 | lzma.PRESET_EXTREME))
