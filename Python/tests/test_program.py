"""The program: where it is looked for, its version, its errors and its warnings."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import sketchstudio as studio

Fake = Callable[..., None]


def test_a_missing_program_is_an_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STUDIO_BINARY", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(studio.StudioError, match="PATH, or set the environment variable STUDIO_BINARY") as error:
        studio.models()
    assert error.value.status is None


def test_a_wrong_studio_binary_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_BINARY", "/nowhere/studio")
    with pytest.raises(studio.StudioError, match="STUDIO_BINARY is /nowhere/studio"):
        studio.models()


def test_studio_binary_precedes_path(fake: Fake, tmp_path: Path) -> None:
    fake("echo here")
    assert Path(studio.program_path()).parent == tmp_path


def test_path_is_searched_without_studio_binary(fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake("echo here")
    next(tmp_path.glob("fake-*")).rename(tmp_path / "studio")
    monkeypatch.delenv("STUDIO_BINARY")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert studio.run("anything") == "here\n"


def test_another_program_of_that_name_is_refused(fake: Fake) -> None:
    fake("exit 0", version="Studio by somebody else, 2019")
    with pytest.raises(studio.StudioError, match="is not the program of SketchStudio"):
        studio.models()


@pytest.mark.parametrize(
    ("package", "program", "accepted"),
    [
        ("0.1.0", "0.1.7", True),
        ("0.1.0", "0.2.0", False),
        ("0.2.0", "0.1.0", False),
        ("1.1.0", "1.1.0", True),
        ("1.1.0", "1.4.2", True),
        ("1.4.0", "1.1.0", False),
        ("1.1.0", "2.0.0", False),
    ],
)
def test_versions(fake: Fake, monkeypatch: pytest.MonkeyPatch, package: str, program: str, accepted: bool) -> None:
    fake("echo ran", version=program)
    monkeypatch.setattr(studio, "__version__", package)
    if accepted:
        assert studio.run("anything") == "ran\n"
    else:
        with pytest.raises(studio.StudioError, match=f"has version {program}; this package needs"):
            studio.run("anything")


def test_a_failure_is_the_message_and_the_status(fake: Fake) -> None:
    fake("echo 'studio: --steps 0: must be from 1 to 10000.' >&2; exit 64")
    with pytest.raises(studio.StudioError) as error:
        studio.run("interpolate")
    assert str(error.value) == "--steps 0: must be from 1 to 10000."
    assert error.value.status == 64


def test_a_failure_without_a_message_states_the_status(fake: Fake) -> None:
    fake("exit 3")
    with pytest.raises(studio.StudioError, match="status 3"):
        studio.run("anything")


def test_a_signal_is_an_error(fake: Fake) -> None:
    fake("kill -9 $$")
    with pytest.raises(studio.StudioError, match="ended by signal 9"):
        studio.run("anything")


def test_warnings_are_python_warnings_at_the_callers_line(fake: Fake) -> None:
    fake("echo 'studio: warning: it differs.' >&2; echo done")
    with pytest.warns(studio.StudioWarning, match=r"^it differs\.$") as record:
        assert studio.run("anything") == "done\n"
    assert record[0].filename == __file__


def test_warnings_are_issued_before_an_error(fake: Fake) -> None:
    fake("echo 'studio: warning: first.' >&2; echo 'studio: second.' >&2; exit 1")
    with pytest.warns(studio.StudioWarning, match="first"), pytest.raises(studio.StudioError, match="second"):
        studio.run("anything")


def test_other_messages_are_logged(fake: Fake, caplog: pytest.LogCaptureFixture) -> None:
    fake("echo 'studio: 2 drawings read, 2 written.' >&2")
    with caplog.at_level(logging.INFO, "sketchstudio"), warnings.catch_warnings():
        warnings.simplefilter("error")
        studio.run("anything")
    assert caplog.messages == ["2 drawings read, 2 written."]


def test_keywords_are_options(fake: Fake) -> None:
    fake("printf '%s|' \"$@\"")
    arguments = studio.run(
        "model info",
        "a path",
        line_width="1mm",
        temperature=[0.1, 0.5],
        class_=["crab", "power outlet, old"],
        model=["one", Path("two")],  # type: ignore[list-item]
        where=["word=cat", "word=pig"],
        labels=False,
        curves=False,
        plain=True,
        greedy=False,
        seed=None,
    )
    assert arguments.split("|")[:-1] == [
        "model",
        "info",
        "--line-width=1mm",
        "--temperature=0.1,0.5",
        "--class=crab,power outlet\\, old",
        "--model=one",
        "--model=two",
        "--where=word=cat",
        "--where=word=pig",
        "--no-labels",
        "--no-curves",
        "--plain",
        "a path",
    ]


def test_numbers_of_numpy_are_options(fake: Fake) -> None:
    numpy = pytest.importorskip("numpy")
    fake("printf '%s|' \"$@\"")
    arguments = studio.run("sample", seed=numpy.int64(7), temperature=numpy.array([0.5, 0.25]), pull=numpy.float32(0.5))
    assert arguments == "sample|--seed=7|--temperature=0.5,0.25|--pull=0.5|"


def test_labels_are_shown_by_default(fake: Fake) -> None:
    fake("printf '%s|' \"$@\"")
    assert studio.run("render", labels=True) == "render|"
    assert studio.run("render", labels=["a", "b"]) == "render|--labels=a,b|"


@pytest.mark.program
def test_the_versions_of_the_package_and_the_program_are_equal() -> None:
    assert studio.program_version() == studio.__version__


@pytest.mark.program
def test_an_unknown_option_is_the_programs_error() -> None:
    with pytest.raises(studio.StudioError, match="Unknown option '--stpes'") as error:
        studio.sample(1, stpes=3)
    assert error.value.status == 64
