"""The package's exception and its warning."""

from __future__ import annotations


class StudioError(Exception):
    """An error of the `studio` program, or of finding it.

    The text is the program's message. `status` is its exit status: 1 for a failure, 64 for wrong usage, and `None` if
    the program did not run.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        """Create an error with the message and the exit status of the program."""
        super().__init__(message)
        self.status = status


class StudioWarning(UserWarning):
    """A warning of the `studio` program, for example that a drawing differs from the model's training drawings."""
