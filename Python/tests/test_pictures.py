"""Pictures: what each command returns, and its files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

import sketchstudio as studio

pytestmark = pytest.mark.program

CAT, PIG, CRAB = "examples/cat.json", "examples/pig.json", "examples/crab.json"


def paths(picture: studio.Picture) -> int:
    """Return the number of paths in the SVG."""
    return sum(element.tag.endswith("path") for element in ElementTree.fromstring(picture.svg).iter())


def labels(picture: studio.Picture) -> list[str]:
    """Return the texts in the SVG."""
    tree = ElementTree.fromstring(picture.svg)
    return ["".join(element.itertext()) for element in tree.iter() if element.tag.endswith("text")]


def test_an_interpolation_has_a_drawing_for_each_step(folder: Path) -> None:
    picture = studio.interpolate(CAT, PIG, steps=4)
    assert picture.result["steps"] == 4
    assert paths(picture) == 6
    assert {"cat", "pig"} <= set(labels(picture))
    assert picture._repr_svg_() == picture.svg
    assert paths(studio.interpolate(CAT, PIG, steps=2, model=["cat-pig", "creatures"])) == 2 + 2 * 2


def test_the_picture_is_that_of_the_command(folder: Path) -> None:
    studio.run("interpolate", CAT, PIG, output="own.svg", steps=3, seed=7)
    assert studio.interpolate(CAT, PIG, steps=3, seed=7).svg == Path("own.svg").read_text()


def test_png_and_pdf_and_files(folder: Path) -> None:
    picture = studio.interpolate(CAT, PIG, steps=2)
    assert picture.png().startswith(b"\x89PNG")
    assert len(picture.png(dpi=48)) < len(picture.png(dpi=192))
    assert picture.pdf().startswith(b"%PDF")
    picture.save("a.svg")
    picture.save(Path("a.png"), dpi=48)
    picture.save("a.PDF")
    assert Path("a.svg").read_text() == picture.svg
    assert Path("a.png").read_bytes() == picture.png(dpi=48)
    assert Path("a.PDF").read_bytes().startswith(b"%PDF")
    with pytest.raises(ValueError, match=r"a\.gif: a picture has the extension"):
        picture.save("a.gif")


def test_equal_calls_with_drawings_in_memory_give_equal_bytes(folder: Path) -> None:
    drawings = studio.read([CAT, PIG])
    first, second = (studio.interpolate(*drawings, steps=2) for _ in range(2))
    assert first.svg == second.svg
    assert first.png() == second.png()
    assert "sketchstudio-" not in first.svg


def test_drawings_in_memory_and_paths_can_be_mixed(folder: Path) -> None:
    decoded = studio.decode(studio.encode(PIG))
    assert paths(studio.interpolate(CAT, decoded[0], steps=3)) == 5


def test_one_drawing_is_needed_where_one_is_meant(folder: Path) -> None:
    with pytest.raises(ValueError, match="drawing 2 must be 1 drawing, not 2"):
        studio.interpolate(CAT, [CAT, PIG])
    with pytest.raises(ValueError, match="there are no drawings"):
        studio.render([])


def test_an_analogy_accepts_drawings_latents_and_an_expression(folder: Path) -> None:
    names = ("examples/pig.json", "examples/pig-body.json", "examples/cat.json")
    by_paths = studio.analogy(*names)
    by_latents = studio.analogy(*(studio.encode(name) for name in names))
    by_expression = studio.analogy(f"{names[2]} + ({names[1]} - {names[0]})")
    assert len(by_paths.result["mean"]) == 128
    assert by_latents.result["mean"] == pytest.approx(by_paths.result["mean"], abs=1e-6)
    assert by_expression.result["mean"] == by_paths.result["mean"]
    with pytest.raises(TypeError, match="three drawings, or one expression"):
        studio.analogy(CAT, PIG)
    with pytest.raises(TypeError, match="three drawings, or one expression"):
        studio.analogy(studio.encode(CAT))


@pytest.mark.filterwarnings("ignore::sketchstudio.StudioWarning")
@pytest.mark.parametrize(
    ("make", "drawings"),
    [
        (lambda: studio.grid(CAT, PIG, CRAB, CAT, size=3), 9 + 4),
        (lambda: studio.reconstruct([CAT, PIG], temperature=[0.1, 0.5]), 6),
        (lambda: studio.reconstruct(CAT, temperature="0.1,...,0.3"), 4),
        (lambda: studio.sample(3), 3),
        (lambda: studio.sample(2, model="face", temperature=(0.1, 0.5), style="dark"), 4),
        (lambda: studio.render([CAT, PIG], labels=False), 2),
    ],
)
def test_pictures_have_their_drawings(folder: Path, make: Callable[[], studio.Picture], drawings: int) -> None:
    assert paths(make()) == drawings


def test_completions(folder: Path) -> None:
    picture = studio.complete("examples/start.json", count=2)
    assert picture.result["sketches"] == 2
    for latent in (studio.encode(PIG), PIG, studio.read(PIG)[0], studio.encode(PIG).mean[0]):
        other = studio.complete("examples/start.json", count=2, latent=latent)
        assert other.svg != picture.svg


@pytest.mark.data
def test_pictures_have_their_drawings_and_latents_as_data(folder: Path) -> None:
    picture = studio.interpolate(CAT, PIG, steps=4)
    assert len(picture.drawings) == len(picture.latents) == 4
    again = studio.decode(studio.encode(CAT).replace(picture.latents.mean[0]), greedy=True)
    assert again[0].record["drawing"] == studio.decode(studio.encode(CAT), greedy=True)[0].record["drawing"]
    analogy = studio.analogy(*studio.read([CAT, PIG, CRAB]), count=2)
    assert len(analogy.drawings) == len(analogy.latents) == 2
    assert not any("sketchstudio-" in str(source) for source in analogy.latents.sources)


def test_samples_have_drawings(folder: Path) -> None:
    samples = studio.sample(2, temperature=[0.2, 0.6], seed=5)
    assert len(samples.drawings) == 4
    assert samples.drawings is samples.drawings
    assert [d.record for d in studio.sample(1, temperature=[0.2], seed=5).drawings] == [samples.drawings[0].record]


def test_a_drawing_and_drawings_are_shown(folder: Path) -> None:
    drawings = studio.read([CAT, PIG])
    assert paths(drawings[0].render()) == 1
    assert labels(drawings[0].render()) == []
    assert drawings._repr_svg_().startswith("<?xml")
    assert labels(drawings.render()) == ["cat", "pig"]
    assert labels(studio.Drawings(drawings.stroke3).render()) == []
    many = studio.Drawings(list(drawings) * 50)
    assert ElementTree.parse(io.StringIO(many._repr_svg_())) is not None
    assert many._repr_svg_().count("<path") == 60


def test_losses_and_classes_and_models(folder: Path) -> None:
    losses = studio.evaluate([CAT, PIG], latent="mean")
    assert losses["sketches"] == 2 and losses["latent"] == "mean"
    both = studio.evaluate(CAT, model=["cat-pig", "cat-pig-kl100"])
    assert [item["model"] for item in both] == ["cat-pig", "cat-pig-kl100"]
    judged = studio.classify([CAT, CRAB], classifier="picture")
    assert judged.labels == ["cat", "crab"]
    assert len(judged.probabilities[0]) == len(judged.classes)
    assert [label for label, probability in judged if probability > 0.5] == ["cat", "crab"]
    models = {model.name: model for model in studio.models()}
    assert models["cat-pig"].classes == ["cat", "pig"] and models["cat-pig"].conditional
    assert not models["face"].conditional


def test_convert_writes_files_and_folders(folder: Path) -> None:
    counts = studio.convert([CAT, {"word": "dot", "drawing": [[[0, 5, 9], [0, 7, 2]]]}], "both.ndjson")
    assert (counts["read"], counts["written"]) == (2, 2)
    assert studio.read("both.ndjson").words == ["cat", "dot"]
    assert studio.read("both.ndjson#1").words == ["dot"]
    studio.convert("both.ndjson", "svg/", format="svg")
    assert len(list(Path("svg").iterdir())) == 2
    assert studio.convert("both.ndjson", "cats.csv", where="word=cat")["dropped"] != {}
    with pytest.raises(ValueError, match=r"render\(drawings\)\.save"):
        studio.convert(CAT, "cat.png")
