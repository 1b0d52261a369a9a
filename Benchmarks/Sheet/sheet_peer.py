#!/usr/bin/env python3
"""Compares `studio render` with matplotlib on a sheet of many drawings, in one run.

    python3 Benchmarks/Sheet/sheet_peer.py DRAWINGS.ndjson [COUNT]

Both sides are complete processes that read the same records and write a PNG and an SVG of equal size, in turn. Prints the
medians of wall time and peak memory, and their ratios. Requires matplotlib.
"""
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 3
CELL_INCHES = 20 / 25.4


def draw(source, count, target):
    """The peer, as a Python user would write it: one axes per drawing, one line per stroke."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    with open(source) as lines:
        drawings = [json.loads(next(lines))["drawing"] for _ in range(count)]
    columns = max(4, math.ceil(math.sqrt(count * 1.4)))
    rows = math.ceil(count / columns)
    figure, axes = plt.subplots(rows, columns, figsize=(columns * CELL_INCHES, rows * CELL_INCHES), dpi=192)
    for axis in axes.flat:
        axis.axis("off")
    for axis, drawing in zip(axes.flat, drawings):
        for xs, ys in drawing:
            axis.plot(xs, ys, "k-", linewidth=0.85, solid_capstyle="round")
        axis.set_xlim(0, 255)
        axis.set_ylim(255, 0)
        axis.set_aspect("equal")
    figure.savefig(target)


def measure(command):
    """Runs one process; returns its wall time in seconds and its peak memory in MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def main():
    if sys.argv[1] == "--draw":
        draw(sys.argv[2], int(sys.argv[3]), sys.argv[4])
        return
    source, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    try:
        import matplotlib
    except ImportError:
        sys.exit("matplotlib is not installed; nothing was measured.")
    print(f"{count} drawings, {os.cpu_count()} cores, matplotlib {matplotlib.__version__}, medians of {ROUNDS}")
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("png", "svg"):
            ours, theirs = [], []
            for _ in range(ROUNDS):
                target = f"{folder}/studio.{kind}"
                ours.append(measure([".build/release/studio", "render", source, "--limit", str(count), "-o", target]))
                other = f"{folder}/matplotlib.{kind}"
                theirs.append(measure([sys.executable, __file__, "--draw", source, str(count), other]))
            (a, b), (c, d) = [[statistics.median(part) for part in zip(*side)] for side in (ours, theirs)]
            print(
                f"{kind}: studio {a:.2f} s, {b:.0f} MiB, file {os.path.getsize(target) / 1e6:.1f} MB; "
                f"matplotlib {c:.2f} s, {d:.0f} MiB, file {os.path.getsize(other) / 1e6:.1f} MB; "
                f"ratios {c / a:.1f} (time), {d / b:.1f} (memory)")


main()
