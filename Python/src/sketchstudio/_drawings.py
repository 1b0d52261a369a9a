"""Drawings: one, and several in a sequence."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, Union, overload

from ._arrays import Array, array, nested, plain
from ._options import Option

if TYPE_CHECKING:
    from ._pictures import Picture

PICTURES = (".png", ".svg", ".pdf")
SHOWN = 60


class Drawing:
    """A drawing: strokes of points in pixels, with y pointing down.

    Args:
        value: one of

            - stroke-3 rows `[T, 3]`: (dx, dy, p), where p = 1 lifts the pen after the row;
            - stroke-5 rows `[T, 5]`: (dx, dy, p1, p2, p3);
            - strokes: a list of arrays `[n, 2]` of points, or of `[2, n]` as in Quick, Draw! (xs, ys);
            - a Quick, Draw! record: a dictionary with `"drawing"`.
        word: what the drawing shows; the label in pictures.
        key: the text that identifies the drawing.

    Raises:
        ValueError: if the shape is none of these, or has two readings.
    """

    def __init__(self, value: Any, word: str | None = None, key: str | None = None) -> None:
        """Create a drawing from rows, strokes or a record."""
        if isinstance(value, Drawing):
            record = dict(value.record)
        elif isinstance(value, Mapping):
            record = plain(dict(value))
            if "drawing" not in record:
                raise ValueError(f"a record needs 'drawing'; this one has {', '.join(record) or 'nothing'}")
            # A drawing with two points in each stroke can be read in two ways; records have the form (xs, ys).
            if _depth(record["drawing"]) == 3 and all(len(stroke) == 2 for stroke in record["drawing"]):
                record.setdefault("input_format", "quickdraw")
        else:
            record = _record(nested(value))
        if word is not None:
            record["word"] = word
        if key is not None:
            record["key_id"] = key
        self._record = record
        self.finished: bool | None = None
        """Whether a decoded drawing reached its end before the model's maximum length; `None` for other drawings."""

    @property
    def record(self) -> dict[str, Any]:
        """The drawing as a Quick, Draw! record, which JSON can store."""
        return self._record

    @property
    def word(self) -> str | None:
        """What the drawing shows."""
        return self._record.get("word")

    @property
    def key(self) -> str | None:
        """The text that identifies the drawing, if its record states one."""
        key = self._record.get("key_id")
        return None if key is None else str(key)

    @cached_property
    def _points(self) -> list[list[tuple[float, float]]]:
        drawing, form = self._record["drawing"], self._record.get("input_format")
        if form == "stroke-3" or form == "stroke-5":
            return _absolute(drawing)
        if form == "quickdraw":
            return [list(zip(stroke[0], stroke[1], strict=True)) for stroke in drawing]
        from ._commands import read

        return read(self)[0]._points

    @cached_property
    def strokes(self) -> list[Array]:
        """The strokes: arrays `[n, 2]` of points in pixels."""
        return [array([list(point) for point in stroke]) for stroke in self._points]

    @cached_property
    def stroke3(self) -> Array:
        """The rows (dx, dy, p) `[T, 3]` in pixels, without a row for the first point."""
        return array(self._rows)

    @cached_property
    def stroke5(self) -> Array:
        """The rows (dx, dy, p1, p2, p3) `[T + 1, 5]` in pixels; the last row is the end of the drawing."""
        rows = [[dx, dy, 1 - pen, pen, 0] for dx, dy, pen in self._rows]
        return array([*rows, [0, 0, 0, 0, 1]])

    @property
    def _rows(self) -> list[list[float]]:
        if self._record.get("input_format") == "stroke-3":
            return [list(row) for row in self._record["drawing"]]
        rows: list[list[float]] = []
        x, y = self._points[0][0]
        for number, stroke in enumerate(self._points):
            for index, point in enumerate(stroke):
                lifts = float(index == len(stroke) - 1)
                if number or index or lifts:
                    rows.append([point[0] - x, point[1] - y, lifts])
                x, y = point
        return rows

    def render(self, **layout: Option) -> Picture:
        """Return a picture of the drawing; see `sketchstudio.render`."""
        from ._commands import render

        return render(self, **{"labels": False, "cell": "35mm", "margin": "2mm", **layout})

    def _repr_svg_(self) -> str:
        return self.render().svg

    def __len__(self) -> int:
        """Return the number of points."""
        return sum(len(stroke) for stroke in self._points)

    def __repr__(self) -> str:
        """Return the word and the numbers of strokes and points."""
        word = f"{self.word!r}, " if self.word else ""
        return f"Drawing({word}{len(self._points)} strokes, {len(self)} points)"


