"""Pictures that the program makes, and the files of a call."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ._drawings import Drawing, Drawings, items
from ._latents import Latents
from ._options import Option, arguments
from ._program import run_program

BINARY = (".png", ".pdf")


@dataclass
class Call:
    """A command with its inputs: paths, and drawings and latents in memory, which become temporary files."""

    command: str
    options: dict[str, Option] = field(default_factory=dict)
    operands: list[tuple[str, bool]] = field(default_factory=list)
    """The arguments, and whether each is the name of a temporary file."""
    named: dict[str, str] = field(default_factory=dict)
    """Options whose values are temporary files."""
    files: dict[str, str] = field(default_factory=dict)
    """The contents of the temporary files, by name."""

    def add(self, value: Any, single: str | None = None) -> Call:
        """Add drawings as arguments. With `single`, the argument's name, they must be one drawing."""
        if isinstance(value, Latents):
            self.operands.append((self._store(value), True))
            return self
        found = items(value)
        if single is not None and len(found) != 1:
            raise ValueError(f"{single} must be 1 drawing, not {len(found)}")
        if not found:
            raise ValueError("there are no drawings")
        if single is None:
            self._add_all(found)
        elif isinstance(found[0], str):
            self.operands.append((found[0], False))
        else:
            self.operands.append((self._store(found[0]), True))
        return self

    def _add_all(self, found: Iterable[str | Drawing]) -> None:
        """Add drawings in their order; consecutive ones that are in memory share a file."""
        group: list[Drawing] = []

        def flush() -> None:
            if group:
                name = self._name("drawings", ".ndjson")
                self.files[name] = "".join(json.dumps(drawing.record) + "\n" for drawing in group)
                self.operands.append((name, True))
                group.clear()

        for item in found:
            if isinstance(item, Drawing):
                group.append(item)
            else:
                flush()
                self.operands.append((item, False))
        flush()

    def add_latents(self, value: Any, option: str | None = None) -> Call:
        """Add latents, or a path of them, as an argument or as the value of an option."""
        if isinstance(value, str | os.PathLike):
            path = os.fspath(value)
            if option is None:
                self.operands.append((path, False))
            else:
                self.options[option] = path
            return self
        name = self._store(value if isinstance(value, Latents | Drawing) else Latents(value))
        if option is None:
            self.operands.append((name, True))
        else:
            self.named[option] = name
        return self

    def _name(self, stem: str, extension: str) -> str:
        number = len(self.files) + 1
        return f"{stem}{'' if number == 1 else f'-{number}'}{extension}"

    def _store(self, value: Latents | Drawing) -> str:
        if isinstance(value, Latents):
            name = self._name("latents", ".json")
            self.files[name] = value.to_json()
        else:
            named = value.word is not None and value.word.isalnum() and len(value.word) <= 40
            name = self._name(value.word if named and value.word else "drawing", ".json")
            self.files[name] = json.dumps(value.record)
        return name

    def run(self, options: Mapping[str, Option] | None = None, output: str | None = None) -> tuple[bytes, bytes]:
        """Run the command; return its standard output, and the contents of the output with this extension.

        If all inputs are in memory, the program runs in the temporary folder, so that the recipe of a picture does not
        contain its name and equal calls give equal bytes.
        """
        with tempfile.TemporaryDirectory(prefix="sketchstudio-") as folder:
            for name, contents in self.files.items():
                Path(folder, name).write_text(contents, encoding="utf-8")
            relative = all(temporary for _, temporary in self.operands) and not self._names_a_path()
            place = "" if relative else folder + os.sep
            given = arguments({**self.options, **(options or {})})
            given += [f"--{name.replace('_', '-')}={place}{file}" for name, file in self.named.items()]
            operands = [place + path if temporary else path for path, temporary in self.operands]
            operands = [f"./{path}" if path.startswith("-") else path for path in operands]
            if output is not None:
                target = str(Path(folder, "output" + output))
                if self.command == "convert":  # its output is the last argument
                    operands.append(target)
                else:
                    given.append(f"--output={target}")
            text = run_program(
                [*self.command.split(), *given, *operands], folder=folder if relative else None, hide=folder + os.sep
            )
            result = Path(folder, "output" + output).read_bytes() if output is not None else b""
            hidden = (folder + os.sep).encode()
            return text.replace(hidden, b""), result if output in BINARY else result.replace(hidden, b"")

    def latents(self) -> Latents:
        """Run a command that decodes drawings, and return their latents."""
        with tempfile.TemporaryDirectory(prefix="sketchstudio-") as folder:
            path = Path(folder, "latents.json")
            self.run({"latents": path}, ".ndjson")
            return Latents.from_json(path.read_bytes())

    def _names_a_path(self) -> bool:
        """Whether an option may be a path, which is then relative to the user's folder."""
        return any(isinstance(value, os.PathLike) or _is_path(value) for value in self.options.values())


def _is_path(value: Option) -> bool:
    if isinstance(value, str):
        return os.sep in value or Path(value).exists()
    return isinstance(value, Sequence) and any(isinstance(item, str) and _is_path(item) for item in value)


class Picture:
    """A picture: SVG text at once, and PNG or PDF when asked for. A notebook shows it.

    `png` and `save` run the command again, with the same seed and options; paths are read again.
    """

    def __init__(self, call: Call) -> None:
        """Run the command of a call."""
        text, svg = call.run({"json": True}, ".svg")
        self._call = call
        self.svg: str = svg.decode("utf-8")
        """The picture as SVG."""
        self.result: dict[str, Any] = json.loads(text)
        """What the command prints with `--json`, for example the model."""
        self.result.pop("output", None)

    def _repr_svg_(self) -> str:
        return self.svg

    def png(self, dpi: float | None = None) -> bytes:
        """Return the picture as PNG.

        Args:
            dpi: pixels per inch; 192 if neither this nor the option of the call is given.
        """
        return self._call.run({} if dpi is None else {"dpi": dpi}, ".png")[1]

    def pdf(self) -> bytes:
        """Return the picture as PDF."""
        return self._call.run({}, ".pdf")[1]

    def save(self, path: str | os.PathLike[str], dpi: float | None = None) -> None:
        """Write the picture to a file: .svg, .png or .pdf.

        Args:
            path: the file, which is replaced if it exists.
            dpi: pixels per inch of a PNG.
        """
        extension = Path(path).suffix.lower()
        if extension == ".svg":
            contents = self.svg.encode("utf-8")
        elif extension == ".png":
            contents = self.png(dpi)
        elif extension == ".pdf":
            contents = self.pdf()
        else:
            raise ValueError(f"{os.fspath(path)}: a picture has the extension .svg, .png or .pdf")
        Path(path).write_bytes(contents)

    def __repr__(self) -> str:
        """Return the command and the size of the SVG."""
        return f"Picture({self._call.command}, {len(self.svg)} bytes of SVG)"


class DecodedPicture(Picture):
    """A picture of decoded drawings, which are also available as data, without the inputs that the picture shows."""

    @cached_property
    def drawings(self) -> Drawings:
        """The decoded drawings, row by row."""
        return records(self._call.run({}, ".ndjson")[1])

    @cached_property
    def latents(self) -> Latents:
        """The latents of the drawings, in their order; `decode(latents, share_noise=True)` decodes them."""
        return self._call.latents()


def records(text: bytes) -> Drawings:
    """Return the drawings of NDJSON text."""
    return Drawings(Drawing(json.loads(line)) for line in text.decode("utf-8").split("\n") if line.strip())
