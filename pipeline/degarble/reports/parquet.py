"""Rows on names as a Parquet file: typed columns for programs that analyse them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from degarble.errors import MissingExtra
from degarble.reports.names_table import NameRow

_UNKNOWN = ("entity", "qid")


def encode_rows(rows: Sequence[NameRow]) -> bytes:
    """Return a Parquet file: `documents` is a list, `count` and `score` are numbers, what is unknown is null.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("A Parquet file", "parquet") from error
    text = pyarrow.string()
    types = {"count": pyarrow.int64(), "score": pyarrow.float64(), "documents": pyarrow.list_(text)}
    schema = pyarrow.schema(
        [pyarrow.field(name, types.get(name, text), nullable=name in _UNKNOWN) for name in NameRow.__struct_fields__]
    )
    table = pyarrow.Table.from_pylist([msgspec.structs.asdict(row) for row in rows], schema=schema)
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink, compression="zstd")
    data: bytes = sink.getvalue().to_pybytes()
    return data
