"""Arrays with NumPy, and nested lists without it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, cast

try:
    import numpy
except ImportError:  # NumPy is optional.
    numpy = None  # type: ignore[assignment]

__all__ = ["Array", "array", "nested", "numpy", "plain"]

if TYPE_CHECKING:
    import numpy.typing

Array: TypeAlias = "numpy.typing.NDArray[numpy.float32]"
"""An array of single precision if NumPy is installed, otherwise nested lists of the same shape."""


def array(values: Any) -> Array:
    """Return nested lists as an array, if NumPy is installed."""
    if numpy is None:
        return cast("Array", values)
    return numpy.asarray(values, dtype=numpy.float32)


def nested(values: Any) -> Any:
    """Return arrays, tuples and other iterables of numbers as nested lists of Python numbers."""
    if hasattr(values, "tolist"):
        return values.tolist()
    if isinstance(values, Iterable) and not isinstance(values, str | bytes):
        return [nested(value) for value in values]
    return values


def plain(value: Any) -> Any:
    """Return a value that JSON can store: dictionaries with text keys, lists, numbers and text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