class Drawings(Sequence[Drawing]):
    """Several drawings; a notebook shows them as a sheet."""

    def __init__(self, drawings: Iterable[Any] = ()) -> None:
        """Create a sequence of drawings; each may be anything that `Drawing` accepts."""
        self._drawings = [item if isinstance(item, Drawing) else Drawing(item) for item in drawings]

    @overload
    def __getitem__(self, index: int) -> Drawing: ...

    @overload
    def __getitem__(self, index: slice) -> Drawings: ...

    def __getitem__(self, index: int | slice) -> Drawing | Drawings:
        """Return a drawing, or the drawings of a slice."""
        if isinstance(index, slice):
            return Drawings(self._drawings[index])
        return self._drawings[index]

    def __len__(self) -> int:
        """Return the number of drawings."""
        return len(self._drawings)

    def __iter__(self) -> Iterator[Drawing]:
        """Iterate over the drawings."""
        return iter(self._drawings)

    def __add__(self, other: Iterable[Any]) -> Drawings:
        """Return these drawings, followed by others."""
        return Drawings([*self, *other])

    @property
    def words(self) -> list[str | None]:
        """What the drawings show."""
        return [drawing.word for drawing in self]

    @property
    def stroke3(self) -> list[Array]:
        """The rows (dx, dy, p) of each drawing: arrays `[T, 3]` in pixels."""
        return [drawing.stroke3 for drawing in self]

    def render(self, **layout: Option) -> Picture:
        """Return a sheet of the drawings, without labels if no drawing has a word; see `sketchstudio.render`."""
        from ._commands import render

        return render(self, **{"labels": any(self.words), **layout})

    def save(self, path: str | os.PathLike[str], **options: Option) -> None:
        """Write the drawings to a file: .ndjson, .json, .npz, .csv, .bin, or a sheet as .png, .svg or .pdf."""
        from ._commands import convert

        if os.fspath(path).lower().endswith(PICTURES):
            self.render(**options).save(path)
        else:
            convert(self, path, **options)

    def _repr_svg_(self) -> str:
        return Drawings(self._drawings[:SHOWN]).render(columns=10).svg

    def __repr__(self) -> str:
        """Return the number of drawings."""
        return f"Drawings({len(self)})"


Input: TypeAlias = Union[str, "os.PathLike[str]", Drawing, Drawings, Mapping[str, Any], Iterable[Any]]
"""Drawings: a path such as `cats.ndjson#7`, anything that `Drawing` accepts, or an iterable of these."""


def items(value: Any) -> list[str | Drawing]:
    """Return the paths and drawings that an argument stands for."""
    if isinstance(value, str | os.PathLike):
        return [os.fspath(value)]
    if isinstance(value, Drawing):
        return [value]
    if isinstance(value, Drawings):
        return list(value)
    if isinstance(value, Mapping):
        return [Drawing(value)]
    if hasattr(value, "ndim"):
        if value.ndim == 2:
            return [Drawing(value)]
        if value.ndim == 3 and value.shape[2] in (3, 5):
            return [Drawing(rows) for rows in value]
        raise ValueError(f"an array of shape {list(value.shape)} is not a drawing; stroke-3 rows have the shape [T, 3]")
    if not isinstance(value, Iterable):
        raise TypeError(f"drawings are paths, arrays, strokes or records, not {type(value).__name__}")
    values = list(value)
    if values and all(_depth(item) == 1 for item in values):
        return [Drawing(values)]
    if values and all(_depth(item) == 2 for item in values) and _are_strokes(values):
        return [Drawing(values)]
    return [item for member in values for item in items(member)]


def _are_strokes(values: list[Any]) -> bool:
    """Whether values are the strokes of one drawing, and not several drawings as rows."""
    strokes = all(all(len(point) == 2 for point in value) for value in values) or all(map(_is_pair, values))
    rows = all(all(len(row) in (3, 5) for row in value) for value in values)
    if strokes and rows:
        raise ValueError(
            "are these strokes (xs, ys), or drawings as stroke-3 rows? Make each drawing with Drawing(...)"
        )
    return strokes


def _is_pair(stroke: Any) -> bool:
    """Whether a stroke has the form (xs, ys)."""
    return len(stroke) == 2 and len(stroke[0]) == len(stroke[1])


def _depth(value: Any) -> int:
    """How deeply lists of numbers are nested; 0 for a number, -1 for anything else."""
    if hasattr(value, "ndim"):
        return int(value.ndim)
    if isinstance(value, int | float):
        return 0
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | Drawings) and len(value):
        inner = _depth(value[0])
        return inner + 1 if inner >= 0 else -1
    return -1


def _record(value: Any) -> dict[str, Any]:
    """Return rows or strokes, as nested lists, in the form of a record."""
    depth = _depth(value)
    if depth == 2:
        widths = {len(row) for row in value}
        if widths == {3}:
            return {"drawing": value, "input_format": "stroke-3"}
        if widths == {5}:
            return {"drawing": value, "input_format": "stroke-5"}
        raise ValueError(
            f"rows have 3 or 5 numbers, not {', '.join(map(str, sorted(widths)))}; strokes are lists of points"
        )
    if depth != 3:
        raise ValueError("a drawing is stroke-3 or stroke-5 rows, a list of strokes, or a record with 'drawing'")
    points = all(all(len(point) == 2 for point in stroke) for stroke in value)
    pairs = all(_is_pair(stroke) for stroke in value)
    if points and pairs:
        raise ValueError(
            "each stroke is 2 by 2 numbers: points or (xs, ys)? Pass a record {'drawing': [[xs, ys], ...]} instead"
        )
    if points:
        value = [[[x for x, _ in stroke], [y for _, y in stroke]] for stroke in value]
    elif not pairs:
        raise ValueError("strokes are arrays [n, 2] of points, or all of them [2, n]")
    return {"drawing": value, "input_format": "quickdraw"}


def _absolute(rows: Sequence[Sequence[float]]) -> list[list[tuple[float, float]]]:
    """Return the strokes of stroke-3 or stroke-5 rows, from the origin on."""
    x = y = 0.0
    strokes: list[list[tuple[float, float]]] = [[(x, y)]]
    ended = False
    for row in rows:
        if len(row) == 5 and row[4] == 1:
            break
        if ended:
            strokes.append([])
        x, y = x + row[0], y + row[1]
        strokes[-1].append((x, y))
        ended = (row[2] if len(row) == 3 else row[3]) == 1
    return strokes
