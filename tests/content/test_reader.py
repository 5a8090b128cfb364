"""Does the reader give plain values, exact places, and a located refusal of everything else?"""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from game.content import reader
from game.content.document import Plain, Spot
from game.content.reader import MAX_BYTES, read


def codes(text: str | bytes) -> list[str]:
    raw = text.encode() if isinstance(text, str) else text
    return [problem.code for problem in read(raw, "x.yaml").problems]


@pytest.fixture(params=["c", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers: libyaml's, and the one in Python that stands in when it is missing."""
    if request.param == "python":
        monkeypatch.setattr(reader, "_LOADER", yaml.SafeLoader)
    return str(request.param)


def test_values_are_plain(parser: str) -> None:
    text = """
- id: night
  sum: 1_000_000
  big: 1e9
  share: -0.25
  yes_or_no: true
  quarter: 2022Q4
  zeros: 007
  country: no
  quoted: "12"
  folded: >
    One line
    and another.
  tags: [a, "b"]
"""
    document = read(text.encode(), "x.yaml")
    assert document.problems == []
    assert document.value == [
        {
            "id": "night",
            "sum": 1_000_000,
            "big": 1e9,
            "share": -0.25,
            "yes_or_no": True,
            "quarter": "2022Q4",
            "zeros": "007",
            "country": "no",
            "quoted": "12",
            "folded": "One line and another.\n",
            "tags": ["a", "b"],
        }
    ]
    assert type(document.value[0]["sum"]) is int
    assert type(document.value[0]["id"]) is Plain
    assert type(document.value[0]["quoted"]) is str


def test_every_key_and_value_has_its_place(parser: str) -> None:
    document = read(b'- id: night\n  title: {en: "A", fr: "B"}\n', "x.yaml")
    assert document.keys[0, "title", "fr"] == Spot(2, 20)
    assert document.values[0, "title", "fr"] == Spot(2, 24, plain=False)
    assert document.values[0, "id"] == Spot(1, 7, plain=True)
    assert document.values[0, "title"] == Spot(2, 10)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"a: \xff", "E101"),
        (b"# " + b"x" * MAX_BYTES, "E102"),
        ("a: \x07", "E103"),
        ("a: '\u202e'", "E103"),
        ('a: "\\u202e"', "E103"),
        ('"\\e": 1', "E103"),
        ("a:\n\tb: 1", "E104"),
        ("a: b: c", "E104"),
        ("a: [b", "E104"),
        ("a: @b", "E104"),
        ("a: &x 1", "E105"),
        ("a: *x", "E105"),
        ("a: !!python/object:os.system x", "E106"),
        ("a: !x {b: 1}", "E106"),
        ("a: {<<: {b: 1}}", "E107"),
        ("{a: 1, a: 2}", "E108"),
        ("[" * 33 + "]" * 33, "E109"),
        ("a:", "E110"),
        ("a: null", "E110"),
        ("", "E112"),
        ("a: 1\n---\nb: 2", "E112"),
        ("{[a]: 1}", "E114"),
        ("? {a: 1}\n: 2", "E114"),
        ("a: 1e999", "E115"),
        ("a: " + "9" * 5000, "E115"),
        ("a: 1000000000000000001", "E115"),
    ],
)
def test_refusals(parser: str, text: str | bytes, code: str) -> None:
    assert code in codes(text)


def test_a_windows_file_reads_like_any_other() -> None:
    document = read("\ufeffa: 1\r\nb: >\r\n  two\r\n  lines\r\n".encode(), "x.yaml")
    assert document.problems == []
    assert document.value == {"a": 1, "b": "two lines\n"}


def test_bombs_are_small_when_they_are_refused() -> None:
    laughs = "a: &a [x]\n" + "".join(f"{chr(98 + i)}: [*a, *a, *a]\n" for i in range(20))
    assert set(codes(laughs)) == {"E105"}
    assert codes("[" * 200_000) == ["E109"]
    assert codes("a: " + "{b: " * 200_000) == ["E109"]


@given(st.binary(max_size=200))
def test_no_bytes_raise(raw: bytes) -> None:
    read(raw, "x.yaml")


@given(st.text(alphabet="ab:-#{}[]\"'&*!|> \n,1~<\\", max_size=60))
def test_no_text_raises_and_what_is_read_is_plain(text: str) -> None:
    document = read(text.encode(), "x.yaml")
    if not document.problems:
        assert _is_plain(document.value)


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(type(key) is str or type(key) is Plain for key in value) and all(
            _is_plain(each) for each in value.values()
        )
    if isinstance(value, list):
        return all(_is_plain(each) for each in value)
    return isinstance(value, str | int | float | bool)
