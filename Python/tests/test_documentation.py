"""The examples of Docs/Python.md and of the notebook, run as they are."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

import sketchstudio as studio

from .conftest import ROOT, writes_data

pytestmark = [pytest.mark.program, pytest.mark.filterwarnings("ignore::sketchstudio.StudioWarning")]

PAGE = ROOT / "Docs" / "Python.md"
NOTEBOOK = ROOT / "Python" / "examples" / "latents.ipynb"
VALUE = re.compile(r"  # -> (.+)$")


def run(code: str, names: dict[str, Any]) -> int:
    """Run statements; compare each that has a comment `# -> VALUE`, and return how many. Values of others are shown."""
    compared = 0
    lines = code.split("\n")
    for statement in ast.parse(code).body:
        if not isinstance(statement, ast.Expr):
            exec(compile(ast.Module([statement], []), "example", "exec"), names)
            continue
        value = eval(compile(ast.Expression(statement.value), "example", "eval"), names)
        stated = VALUE.search(lines[(statement.end_lineno or statement.lineno) - 1])
        if stated:
            assert repr(value) == stated[1], f"{ast.unparse(statement)} is {value!r}"
            compared += 1
        elif hasattr(value, "_repr_svg_"):
            assert value._repr_svg_().startswith("<?xml")
    return compared


def test_the_examples_of_the_page(folder: Path) -> None:
    pytest.importorskip("numpy")
    if not PAGE.exists():
        pytest.skip("the page is not here")
    text = PAGE.read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    if not writes_data():
        blocks = [block for block in blocks if ".latents" not in block]
    compared = sum(run(block, names) for block in blocks)
    assert compared == sum(block.count("  # -> ") for block in blocks) > 0


def test_every_function_of_the_package_is_on_the_page() -> None:
    if not PAGE.exists():
        pytest.skip("the page is not here")
    text = PAGE.read_text(encoding="utf-8")
    missing = [name for name in studio.__all__ if not re.search(rf"\b{name}\b", text)]
    assert set(missing) <= {"Classification", "DecodedPicture", "ModelInfo", "Picture", "program_path"}


def test_the_cells_of_the_notebook(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numpy")
    if not NOTEBOOK.exists():
        pytest.skip("the notebook is not here")
    (folder / "Python" / "examples").mkdir(parents=True)
    monkeypatch.chdir(folder / "Python" / "examples")
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            run("".join(cell["source"]), names)
