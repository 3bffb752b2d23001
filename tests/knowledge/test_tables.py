from pathlib import Path

import pytest

from degarble.errors import KnowledgeError
from degarble.knowledge import load_knowledge
from degarble.knowledge.entries import LEXICON, read_lexicon
from degarble.knowledge.tables import find_disorder


def write(folder: Path, *rows: str) -> Path:
    file = folder / "xx.tsv"
    file.write_text("\n".join(["\t".join(LEXICON), *rows]) + "\n", encoding="utf-8")
    return file


def row(wrong="born dead", right="stillborn", context="", kind="calque", severity="minor", level="suggest"):
    return "\t".join((wrong, right, "quelle", context, kind, severity, level, "It was born dead.", "It was born."))


def test_single_word_without_context_is_refused(tmp_path):
    with pytest.raises(KnowledgeError, match=r"line 2: the single word 'tour' has no context"):
        list(read_lexicon(write(tmp_path, row(wrong="tour", right="round"))))


def test_single_word_with_context_or_as_hint_is_read(tmp_path):
    rows = [row(wrong="tour", context="near:vote"), row(wrong="voyage", level="hint")]
    assert [entry.wrong for entry in read_lexicon(write(tmp_path, *rows))] == ["tour", "voyage"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"kind": "nonsense"}, "kind is 'nonsense'"),
        ({"severity": "huge"}, "severity is 'huge'"),
        ({"context": "nearby:x"}, "unknown condition"),
        ({"context": "near:"}, "names no words"),
        ({"context": "near:@planet"}, "unknown class '@planet'"),
        ({"wrong": "{is|are} dead", "right": "{a|b|c} dead"}, "do not match"),
    ],
)
def test_broken_rows_are_named_with_their_line(tmp_path, change, problem):
    with pytest.raises(KnowledgeError, match="line 2") as caught:
        list(read_lexicon(write(tmp_path, row(**change))))
    assert problem in str(caught.value)


def test_groups_of_phrase_and_repair_are_chosen_together(tmp_path):
    file = write(tmp_path, row(wrong="{is|are} born dead", right="{is|are} stillborn ; fails"))
    (entry,) = read_lexicon(file)
    assert entry.repair("is born dead") == ("is stillborn", "fails")
    assert entry.repair("Are born dead") == ("are stillborn", "fails")


def test_disorder_and_doubles_are_found(tmp_path):
    file = tmp_path / "t.tsv"
    file.write_text("head\nb\na\na\n", encoding="utf-8")
    assert [problem.split(": ")[1] for problem in find_disorder(file)] == ["not in order", "doubled"]


def test_wrong_columns_are_refused(tmp_path):
    (tmp_path / "acronyms.tsv").write_text("acronym\tlang\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"acronyms.tsv, line 1"):
        load_knowledge([tmp_path])


def test_missing_pack_is_refused(tmp_path):
    with pytest.raises(KnowledgeError, match="is not a folder"):
        load_knowledge([tmp_path / "none"])


def test_pack_adds_entries_and_changes_the_hash(tmp_path):
    (tmp_path / "lexicons").mkdir()
    write(tmp_path / "lexicons", row())
    ours, theirs = load_knowledge(), load_knowledge([tmp_path])
    assert len(theirs.lexicon) == len(ours.lexicon) + 1
    assert theirs.hash != ours.hash


RULE = """
[[rule]]
id = "one"
kind = "grammar"
message = "m"
why = "w"
pattern = "{pattern}"
{more}
wrong = [["a", "b"]]
fine = ["c"]
"""


@pytest.mark.parametrize(
    ("pattern", "more", "problem"),
    [
        ("(", "", "unterminated subpattern|missing"),
        ("{{nolist}}", "", "unknown word list 'nolist'"),
        ("a", 'matcher = "m"', "give one of pattern, matcher and detector"),
        ("a", "nonsense = 1", "unknown field"),
    ],
)
def test_broken_rules_are_refused(tmp_path, pattern, more, problem):
    folder = tmp_path / "rules" / "en"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(RULE.replace("{pattern}", pattern).replace("{more}", more), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=problem):
        load_knowledge([tmp_path])
