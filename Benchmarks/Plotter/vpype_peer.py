#!/usr/bin/env python3
"""Compares pen-up travel and time of 'studio plotter' with vpype's linemerge, reloop and linesort.

    Benchmarks/Plotter/vpype_peer.py [--studio STUDIO] [--rounds N] [--two-opt] FILE...

Requires vpype. FILEs are what 'studio plotter' reads. Each is put on a page with one pen, in its own order and not joined, as SVG;
both programs then read that file, join ends within 0.1 mm and order the strokes. Lengths of both results are measured by vpype.
Times are the medians of whole processes, taken in turn; vpype's own part without the start of Python is given too.
"""
import argparse, statistics, subprocess, sys, tempfile, time
from pathlib import Path

try:
    import vpype, vpype_cli
except ImportError:
    sys.exit("skipped: vpype is not installed")

parser = argparse.ArgumentParser()
parser.add_argument("files", nargs="+", metavar="FILE")
parser.add_argument("--studio", default=".build/release/studio")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--two-opt", action="store_true", help="vpype's linesort with --two-opt, too")
options = parser.parse_args()

MILLIMETRE = 96 / 25.4


def lengths(path):
    """Strokes, pen-down and pen-up millimetres of a file, with curves as they are: all are polylines."""
    lines = vpype.read_multilayer_svg(str(path), quantization=0.1 * MILLIMETRE)
    layers = list(lines.layers.values())
    return (sum(len(layer) for layer in layers), sum(layer.length() for layer in layers) / MILLIMETRE,
            sum(layer.pen_up_length()[0] for layer in layers) / MILLIMETRE)


def timed(command):
    begin = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.monotonic() - begin


def row(name, path, seconds, best=None):
    strokes, down, up = lengths(path)
    change = "" if best is None else f"{100 * (up / best - 1):+7.1f} %"
    print(f"  {name:<28} {strokes:7} strokes  down {down:10.1f} mm  up {up:10.1f} mm {change:>9}  {seconds:6.2f} s")
    return up


sort = ["linemerge", "--tolerance", "0.1mm", "reloop", "linesort"]
with tempfile.TemporaryDirectory() as folder:
    given, mine, theirs = (Path(folder, name) for name in ("given.svg", "studio.svg", "vpype.svg"))
    vpype_program = Path(sys.executable).with_name("vpype")
    for file in options.files:
        print(file)
        page = ["--pens", "1"]
        subprocess.run([options.studio, "plotter", *file.split("+"), "--keep-order", *page, "-o", given, "-q"], check=True, stdout=subprocess.DEVNULL)
        row("given", given, 0)
        plans = {"vpype linesort": sort}
        if options.two_opt:
            plans["vpype linesort --two-opt"] = sort + ["--two-opt"]
        times = {name: [] for name in [*plans, "studio"]}
        ups = {}
        for _ in range(options.rounds):
            for name, words in plans.items():
                out = theirs.with_suffix(f".{len(words)}.svg")
                times[name].append(timed([vpype_program, "read", "--quantization", "0.1mm", given, *words, "write", out]))
            times["studio"].append(timed([options.studio, "plotter", given, "--true-size", *page, "-o", mine, "-q"]))
        for name, words in plans.items():
            ups[name] = row(name, theirs.with_suffix(f".{len(words)}.svg"), statistics.median(times[name]))
        row("studio plotter", mine, statistics.median(times["studio"]), ups["vpype linesort"])
        begin = time.monotonic()
        vpype_cli.execute(f"read --quantization 0.1mm {given} " + " ".join(sort))
        print(f"  vpype without its start: {time.monotonic() - begin:.2f} s")
