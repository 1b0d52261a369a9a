"""Finds the examples, and skips tests that need the program where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import sketchstudio as studio

ROOT = Path(__file__).resolve().parents[2]


@cache
def writes_data() -> bool:
    """Return whether the program writes the drawings and latents of pictures."""
    return "--latents" in studio.run("interpolate", help=True)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "program: the test runs the program 'studio'")
    config.addinivalue_line("markers", "data: the program must write the drawings and latents of pictures")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    try:
        if not writes_data():
            for item in items:
                if item.get_closest_marker("data"):
                    item.add_marker(pytest.mark.skip(reason="this 'studio' does not write the latents of pictures"))
    except studio.StudioError as error:
        skip = pytest.mark.skip(reason=str(error))
        for item in items:
            if item.get_closest_marker("program"):
                item.add_marker(skip)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder with the project's example drawings in `examples`, which is the working folder."""
    if not (ROOT / "examples").is_dir():
        pytest.skip("the folder 'examples' of the project is not here")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that makes a shell script the program; it prints the package's version for `--version`."""

    def make(body: str, version: str = studio.__version__) -> None:
        program = tmp_path / f"fake-{len(list(tmp_path.iterdir()))}"
        program.write_text(f'#!/bin/sh\nif [ "$1" = --version ]; then echo "{version}"; exit 0; fi\n{body}\n')
        program.chmod(0o755)
        monkeypatch.setenv("STUDIO_BINARY", str(program))

    return make
