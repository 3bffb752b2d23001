"""Where a finding stands in the queue: the how-manieth it is of those that fit a filter."""

from __future__ import annotations

from degarble.review.deciding import Position
from degarble.review.log import Value
from degarble.review.queue import KEYS, Filter, Order
from degarble.review.store import Store


def find_rank(store: Store, shown: Filter, order: Order, position: Position) -> tuple[int, int]:
    """Return the place of a finding among those that fit, from 1, and how many fit."""
    where, values = shown.write()
    before, more = _write_before(store, order, position)
    query = f"select count(*), coalesce(sum({before}), 0) from findings f where {where}"
    fitting, ahead = store.link.execute(query, [*more, *values]).fetchone()
    return min(ahead + 1, fitting), fitting


def _write_before(store: Store, order: Order, position: Position) -> tuple[str, list[Value]]:
    """Return the condition that findings before one meet: a key is less, and all keys before it are the same."""
    keys = KEYS[order]
    columns = ", ".join(f"f.{column}" for column, _ in keys)
    row = store.link.execute(f"select {columns} from findings f where document = ? and number = ?", position).fetchone()
    if row is None:
        return "0", []
    parts, values = [], list[Value]()
    for depth, (column, falls) in enumerate(keys):
        same = [f"f.{name} = ?" for name, _ in keys[:depth]]
        parts.append(" and ".join([*same, f"f.{column} {'>' if falls else '<'} ?"]))
        values += row[: depth + 1]
    return " or ".join(f"({part})" for part in parts), values
