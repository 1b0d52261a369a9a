"""The functions of the package, one for each command of the program."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, Union

from ._arrays import Array, array, nested
from ._drawings import Drawing, Drawings, Input
from ._latents import Latents
from ._options import Option, arguments
from ._pictures import Call, DecodedPicture, Picture, records
from ._program import run_program

Model: TypeAlias = Union[str, "os.PathLike[str]", None]
"""A built-in model's name, a weight file or the folder of a run; `None` is the program's default, `cat-pig-kl100`."""

LatentInput: TypeAlias = Union[Latents, Array, Sequence[float], Sequence[Sequence[float]], str, "os.PathLike[str]"]
"""Latents, an array `[B, Z]` or `[Z]`, or the path of a latent file."""


def encode(drawings: Input, *, model: Model = None, samples: int | None = None, **options: Option) -> Latents:
    """Encode drawings as latents.

    Args:
        drawings: paths, arrays, strokes, records, or a list of these.
        model: a conditional model.
        samples: the number N of samples of each posterior q(z|x); `.samples` is `[B, N, Z]`.
        options: other options of `studio encode`, for example `seed=7`, `recursive=True` or `keep_going=True`.

    Returns:
        Latents with `.mean` and `.log_variance` `[B, Z]`, `.words`, `.keys` and `.model`.
    """
    call = Call("encode", {"model": model, "sample": samples, **options}).add(drawings)
    return Latents.from_json(call.run({"json": True})[0])


def decode(
    latents: LatentInput,
    *,
    model: Model = None,
    temperature: float | None = None,
    seed: int | None = None,
    greedy: bool = False,
    steps: int | None = None,
    **options: Option,
) -> Drawings:
    """Decode latents to drawings.

    Args:
        latents: latents, an array `[B, Z]` or `[Z]`, or the path of a latent file.
        model: the model; that of the latents if not given.
        temperature: sampling temperature, 0.1 if not given.
        seed: random seed, 1 if not given.
        greedy: take the most likely component, its mean and the most likely pen state.
        steps: decode exactly this many steps, ignoring the end of the drawing.
        options: other options of `studio decode`, for example `convention="magenta"` or `units="model"`.

    Returns:
        B drawings. `.finished` of each states whether it reached its end.
    """
    given: dict[str, Option] = {"temperature": temperature, "seed": seed, "greedy": greedy, "steps": steps}
    call = Call("decode", {"model": model, **given, **options}).add_latents(latents)
    contents = json.loads(call.run({"json": True, "format": "stroke-3"})[0])
    drawings = []
    for rows, source, finished in zip(contents["sketches"], contents["drawings"], contents["finished"], strict=True):
        record = {"drawing": rows, "input_format": "stroke-3"}
        drawing = Drawing(record, word=source.get("word"), key=source.get("key"))
        drawing.finished = finished
        drawings.append(drawing)
    return Drawings(drawings)


def interpolate(
    a: Input,
    b: Input,
    *more: Input,
    steps: int = 10,
    model: Model | Sequence[str | os.PathLike[str]] = None,
    temperature: float | None = None,
    seed: int | None = None,
    **options: Option,
) -> DecodedPicture:
    """Interpolate between drawings in latent space.

    Args:
        a: the first drawing.
        b: the second drawing.
        more: further drawings; each consecutive pair has its own row.
        steps: drawings per pair, both ends included.
        model: a conditional model, or several for a row each.
        temperature: sampling temperature, 0.1 if not given.
        seed: random seed, 1 if not given.
        options: other options, for example `path="lerp"`, `pull=0` or `plain=True`, and the layout of `render`.

    Returns:
        A picture with `.svg`, `.png()` and `.save(path)`. Its `.drawings` and `.latents` are those of the steps.
    """
    call = _sampling("interpolate", {"steps": steps, "model": _paths(model)}, temperature, seed, options)
    for number, drawing in enumerate((a, b, *more), 1):
        call.add(drawing, f"drawing {number}")
    return DecodedPicture(call)


def analogy(
    a: Input | Latents,
    b: Input | Latents | None = None,
    c: Input | Latents | None = None,
    *,
    count: int | None = None,
    model: Model = None,
    temperature: float | None = None,
    seed: int | None = None,
    **options: Option,
) -> DecodedPicture:
    """Solve a drawing analogy with latent arithmetic: a is to b as c is to the result, c + (b - a).

    Args:
        a: a drawing or a latent; or, without b and c, an expression of paths: `"cat.json + 0.5*(b.json - a.json)"`.
        b: a drawing or a latent.
        c: a drawing or a latent.
        count: the number of samples of the result, 1 if not given.
        model: a conditional model.
        temperature: sampling temperature, 0.1 if not given.
        seed: random seed, 1 if not given.
        options: other options of `studio analogy`, and the layout of `render`.

    Returns:
        A picture; its `.result["mean"]` is the latent of the result, a list of Z numbers.
    """
    call = _sampling("analogy", {"count": count, "model": model}, temperature, seed, options)
    if b is None and c is None:
        if not isinstance(a, str):
            raise TypeError("an analogy has three drawings, or one expression as text")
        call.operands.append((a, False))
    elif b is None or c is None:
        raise TypeError("an analogy has three drawings, or one expression as text")
    else:
        for name, value in (("a", a), ("b", b), ("c", c)):
            call.add(value, name)
    return DecodedPicture(call)


def grid(
    a: Input,
    b: Input,
    c: Input,
    d: Input,
    *,
    size: int | None = None,
    model: Model = None,
    temperature: float | None = None,
    seed: int | None = None,
    **options: Option,
) -> DecodedPicture:
    """Interpolate between four drawings on a square grid.

    Args:
        a: the drawing at the top left.
        b: the drawing at the top right.
        c: the drawing at the bottom left.
        d: the drawing at the bottom right.
        size: drawings per side, 6 if not given.
        model: a conditional model.
        temperature: sampling temperature, 0.1 if not given.
        seed: random seed, 1 if not given.
        options: other options of `studio grid`, and the layout of `render`.
    """
    call = _sampling("grid", {"size": size, "model": model}, temperature, seed, options)
    for name, drawing in (("a", a), ("b", b), ("c", c), ("d", d)):
        call.add(drawing, name)
    return DecodedPicture(call)


def reconstruct(
    drawings: Input,
    *,
    temperature: float | str | Sequence[float] | None = None,
    model: Model = None,
    seed: int | None = None,
    **options: Option,
) -> DecodedPicture:
    """Encode drawings and decode them at several temperatures.

    Args:
        drawings: paths, arrays, strokes, records, or a list of these; one row for each.
        temperature: one, several, or a range as text: `"0.1,...,1.0"`, the default.
        model: a conditional model.
        seed: random seed, 1 if not given.
        options: other options of `studio reconstruct`, and the layout of `render`.
    """
    return DecodedPicture(_sampling("reconstruct", {"model": model}, temperature, seed, options).add(drawings))


def complete(
    drawings: Input,
    *,
    count: int | None = None,
    latent: Drawing | LatentInput | None = None,
    model: Model = None,
    temperature: float | None = None,
    seed: int | None = None,
    **options: Option,
) -> DecodedPicture:
    """Complete unfinished drawings.

    Args:
        drawings: unfinished drawings; one row for each.
        count: endings per drawing, 10 if not given.
        latent: the drawing, latent or path of either that conditions the endings.
        model: a model; a decoder-only one needs no latent.
        temperature: sampling temperature, 0.1 if not given.
        seed: random seed, 1 if not given.
        options: other options of `studio complete`, for example `pen_down=True`, and the layout of `render`.
    """
    call = _sampling("complete", {"count": count, "model": model}, temperature, seed, options)
    if latent is not None:
        call.add_latents(latent, "latent")
    return DecodedPicture(call.add(drawings))


def sample(
    count: int = 10,
    *,
    model: Model = None,
    temperature: float | str | Sequence[float] | None = None,
    seed: int | None = None,
    **options: Option,
) -> DecodedPicture:
    """Sample drawings from the prior or from a decoder-only model.

    Args:
        count: drawings per temperature.
        model: a conditional or a decoder-only model.
        temperature: one (0.4 if not given), several, or a range as text: `"0.1,...,1.0"`.
        seed: random seed, 1 if not given.
        options: other options of `studio sample`, for example `class_="crab"` or `prior="standard"`, and the layout of
            `render`.

    Returns:
        A picture; `.drawings` and `.latents` are its data.
    """
    return DecodedPicture(_sampling("sample", {"count": count, "model": model}, temperature, seed, options))


def render(drawings: Input, **layout: Option) -> Picture:
    """Render drawings as a sheet, without a model.

    Args:
        drawings: paths, arrays, strokes, records, or a list of these.
        layout: options of `studio render`, for example `columns=4`, `cell="30mm"`, `labels=False`, `style="dark"`,
            `background="transparent"`, `page="A4"`, `title="Cats"`.
    """
    return Picture(Call("render", dict(layout)).add(drawings))


def read(drawings: Input, **options: Option) -> Drawings:
    """Read drawings of any format that the program knows.

    Args:
        drawings: paths, for example `"cats.npz#valid"` or `"icons/"`, or anything that `convert` accepts.
        options: the options of `convert`.
    """
    return records(Call("convert", dict(options)).add(drawings).run({}, ".ndjson")[1])


def convert(drawings: Input, output: str | os.PathLike[str], **options: Option) -> dict[str, Any]:
    """Write drawings to a file in another format.

    Args:
        drawings: paths, arrays, strokes, records, or a list of these.
        output: a file (.ndjson, .json, .npz, .svg, .bin, .csv), or a folder (a name that ends in /).
        options: options of `studio convert`, for example `simplify=True`, `max_points=200`, `where="word=cat"` or
            `split_fractions=[0.8, 0.1, 0.1]`.

    Returns:
        The numbers of drawings: `read`, `written`, `simplified`, and `dropped` with the reasons.
    """
    path = os.fspath(output)
    if path.lower().endswith((".png", ".pdf")):
        raise ValueError(f"{path} is a picture; use render(drawings).save({path!r})")
    call = Call("convert", dict(options)).add(drawings)
    call.operands.append((path, False))
    result: dict[str, Any] = json.loads(call.run({"json": True})[0])
    return result


def evaluate(drawings: Input, *, model: Model | Sequence[str | os.PathLike[str]] = None, **options: Option) -> Any:
    """Measure a model's losses.

    Args:
        drawings: paths, arrays, strokes, records, or a list of these.
        model: a model, or several.
        options: options of `studio evaluate`, for example `latent="mean"`, `padding="masked"`, `split="test"` or
            `report="quality"`.

    Returns:
        A dictionary with `reconstruction_loss`, `offset_loss`, `pen_loss`, `kl_loss` and the losses per row and per
        class; a list of such dictionaries for several models.
    """
    result = json.loads(Call("evaluate", {"model": _paths(model), **options}).add(drawings).run({"json": True})[0])
    return result.get("models", result)


@dataclass(frozen=True, eq=False)
class Classification:
    """The judgement of a classifier on B drawings."""

    classes: list[str]
    """The names of the C classes."""
    labels: list[str]
    """The most likely class of each drawing."""
    probabilities: Array
    """The probabilities `[B, C]`."""

    def __len__(self) -> int:
        """Return the number of drawings, B."""
        return len(self.labels)

    def __iter__(self) -> Iterator[tuple[str, float]]:
        """Iterate over the most likely classes and their probabilities."""
        return ((label, float(max(row))) for label, row in zip(self.labels, self.probabilities, strict=True))


def classify(drawings: Input, **options: Option) -> Classification:
    """Classify drawings.

    Args:
        drawings: paths, arrays, strokes, records, or a list of these.
        options: options of `studio classifier classify`, for example `classifier="picture"`.

    Returns:
        `.labels`, `.classes` and `.probabilities` `[B, C]`.
    """
    result = json.loads(Call("classifier classify", dict(options)).add(drawings).run({"json": True})[0])
    judgements = result["judgements"]
    return Classification(
        classes=result["classes"],
        labels=[judgement["label"] for judgement in judgements],
        probabilities=array([judgement["probabilities"] for judgement in judgements]),
    )


@dataclass(frozen=True)
class ModelInfo:
    """A built-in model."""

    name: str
    path: str
    classes: list[str]
    conditional: bool
    """Whether the model has an encoder; if not, it is decoder-only."""
    kl_weight: float | None
    parameters: int
    license: str


def models() -> list[ModelInfo]:
    """Return the built-in models."""
    names = ModelInfo.__dataclass_fields__
    contents = json.loads(run_program(["model", "list", "--json"]))["models"]
    return [ModelInfo(**{name: model.get(name) for name in names}) for model in contents]


def run(command: str, *operands: str | os.PathLike[str], **options: Option) -> str:
    """Run any command of the program and return its standard output.

    Args:
        command: the command, for example `"train"` or `"model info"`.
        operands: its arguments.
        options: its options: `num_steps=100` is `--num-steps 100`.
    """
    paths = [os.fspath(operand) for operand in operands]
    return run_program([*command.split(), *arguments(options), *paths]).decode("utf-8")


def _sampling(
    command: str,
    own: dict[str, Option],
    temperature: float | str | Sequence[float] | None,
    seed: int | None,
    options: dict[str, Option],
) -> Call:
    values: Option = (
        nested(temperature) if temperature is not None and not isinstance(temperature, str) else temperature
    )
    return Call(command, {**own, "temperature": values, "seed": seed, **options})


def _paths(model: Model | Sequence[str | os.PathLike[str]]) -> Option:
    if model is None or isinstance(model, str | os.PathLike):
        return model
    return [os.fspath(item) for item in model]
