"""Finds and runs the `studio` program."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from ._errors import StudioError, StudioWarning

LOG = logging.getLogger("sketchstudio")
PACKAGE = Path(__file__).parent


def program_path() -> str:
    """Return the path of the program: that of `STUDIO_BINARY`, otherwise the first `studio` of `PATH`."""
    stated = os.environ.get("STUDIO_BINARY")
    if stated:
        path = shutil.which(Path(stated).expanduser())
        if path is None:
            raise StudioError(f"STUDIO_BINARY is {stated}, which is not a program that can be run.")
        return path
    path = shutil.which("studio")
    if path is None:
        raise StudioError(
            "The program 'studio' was not found. Install SketchStudio, so that 'studio' is in PATH, "
            "or set the environment variable STUDIO_BINARY to the program's path."
        )
    return path


def program_version() -> str:
    """Return the version of the program, for example `1.0.0`."""
    path = program_path()
    return _version(path, Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _version(path: str, _modified: int) -> str:
    try:
        done = subprocess.run([path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StudioError(f"{path} cannot be run: {error}.") from error
    version = done.stdout.strip()
    if done.returncode != 0 or not re.fullmatch(r"\d+\.\d+\.\d+\S*", version):
        raise StudioError(f"{path} is not the program of SketchStudio. Set STUDIO_BINARY to the path of that program.")
    return version


def _release(version: str) -> tuple[int, int]:
    major, minor = version.split(".")[:2]
    return int(major), int(minor)


def check_version(package: str) -> None:
    """Raise a `StudioError` if the program does not have the interface that this package uses.

    The major version must be the package's and the minor version at least the package's. Before 1.0 the minor version
    must be the package's, as semantic versioning has it.
    """
    program = program_version()
    (major, minor), (expected, least) = _release(program), _release(package)
    if major == expected and (minor == least if major == 0 else minor >= least):
        return
    wanted = f"{expected}.{least}" + ("" if expected == 0 else " or a later version with the same first number")
    raise StudioError(
        f"{program_path()} has version {program}; this package needs {wanted}. Install the two from the same release."
    )


def run_program(arguments: Sequence[str], folder: str | None = None, hide: str = "") -> bytes:
    """Run the program and return its standard output.

    `folder` is its working folder. `hide` is removed from messages: the path of a temporary folder. Warnings become
    `StudioWarning`; other messages are logged at level INFO.
    """
    from . import __version__

    check_version(__version__)
    done = subprocess.run([program_path(), *arguments], stdin=subprocess.DEVNULL, capture_output=True, cwd=folder)
    messages = [
        line.removeprefix("studio: ")
        for line in done.stderr.decode("utf-8", "replace").replace(hide or "\0", "").splitlines()
        if line.strip()
    ]
    failure = messages.pop() if done.returncode and messages else None
    for message in messages:
        if message.startswith("warning: "):
            _warn(message.removeprefix("warning: "))
        else:
            LOG.info("%s", message)
    if done.returncode < 0:
        raise StudioError(f"studio was ended by signal {-done.returncode}." + (f" {failure}" if failure else ""))
    if done.returncode:
        raise StudioError(failure or f"studio ended with status {done.returncode}.", done.returncode)
    return done.stdout


def _warn(message: str) -> None:
    """Issue a warning whose place is the caller of this package."""
    import inspect

    frame, level = inspect.currentframe(), 1
    while frame is not None and Path(frame.f_code.co_filename).parent == PACKAGE:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, StudioWarning, stacklevel=level)
