"""Latents: arrays, indexing, files, and the model that they state."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sketchstudio as studio


def lists(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value


def example() -> studio.Latents:
    return studio.Latents(
        mean=[[0.5, 1], [2, 3], [4, 5]],  # type: ignore[arg-type]
        log_variance=[[-1, -1], [-2, -2], [-3, -3]],  # type: ignore[arg-type]
        words=["a", "b", "c"],
        keys=["1", "2", "3"],
        model="m",
        fingerprint="f",
    )


def test_one_vector_is_one_latent() -> None:
    latents = studio.Latents([1, 2, 3])  # type: ignore[arg-type]
    assert lists(latents.mean) == [[1, 2, 3]]
    assert latents.words == [None]
    assert repr(latents) == "Latents(1 x 3)"


@pytest.mark.parametrize("mean", [[], [[]], [[1, 2], [3]], [[[1, 2]]], [["a"]]])
def test_other_shapes_are_refused(mean: Any) -> None:
    with pytest.raises(ValueError, match=r"\[B, Z\]"):
        studio.Latents(mean)


def test_lists_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="words has 1 entries for 2 latents"):
        studio.Latents([[1], [2]], words=["a"])  # type: ignore[arg-type]


def test_an_index_selects_latents_with_their_words() -> None:
    latents = example()
    assert latents[1].words == ["b"]
    assert latents[-1].keys == ["3"]
    assert lists(latents[1:].mean) == [[2, 3], [4, 5]]
    assert latents[[2, 0]].words == ["c", "a"]
    assert latents[[True, False, True]].words == ["a", "c"]
    assert lists(latents[2].log_variance) == [[-3, -3]]
    assert [item.words[0] for item in latents] == ["a", "b", "c"]
    with pytest.raises(IndexError):
        latents[3]


def test_replacing_the_vectors_keeps_the_model() -> None:
    moved = example().replace([[9, 9]])
    assert (moved.model, moved.fingerprint, moved.log_variance, moved.words) == ("m", "f", None, [None])
    assert example().replace([[9, 9]] * 3).words == ["a", "b", "c"]


def test_the_json_text_is_read_again() -> None:
    again = studio.Latents.from_json(example().to_json())
    assert lists(again.mean) == lists(example().mean)
    assert lists(again.log_variance) == lists(example().log_variance)
    assert (again.words, again.keys, again.model, again.fingerprint) == (["a", "b", "c"], ["1", "2", "3"], "m", "f")


def test_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="NaN"):
        studio.Latents([float("nan")]).to_json()  # type: ignore[arg-type]


@pytest.mark.program
def test_encode_returns_posteriors(folder: Path) -> None:
    latents = studio.encode(["examples/cat.json", "examples/pig.json"], samples=3)
    assert (len(latents), len(latents.mean[0])) == (2, 128)
    assert latents.log_variance is not None and len(latents.log_variance[1]) == 128
    assert latents.samples is not None and (len(latents.samples), len(latents.samples[0])) == (2, 3)
    assert latents.words == ["cat", "pig"]
    assert latents.sources == ["examples/cat.json", "examples/pig.json"]
    assert latents.model == "cat-pig-kl100"
    assert len(studio.encode("examples/cat.json", model="creatures").mean[0]) == 128


@pytest.mark.program
def test_decoding_latents_in_memory_is_decoding_the_file(folder: Path) -> None:
    studio.run("encode", "examples/cat.json", "examples/pig.json", output="latents.json")
    from_file = studio.decode("latents.json", seed=3)
    in_memory = studio.decode(studio.encode(["examples/cat.json", "examples/pig.json"]), seed=3)
    assert [d.record for d in from_file] == [d.record for d in in_memory]
    assert in_memory.words == ["cat", "pig"]
    assert in_memory[0].finished is True
    assert studio.decode("latents.json", steps=7)[1].finished is False
    assert len(studio.decode("latents.json", steps=7)[1].stroke3) == 7


@pytest.mark.program
def test_latents_are_refused_by_another_model(folder: Path) -> None:
    latents = studio.encode("examples/cat.json")
    latents.fingerprint = "0" * 16
    with pytest.raises(studio.StudioError, match="the latents are of the model"):
        studio.decode(latents)


@pytest.mark.program
def test_a_plain_list_is_decoded_with_the_model_that_is_named() -> None:
    drawings = studio.decode([0.0] * 128, model="cat-pig", greedy=True)
    assert len(drawings) == 1
    with pytest.warns(studio.StudioWarning, match="does not state the model"):
        studio.decode([0.0] * 128)


@pytest.mark.program
@pytest.mark.parametrize("name", ["latents.json", "latents.npz"])
def test_files_of_latents(folder: Path, name: str) -> None:
    if name.endswith("npz"):
        pytest.importorskip("numpy")
    latents = studio.encode(["examples/cat.json", "examples/pig.json"])
    latents.save(name)
    again = studio.Latents.load(name)
    assert lists(again.mean) == lists(latents.mean)
    assert lists(again.log_variance) == lists(latents.log_variance)
    assert (again.words, again.keys, again.model) == (latents.words, latents.keys, latents.model)
    assert [d.record for d in studio.decode(name)] == [d.record for d in studio.decode(latents)]


@pytest.mark.program
def test_the_package_works_without_numpy(folder: Path) -> None:
    script = """
import sys
sys.modules["numpy"] = None
import sketchstudio as studio
latents = studio.encode(["examples/cat.json", "examples/pig.json"])
assert isinstance(latents.mean, list) and len(latents.mean[1]) == 128
middle = [(a + b) / 2 for a, b in zip(*latents.mean)]
drawings = studio.decode(latents.replace(middle))
assert isinstance(drawings[0].stroke3, list) and len(drawings[0].stroke3[0]) == 3
assert studio.classify(drawings).labels
assert drawings._repr_svg_().startswith("<?xml")
"""
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, env=_environment())


def _environment() -> dict[str, str]:
    import os

    source = Path(studio.__file__).parents[1]
    return {**os.environ, "PYTHONPATH": str(source)}
