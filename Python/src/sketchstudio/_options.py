"""Keyword arguments as options of the command line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TypeAlias, Union

Option: TypeAlias = Union[bool, int, float, str, "os.PathLike[str]", Sequence[int | float | str], None]
"""The value of an option: `True` sets a flag, `None` is the default, and a sequence is written with commas."""

REPEATED = {"model", "where"}
NEGATED = {"labels", "curves", "simplify"}
SHOWN = {"labels"}
ESCAPED = {"class"}


def arguments(options: Mapping[str, Option]) -> list[str]:
    """Return the options as arguments: `line_width="1mm"` is `--line-width=1mm`, `labels=False` is `--no-labels`.

    A name that is a keyword of Python has an underscore at its end: `class_="crab"`.
    """
    result: list[str] = []
    for keyword, value in options.items():
        name = keyword.rstrip("_").replace("_", "-")
        if hasattr(value, "tolist"):  # a number or an array of NumPy
            value = getattr(value, "tolist")()  # noqa: B009
        if value is None:
            continue
        if isinstance(value, bool):
            if value and name not in SHOWN:
                result.append(f"--{name}")
            elif not value and name in NEGATED:
                result.append(f"--no-{name}")
        elif isinstance(value, str | int | float | os.PathLike):
            result.append(f"--{name}={text(value)}")
        elif name in REPEATED:
            result += [f"--{name}={text(item)}" for item in value]
        else:
            items = [text(item) for item in value]
            if name in ESCAPED:
                items = [item.replace(",", "\\,") for item in items]
            result.append(f"--{name}=" + ",".join(items))
    return result


def text(value: object) -> str:
    """Return a value as the program reads it."""
    return os.fspath(value) if isinstance(value, os.PathLike) else str(value)
