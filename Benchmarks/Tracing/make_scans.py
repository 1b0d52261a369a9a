#!/usr/bin/env python3
"""Prints drawings with a pen-like line, and makes ten scans of them: noise, blur, shading, skew, 100 to 300 dpi.

    python3 Benchmarks/Tracing/make_scans.py FOLDER

Writes NAME.png or NAME.jpg and NAME.true.json: the true strokes of each drawing in pixels of the scan, in drawing order.
Needs Pillow and NumPy. The scans are the same on every run.
"""
import io
import json
import math
import pathlib
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

ROOT = pathlib.Path(__file__).resolve().parents[2]
MM = 1 / 25.4

# name, format, dpi, drawings, columns, width of a drawing in mm, pen in mm, and what the scanner does
SCANS = [
    dict(name="01-clean", dpi=100, drawings=["face"], columns=1, size=90),
    dict(name="02-noise", dpi=150, drawings=["cat"], columns=1, size=90, noise=14),
    dict(name="03-blur", dpi=200, drawings=["pig"], columns=1, size=90, noise=5, blur=2.0),
    dict(name="04-shadow", dpi=300, drawings=["butterfly"], columns=1, size=90, noise=6, blur=1.0, shade=0.55),
    dict(name="05-skew", dpi=200, drawings=["crab"], columns=1, size=90, noise=5, skew=3.0),
    dict(name="06-photo", kind="jpg", quality=60, dpi=300, drawings=["duck"], columns=1, size=90, noise=8, blur=1.5,
         shade=0.6, skew=-2.0, edge=True),
    dict(name="07-pencil", dpi=300, drawings=["cat-2"], columns=1, size=90, pen=0.4, ink=0.62, noise=5, blur=1.0, grain=0.5),
    dict(name="08-dry-pen", dpi=200, drawings=["pig-2"], columns=1, size=90, noise=5, gaps=9),
    dict(name="09-six", dpi=200, drawings=["cat", "pig", "face", "crab", "duck", "butterfly"], columns=2, size=55, noise=6,
         blur=0.8, shade=0.25),
    dict(name="10-twelve", kind="jpg", quality=75, dpi=150,
         drawings=["cat", "pig", "face", "crab", "duck", "butterfly", "cat-2", "pig-2", "cat-body", "pig-body", "face", "duck"],
         columns=3, size=48, noise=6, skew=1.5, shade=0.3),
]


def smooth(points):
    """A Catmull-Rom curve through the points, about 4 places per pixel of the example's 255."""
    if len(points) < 3:
        return np.array(points, float)
    p = np.array([points[0]] + list(points) + [points[-1]], float)
    if points[0] == points[-1]:
        p[0], p[-1] = p[-3], p[2]
    result = [p[1]]
    for i in range(1, len(p) - 2):
        steps = max(2, int(np.hypot(*(p[i + 1] - p[i])) / 2))
        for t in np.linspace(0, 1, steps + 1)[1:]:
            a, b, c, d = p[i - 1], p[i], p[i + 1], p[i + 2]
            result.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3))
    return np.array(result)


def resampled(line, step):
    """Points `step` apart along a line."""
    lengths = np.hypot(*np.diff(line, axis=0).T) if len(line) > 1 else np.zeros(0)
    along = np.concatenate([[0], np.cumsum(lengths)])
    if along[-1] == 0:
        return line[:1]
    places = np.linspace(0, along[-1], max(2, int(along[-1] / step) + 1))
    return np.stack([np.interp(places, along, line[:, k]) for k in (0, 1)], axis=1)


