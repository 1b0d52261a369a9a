"""Latents: posteriors of drawings, or any vectors of the latent space."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ._arrays import Array, array, nested, numpy
from ._errors import StudioError


@dataclass(eq=False)
class Latents:
    """B latents of a model, each a vector of size Z.

    With NumPy, arithmetic on the arrays makes new latents: `latents.replace(mean=latents.mean + 0.5 * direction)`.
    """

    mean: Array
    """The posterior means `[B, Z]`, or the latents themselves."""
    log_variance: Array | None = None
    """The logarithms of the posterior variances `[B, Z]`; `None` for latents that are not from an encoder."""
    samples: Array | None = None
    """Samples of the posteriors `[B, N, Z]`, if `encode` was asked for them."""
    words: list[str | None] = field(default_factory=list)
    """What each drawing shows."""
    keys: list[str | None] = field(default_factory=list)
    """The text that identifies each drawing."""
    sources: list[str | None] = field(default_factory=list)
    """The file of each drawing."""
    indices: list[int | None] = field(default_factory=list)
    """The number of each drawing in its file, counted from 0."""
    model: str | None = None
    """The name of the model."""
    fingerprint: str | None = None
    """The content hash of the model. `decode` refuses latents of another model with the same name."""

    def __post_init__(self) -> None:
        """Make arrays, and fill the lists that were not given."""
        mean = nested(self.mean)
        if mean and not isinstance(mean[0], list):
            mean = [mean]
        if not mean or not mean[0] or not all(isinstance(row, list) and len(row) == len(mean[0]) for row in mean):
            raise ValueError("latents have the shape [B, Z] or [Z], with B at least 1")
        if not all(isinstance(value, int | float) for row in mean for value in row):
            raise ValueError("latents are numbers and have the shape [B, Z] or [Z]")
        self.mean = array(mean)
        for name in ("log_variance", "samples"):
            value = getattr(self, name)
            if value is not None:
                if len(value) != len(mean):
                    raise ValueError(f"{name} has {len(value)} entries for {len(mean)} latents")
                setattr(self, name, array(nested(value)))
        for name in ("words", "keys", "sources", "indices"):
            value = list(getattr(self, name)) or [None] * len(mean)
            if len(value) != len(mean):
                raise ValueError(f"{name} has {len(value)} entries for {len(mean)} latents")
            setattr(self, name, value)

    def __len__(self) -> int:
        """Return the number of latents, B."""
        return len(self.mean)

    def __iter__(self) -> Iterator[Latents]:
        """Iterate over the latents, each as `Latents` with B = 1."""
        return (self[index] for index in range(len(self)))

    def __getitem__(self, index: int | slice | Sequence[int]) -> Latents:
        """Return the latents of an index, a slice, or a list of indices (or of booleans, as an array)."""
        if isinstance(index, slice):
            chosen = list(range(len(self)))[index]
        else:
            numbers = nested(index)
            if isinstance(numbers, int) and not isinstance(numbers, bool):
                numbers = [numbers]
            if all(isinstance(number, bool) for number in numbers) and len(numbers) == len(self):
                numbers = [number for number, wanted in enumerate(numbers) if wanted]
            chosen = [range(len(self))[number] for number in numbers]

        def pick(values: Any) -> Any:
            return None if values is None else [values[number] for number in chosen]

        return Latents(
            mean=pick(self.mean),
            log_variance=pick(self.log_variance),
            samples=pick(self.samples),
            words=pick(self.words),
            keys=pick(self.keys),
            sources=pick(self.sources),
            indices=pick(self.indices),
            model=self.model,
            fingerprint=self.fingerprint,
        )

    def replace(self, mean: Any) -> Latents:
        """Return latents with other vectors and the same model.

        Words and keys stay if the number of vectors does. The log-variances and samples belong to the old means and are
        left out.

        Args:
            mean: vectors `[B, Z]`, or one `[Z]`.
        """
        result = Latents(mean, model=self.model, fingerprint=self.fingerprint)
        if len(result) == len(self):
            result.words, result.keys = list(self.words), list(self.keys)
        return result

    def to_json(self) -> str:
        """Return the text of a latent file, which `studio decode` reads."""
        latents = []
        for index in range(len(self)):
            latent: dict[str, Any] = {
                "source": self.sources[index],
                "index": self.indices[index],
                "word": self.words[index],
                "key": self.keys[index],
                "mean": nested(self.mean[index]),
                "log_variance": None if self.log_variance is None else nested(self.log_variance[index]),
                "samples": None if self.samples is None else nested(self.samples[index]),
            }
            latents.append({name: value for name, value in latent.items() if value is not None})
        head = {"model": self.model, "fingerprint": self.fingerprint}
        try:
            return json.dumps({k: v for k, v in head.items() if v is not None} | {"latents": latents}, allow_nan=False)
        except ValueError as error:
            raise ValueError("the latents contain NaN or infinite numbers") from error

    @classmethod
    def from_json(cls, text: str | bytes) -> Latents:
        """Return the latents of a JSON text that `studio encode` prints."""
        contents = json.loads(text)
        latents = contents["latents"]
        if not latents:
            raise StudioError("The file contains no latents.")

        def column(name: str) -> list[Any]:
            return [latent.get(name) for latent in latents]

        def whole(name: str) -> Any:
            return None if any(value is None for value in column(name)) else column(name)

        return cls(
            mean=whole("mean"),
            log_variance=whole("log_variance"),
            samples=whole("samples"),
            words=column("word"),
            keys=column("key"),
            sources=column("source"),
            indices=column("index"),
            model=contents.get("model"),
            fingerprint=contents.get("fingerprint"),
        )

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a latent file: .json, or .npz with NumPy. `studio decode` and `Latents.load` read both."""
        if os.fspath(path).lower().endswith(".npz"):
            if numpy is None:
                raise ValueError("an .npz file needs NumPy")
            arrays: dict[str, Any] = {"mean": self.mean}
            if self.log_variance is not None:
                arrays["log_variance"] = self.log_variance
            for name, values in {"source": self.sources, "word": self.words, "key": self.keys}.items():
                if all(value is not None for value in values):
                    arrays[name] = values
            if all(value is not None for value in self.indices):
                arrays["index"] = numpy.asarray(self.indices, dtype=numpy.int64)
            if self.model is not None and self.fingerprint is not None:
                arrays["model"] = [self.model, self.fingerprint]
            numpy.savez(os.fspath(path), **arrays)
        elif os.fspath(path).lower().endswith(".json"):
            Path(path).write_text(self.to_json() + "\n", encoding="utf-8")
        else:
            raise ValueError("a latent file has the extension .json or .npz")

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Latents:
        """Return the latents of a file that `studio encode` or `save` wrote: .json, .ndjson, .npz or .npy."""
        from ._program import run_program

        return cls.from_json(run_program(["join", "--format=json", "--output=-", "--quiet", os.fspath(path)]))

    def __repr__(self) -> str:
        """Return the shape and the model."""
        shape = f"{len(self)} x {len(self.mean[0])}"
        return f"Latents({shape}{f', model={self.model!r}' if self.model else ''})"
