"""Finding files: suffixes, ignore files, hidden folders, links, ids."""

import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from degarble.errors import InputError
from degarble.formats import Limits, ReadOptions, find_files, read_bytes, read_source


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The bridge was closed.", encoding="utf-8")


def ids(*inputs: Path, **how: object) -> list[str]:
    return [file.id for file in find_files(inputs, **how)]  # type: ignore[arg-type]


def test_known_suffixes_in_order_without_hidden_folders(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a.HTML", "c.png", "sub/d.jsonl.gz", "sub/e.gz", "sub/f.tsv", ".git/g.txt", "sub/.h/i.md")
    assert ids(tmp_path) == ["a.HTML", "b.txt", "sub/d.jsonl.gz", "sub/f.tsv"]


def test_ignore_files_work_as_in_git(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "drafts/b.txt", "sub/c.txt", "sub/drafts/d.txt", "sub/keep.txt", "sub/e.txt")
    (tmp_path / ".degarbleignore").write_text("# not these\ndrafts/\n/sub/*.txt\n!/sub/keep.txt\n", encoding="utf-8")
    (tmp_path / "sub" / ".degarbleignore").write_text("!e.txt\n", encoding="utf-8")
    assert ids(tmp_path) == ["a.txt", "sub/e.txt", "sub/keep.txt"]


def test_further_patterns_and_skipped_folders(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.md", "out/c.txt")
    assert ids(tmp_path, ignore=["*.md"], skip=[tmp_path / "out"]) == ["a.txt"]


def test_link_loops_end(tmp_path: Path) -> None:
    make(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to("self.txt")
    assert ids(tmp_path) == ["self.txt", "sub/a.txt"]
    with pytest.raises(InputError, match=r"self\.txt"):
        read_source(next(find_files([tmp_path])))


def test_several_inputs_share_a_root_and_come_once(tmp_path: Path) -> None:
    make(tmp_path, "x/a.txt", "y/a.txt", "y/notes.log")
    assert ids(tmp_path / "x", tmp_path / "y", tmp_path / "x" / "a.txt") == ["x/a.txt", "y/a.txt"]
    assert ids(tmp_path / "y" / "notes.log") == ["notes.log"]


def test_a_missing_input_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        find_files([tmp_path / "nothing"])


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b'{"text": "The bridge was closed."}\n')))
    source = read_source(next(find_files(["-"])))
    assert (source.format, [document.id for document in source.documents]) == ("jsonl", ["stdin#1"])


def test_a_file_that_vanishes_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    files = list(find_files([tmp_path]))
    (tmp_path / "a.txt").unlink()
    with pytest.raises(InputError, match=r"a\.txt: the file is not there any more"):
        read_source(files[0])


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(InputError, match="not a regular file"):
        read_source(tmp_path / "a.txt")


def test_limits(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    with pytest.raises(InputError, match="limit of 10 bytes"):
        read_source(tmp_path / "a.txt", ReadOptions(limits=Limits(max_file_bytes=10)))
    with pytest.raises(InputError, match="line 2: longer than the limit of 9 characters"):
        read_bytes(b"Short.\nMuch longer.\n", "a.txt", ReadOptions(limits=Limits(max_line_chars=9)))