def wave(random, count, period):
    """A smooth random line of values with standard deviation near 1."""
    knots = random.normal(size=max(count // period + 4, 4))
    return np.interp(np.linspace(0, len(knots) - 1, count), np.arange(len(knots)), knots)


def strokes_of(name):
    drawing = json.loads((ROOT / "examples" / f"{name}.json").read_text())["drawing"]
    return [smooth(list(zip(xs, ys))) for xs, ys in drawing]


def page(scan, random):
    """The true strokes of each drawing in pixels of the unskewed page, and the page's size."""
    dpi, size, columns = scan["dpi"], scan["size"], scan["columns"]
    rows = math.ceil(len(scan["drawings"]) / columns)
    cell = size * 1.3 * MM * dpi
    width, height = int(columns * cell + 12 * MM * dpi), int(rows * cell + 12 * MM * dpi)
    drawings = []
    for index, name in enumerate(scan["drawings"]):
        strokes = strokes_of(name)
        low = np.min([s.min(axis=0) for s in strokes], axis=0)
        high = np.max([s.max(axis=0) for s in strokes], axis=0)
        scale = size * MM * dpi / (high - low).max()
        middle = np.array([(index % columns + 0.5) * cell, (index // columns + 0.5) * cell]) + 6 * MM * dpi
        result = []
        for stroke in strokes:
            line = resampled((stroke - (low + high) / 2) * scale + middle, 1)
            # A hand's tremor: 0.1 mm.
            if len(line) > 2:
                line = line + 0.1 * MM * dpi * np.stack(
                    [wave(random, len(line), int(2 * MM * dpi * 2)) for _ in range(2)], axis=1)
            result.append(line)
        drawings.append(result)
    return drawings, width, height


def printed(scan, drawings, width, height, random):
    """The page as ink, from 0 (paper) to 1, drawn at a multiple of the resolution."""
    over = 4
    image = Image.new("L", (width * over, height * over), 0)
    draw = ImageDraw.Draw(image)
    pen = scan.get("pen", 0.5) * MM * scan["dpi"]
    for strokes in drawings:
        for stroke in strokes:
            line = resampled(stroke, 0.3)
            radius = pen / 2 * (1 + 0.15 * wave(random, len(line), max(int(pen * 10), 4)))
            radius = np.maximum(radius, pen / 4)
            skipped = np.zeros(len(line), bool)
            for _ in range(scan.get("gaps", 0) if len(line) > 300 else 0):
                if random.random() < 0.35:
                    start = random.integers(60, len(line) - 60)
                    skipped[start:start + int(random.uniform(1.0, 2.6) * pen / 0.3) + int(pen / 0.3)] = True
            for (x, y), r in zip(line[~skipped], radius[~skipped]):
                draw.ellipse([(x - r) * over, (y - r) * over, (x + r) * over, (y + r) * over], fill=255)
    ink = np.asarray(image.resize((width, height), Image.BOX), float) / 255
    if scan.get("grain"):
        # Pencil on rough paper leaves some of it white.
        noise = Image.fromarray(random.integers(0, 256, (height, width), dtype=np.uint8)).filter(ImageFilter.GaussianBlur(1))
        rough = (np.asarray(noise, float) - 128) / 22
        ink = ink * np.clip(1 - scan["grain"] * np.clip(rough, 0, 1.5), 0, 1)
    return ink


def scanned(scan, ink, random):
    """The scan as grey levels."""
    height, width = ink.shape
    paper, black = 232, 45
    if scan.get("edge"):
        # The table at two sides of the sheet.
        ink = ink.copy()
        ink[:, -max(width // 40, 4):] = 1
        ink[-max(height // 50, 4):, :] = 1
    grey = paper - (paper - black) * scan.get("ink", 1.0) * ink
    if scan.get("skew"):
        turned = Image.fromarray(grey.astype(np.float32), mode="F").rotate(
            -scan["skew"], resample=Image.BICUBIC, fillcolor=black if scan.get("edge") else paper)
        grey = np.asarray(turned, float)
    if scan.get("blur"):
        grey = blurred(grey, scan["blur"])
    if scan.get("shade"):
        x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
        shadow = 1 / (1 + np.exp(-(x + 0.6 * y - 0.9) * 9))
        grey = grey * (1 - scan["shade"] * (0.7 * shadow + 0.3 * y))
    grey = grey + random.normal(scale=scan.get("noise", 2), size=grey.shape)
    return Image.fromarray(np.clip(np.rint(grey), 0, 255).astype(np.uint8))


def blurred(grey, sigma):
    reach = int(3 * sigma + 1)
    kernel = np.exp(-np.arange(-reach, reach + 1) ** 2 / (2 * sigma**2))
    kernel /= kernel.sum()
    for axis in (0, 1):
        padded = np.pad(grey, [(reach, reach) if k == axis else (0, 0) for k in (0, 1)], mode="edge")
        grey = sum(w * np.take(padded, range(i, i + grey.shape[axis]), axis=axis) for i, w in enumerate(kernel))
    return grey


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for number, scan in enumerate(SCANS):
        random = np.random.default_rng(number)
        drawings, width, height = page(scan, random)
        ink = printed(scan, drawings, width, height, random)
        picture = scanned(scan, ink, random)
        path = folder / f"{scan['name']}.{scan.get('kind', 'png')}"
        options = dict(quality=scan["quality"]) if "quality" in scan else {}
        picture.save(path, dpi=(scan["dpi"], scan["dpi"]), **options)
        angle = math.radians(scan.get("skew", 0))
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        middle = np.array([width / 2, height / 2])
        seen = [[((stroke - middle) @ turn.T + middle).round(2).tolist() for stroke in strokes] for strokes in drawings]
        truth = dict(dpi=scan["dpi"], skew=scan.get("skew", 0), words=scan["drawings"], drawings=seen)
        (folder / f"{scan['name']}.true.json").write_text(json.dumps(truth))
        print(path, picture.size)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
