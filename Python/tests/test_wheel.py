"""The wheel: what it contains, and that equal sources give equal bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


def build(folder: Path) -> Path:
    """Build the wheel in a copy of the package and return its path."""
    source = Path(__file__).resolve().parents[1]
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__", "dist", ".*"))
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return next((folder / "dist").iterdir())


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    first, second = build(tmp_path / "one"), build(tmp_path / "two")
    assert first.name == second.name and first.name.endswith("-py3-none-any.whl")
    assert first.read_bytes() == second.read_bytes()
    names = set(zipfile.ZipFile(first).namelist())
    assert "sketchstudio/py.typed" in names
    assert all(name.startswith("sketchstudio") for name in names)
