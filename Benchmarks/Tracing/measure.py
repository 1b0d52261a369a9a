#!/usr/bin/env python3
"""Compares traced scans with the true strokes: python3 Benchmarks/Tracing/measure.py STUDIO FOLDER [--model NAME]

FOLDER is what make_scans.py wrote. Traces every scan with `STUDIO trace`, and prints a table:
found    share of the true strokes' length within 2 pixels of a traced one
true     share of the traced strokes' length within 2 pixels of a true one
strokes  traced, of true ones
order    Kendall's tau of the strokes' order, traced against true (1 is the same, -1 reversed)
cosine   of the latents of a traced and a true drawing, as `STUDIO encode` computes them: mean and least of the page
Needs NumPy and SciPy.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

import numpy as np
from scipy.spatial import cKDTree
from scipy.stats import kendalltau


def dense(strokes):
    """Places one pixel apart on each stroke."""
    result = []
    for stroke in strokes:
        line = np.array(stroke, float)
        lengths = np.hypot(*np.diff(line, axis=0).T) if len(line) > 1 else np.zeros(0)
        along = np.concatenate([[0], np.cumsum(lengths)])
        places = np.linspace(0, along[-1], max(1, int(round(along[-1])) + 1))
        result.append(np.stack([np.interp(places, along, line[:, k]) for k in (0, 1)], axis=1))
    return result


def share_near(lines, others, limit=2.0):
    places = np.concatenate(lines)
    return float((cKDTree(np.concatenate(others)).query(places)[0] <= limit).mean())


def order(traced, true):
    """Kendall's tau of the places of the traced strokes and of the true strokes that they cover most."""
    tree = cKDTree(np.concatenate(true))
    owner = np.concatenate([[i] * len(s) for i, s in enumerate(true)])
    match = [np.bincount(owner[tree.query(s)[1]]).argmax() for s in traced]
    return kendalltau(range(len(match)), match).statistic if len(match) > 1 else float("nan")


def polylines(strokes):
    return json.dumps({"drawing": [[[x for x, _ in s], [y for _, y in s]] for s in strokes]})


def latents(studio, model, drawings, folder):
    """One latent per drawing."""
    path = folder / "drawings.ndjson"
    path.write_text("".join(polylines(d) + "\n" for d in drawings))
    out = folder / "latents.json"
    subprocess.run([studio, "encode", path, "--model", model, "--output", out, "--quiet"], check=True)
    return [np.array(entry["mean"]) for entry in json.loads(out.read_text())["latents"]]


def cosine(a, b):
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def drawings_of(path):
    result = []
    for line in path.read_text().splitlines():
        record = json.loads(line)["drawing"]
        result.append([list(zip(s[0], s[1])) for s in record])
    return result


def trace(studio, scan, folder, *options):
    path = folder / (scan.name + ".ndjson")
    subprocess.run([studio, "trace", scan, path, "--quiet", *options], check=True)
    return drawings_of(path)


def matched(traced, true):
    """The traced drawing whose middle is nearest to each true one's."""
    def middle(drawing):
        places = np.concatenate([np.array(s) for s in drawing])
        return (places.min(axis=0) + places.max(axis=0)) / 2
    middles = [middle(d) for d in traced]
    return [traced[int(np.argmin([np.hypot(*(m - middle(d))) for m in middles]))] for d in true]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("studio")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--model", default="everything")
    arguments = parser.parse_args()
    print("| scan | dpi | skew | drawings | found | true | strokes | order | cosine |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for scan in sorted(p for p in arguments.folder.iterdir() if p.suffix in (".png", ".jpg") and p.name[0].isdigit()):
            truth = json.loads((arguments.folder / f"{scan.stem}.true.json").read_text())
            split = ["--split"] if len(truth["drawings"]) > 1 else []
            traced = trace(arguments.studio, scan, folder, "--no-straighten", *split)
            strokes = [s for d in traced for s in d]
            true = [s for d in truth["drawings"] for s in d]
            pairs = matched(traced, truth["drawings"])
            taus = [order(dense(a), dense(b)) for a, b in zip(pairs, truth["drawings"])]
            cosines = [cosine(a, b) for a, b in zip(
                latents(arguments.studio, arguments.model, pairs, folder),
                latents(arguments.studio, arguments.model, truth["drawings"], folder))]
            print(
                f"| {scan.name} | {truth['dpi']} | {truth['skew']:g} | {len(traced)} of {len(truth['drawings'])}"
                f" | {100 * share_near(dense(true), dense(strokes)):.1f} %"
                f" | {100 * share_near(dense(strokes), dense(true)):.1f} %"
                f" | {len(strokes)} of {len(true)} | {np.mean(taus):.2f} | {np.mean(cosines):.2f}, {min(cosines):.2f} |", flush=True)


if __name__ == "__main__":
    main()
