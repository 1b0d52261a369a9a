"""Drawings: the forms that are accepted, and the arrays that are returned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import sketchstudio as studio
from sketchstudio._drawings import items

SQUARE = [[[0, 0], [10, 0], [10, 10]], [[3, 4], [5, 6], [7, 8], [9, 9]]]
SQUARE_PAIRS = [[[0, 10, 10], [0, 0, 10]], [[3, 5, 7, 9], [4, 6, 8, 9]]]
ROWS = [[10, 0, 0], [0, 10, 1], [-7, -6, 0], [2, 2, 0], [2, 2, 0], [2, 1, 1]]


def lists(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value


@pytest.mark.parametrize("value", [SQUARE, SQUARE_PAIRS, ROWS, {"drawing": SQUARE_PAIRS, "input_format": "quickdraw"}])
def test_each_form_gives_the_same_arrays(value: Any) -> None:
    drawing = studio.Drawing(value, word="square")
    assert [lists(stroke) for stroke in drawing.strokes] == SQUARE
    assert lists(drawing.stroke3) == ROWS
    assert lists(drawing.stroke5)[-2:] == [[2, 1, 0, 1, 0], [0, 0, 0, 0, 1]]
    assert len(drawing) == 7
    assert repr(drawing) == "Drawing('square', 2 strokes, 7 points)"


def test_stroke_5_ends_at_its_end_row() -> None:
    rows = [[10, 0, 1, 0, 0], [0, 10, 0, 1, 0], [0, 0, 0, 0, 1], [5, 5, 1, 0, 0]]
    assert [lists(stroke) for stroke in studio.Drawing(rows).strokes] == [[[0, 0], [10, 0], [10, 10]]]


def test_a_first_stroke_of_one_point_stays_a_stroke() -> None:
    drawing = studio.Drawing([[[5, 7]], [[10, 0], [20, 5], [1, 1]]])
    again = studio.Drawing(lists(drawing.stroke3))
    assert [len(stroke) for stroke in again.strokes] == [2, 3]


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (ROWS, 1),
        ([ROWS, ROWS], 2),
        (SQUARE, 1),
        ([SQUARE, SQUARE], 2),
        ([SQUARE, ROWS, {"drawing": SQUARE_PAIRS}, studio.Drawing(ROWS)], 4),
        (studio.Drawings([ROWS, SQUARE]), 2),
        ((value for value in [ROWS, SQUARE]), 2),
        ("cats.ndjson#7", 1),
        (["a.json", Path("b.json"), ROWS], 3),
        ([], 0),
    ],
)
def test_one_drawing_and_several_are_told_apart(value: Any, count: int) -> None:
    assert len(items(value)) == count


def test_arrays_of_numpy() -> None:
    numpy = pytest.importorskip("numpy")
    rows = numpy.array(ROWS, dtype=numpy.int16)
    assert len(items(rows)) == 1
    assert len(items([rows, rows[:3]])) == 2
    assert len(items(numpy.stack([rows, rows]))) == 2
    assert len(items([numpy.array(stroke) for stroke in SQUARE])) == 1
    assert studio.Drawing(rows).strokes[0].dtype == numpy.float32
    with pytest.raises(ValueError, match=r"shape \[2, 2, 2\]"):
        items(numpy.zeros((2, 2, 2)))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([[[0, 10], [0, 20]]], "2 by 2 numbers"),
        ([[1, 2], [3, 4]], "rows have 3 or 5 numbers, not 2"),
        ([[1, 2, 3], [3, 4]], "rows have 3 or 5 numbers, not 2, 3"),
        ({"word": "cat"}, "needs 'drawing'"),
        ([[[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]]], r"Make each drawing with Drawing"),
        ([[[0, 1, 2], [0, 1, 2]], [[1, 2], [2, 3], [3, 4]]], "strokes are lists of points"),
    ],
)
def test_a_value_with_no_reading_or_two_is_refused(value: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        items(value)


@pytest.mark.parametrize("value", [3.5, [1.5, 2, 3]])
def test_something_else_is_a_type_error(value: Any) -> None:
    with pytest.raises(TypeError, match="not float"):
        items(value)


def test_a_sequence_of_drawings() -> None:
    drawings = studio.Drawings([ROWS, studio.Drawing(SQUARE, word="square")])
    assert drawings.words == [None, "square"]
    assert len(drawings[:1] + drawings) == 3
    assert isinstance(drawings[1:], studio.Drawings)
    assert repr(drawings) == "Drawings(2)"
    assert [lists(rows) for rows in drawings.stroke3] == [ROWS, ROWS]


@pytest.mark.program
def test_every_form_is_the_same_drawing_for_the_program(folder: Path) -> None:
    record = json.loads(Path("examples/cat.json").read_text())
    path = studio.encode("examples/cat.json")
    drawing = studio.read("examples/cat.json")[0]
    forms = [record, drawing, drawing.strokes, drawing.stroke3, drawing.stroke5, studio.Drawings([drawing])]
    for form in forms:
        latents = studio.encode(form)
        assert lists(latents.mean) == lists(path.mean)
        if form is not drawing.stroke3 and form is not drawing.stroke5:  # these begin at the origin, which a key hashes
            assert latents.keys == path.keys


@pytest.mark.program
def test_a_drawing_that_the_reader_finds_ambiguous_is_read_as_stated() -> None:
    drawing = studio.Drawing({"word": "line", "drawing": [[[0, 10], [0, 20]]]})
    assert lists(studio.read([drawing])[0].strokes[0]) == [[0, 0], [10, 20]]


@pytest.mark.program
def test_the_program_reads_records_with_times() -> None:
    record = {"word": "line", "drawing": [[[0, 10.5, 21], [0, 20, 3], [0, 17, 40]]]}
    assert lists(studio.Drawing(record).strokes[0]) == [[0, 0], [10.5, 20], [21, 3]]


@pytest.mark.program
def test_mixed_inputs_keep_their_order(folder: Path) -> None:
    drawings = [{"word": "a", "drawing": SQUARE_PAIRS}, "examples/pig.json", studio.Drawing(ROWS, word="c"), SQUARE]
    assert studio.read(drawings).words[:3] == ["a", "pig", "c"]
    assert len(studio.read(drawings)) == 4


@pytest.mark.program
def test_a_name_that_begins_with_a_hyphen_is_a_path(folder: Path) -> None:
    (folder / "-cat.json").write_text(Path("examples/cat.json").read_text())
    assert studio.read("-cat.json").words == ["cat"]


@pytest.mark.program
def test_messages_do_not_contain_temporary_folders(folder: Path) -> None:
    with pytest.raises(studio.StudioError, match=r"^drawings\.ndjson, line 1:") as error:
        studio.encode([{"drawing": []}, "examples/cat.json"])
    assert "tmp" not in str(error.value).split(":")[0]


@pytest.mark.program
def test_drawings_are_saved_as_data_and_as_pictures(folder: Path) -> None:
    drawings = studio.read(["examples/cat.json", "examples/pig.json"])
    drawings.save("two.ndjson")
    assert studio.read("two.ndjson").words == ["cat", "pig"]
    with pytest.warns(studio.StudioWarning, match="keeps no classes"):
        drawings.save("two.npz")
    assert len(studio.read("two.npz")) == 2
    drawings.save("two.svg", columns=1)
    assert Path("two.svg").read_text().startswith("<?xml")
    drawings.save("two.png")
    assert Path("two.png").read_bytes().startswith(b"\x89PNG")
