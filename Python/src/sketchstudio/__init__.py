"""sketch-rnn in Python: runs the `studio` program of SketchStudio.

    import sketchstudio as studio

    latents = studio.encode(["cat.json", "pig.json"])
    latents.mean                                        # an array [2, 128]
    studio.decode(latents.mean.mean(axis=0))            # drawings; a notebook shows them
    studio.interpolate("cat.json", "pig.json", steps=10).save("cat-pig.png")

The program is that of the environment variable `STUDIO_BINARY`, otherwise the first `studio` of `PATH`. NumPy is
optional; without it, arrays are nested lists.
"""

from ._commands import (
    Classification,
    ModelInfo,
    analogy,
    classify,
    complete,
    convert,
    decode,
    encode,
    evaluate,
    grid,
    interpolate,
    models,
    read,
    reconstruct,
    render,
    run,
    sample,
)
from ._drawings import Drawing, Drawings
from ._errors import StudioError, StudioWarning
from ._latents import Latents
from ._pictures import DecodedPicture, Picture
from ._program import program_path, program_version

__version__ = "1.0.0"

__all__ = [
    "Classification",
    "DecodedPicture",
    "Drawing",
    "Drawings",
    "Latents",
    "ModelInfo",
    "Picture",
    "StudioError",
    "StudioWarning",
    "analogy",
    "classify",
    "complete",
    "convert",
    "decode",
    "encode",
    "evaluate",
    "grid",
    "interpolate",
    "models",
    "program_path",
    "program_version",
    "read",
    "reconstruct",
    "render",
    "run",
    "sample",
]
