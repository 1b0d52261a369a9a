#!/usr/bin/env python3
"""Reads SVG files with the studio and with svgelements, and compares the number of lines and their bounds.

    Benchmarks/svg_peer.py [--studio STUDIO] [--limit N] FOLDER...

Requires svgelements. Files with equal bytes are read once; of more than N files, N are selected with a fixed seed. Prints the
counts, the studio's refusals, and every file for which the two differ by a line or by more than 2 % of the drawing's size.
Compare those with a third program: svgelements translates the drawing by x and y of the outermost svg, and computes the
bounds of rotated ellipses before the rotation.
"""
import argparse, collections, hashlib, json, os, random, re, signal, subprocess, sys, tempfile, time

try:
    import svgelements
except ImportError:
    sys.exit("skipped: svgelements is not installed")


def ours(path, target):
    """(bounds, number of lines), or the error message; and seconds."""
    begin = time.monotonic()
    run = subprocess.run([options.studio, "convert", path, target, "--no-simplify", "--quiet"], capture_output=True, text=True)
    seconds = time.monotonic() - begin
    if run.returncode:
        return run.stderr.strip().replace(path, "FILE"), seconds
    with open(target) as file:
        strokes = json.loads(file.readline())["drawing"]
    xs, ys = ([value for stroke in strokes for value in stroke[axis]] for axis in (0, 1))
    return ((min(xs), min(ys), max(xs), max(ys)), len(strokes)), seconds


def is_drawn(shape):
    values = shape.values
    if values.get("visibility") == "hidden" or values.get("display") == "none":
        return False
    paints = [getattr(shape, name) is not None and getattr(shape, name).value is not None for name in ("fill", "stroke")]
    return any(paints) or "class" in values or any("url" in str(values.get(name)) for name in ("fill", "stroke"))


def theirs(path):
    """(bounds, number of lines), or None if there are no lines."""
    boxes = []
    for shape in svgelements.SVG.parse(path, ppi=96, reify=True).elements():
        if isinstance(shape, svgelements.Shape) and is_drawn(shape):
            lines = [svgelements.Path(line) for line in svgelements.Path(shape).as_subpaths()]
            boxes += [line.bbox() for line in lines if len(line) > 1]
    boxes = [box for box in boxes if box]
    if not boxes:
        return None
    sides = list(zip(*boxes))
    return (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])), len(boxes)


def too_long(*_):
    raise TimeoutError


parser = argparse.ArgumentParser()
parser.add_argument("folders", nargs="+")
parser.add_argument("--studio", default=".build/release/studio")
parser.add_argument("--limit", type=int)
options = parser.parse_args()
signal.signal(signal.SIGALRM, too_long)

chosen = {}
for folder in options.folders:
    for root, _, names in sorted(os.walk(folder)):
        for path in sorted(os.path.join(root, name) for name in names if name.endswith(".svg")):
            with open(path, "rb") as file:
                chosen.setdefault(hashlib.md5(file.read()).digest(), path)
paths = list(chosen.values())
if options.limit and options.limit < len(paths):
    paths = random.Random(0).sample(paths, options.limit)

counts, refused, slowest = collections.Counter(), collections.Counter(), (0, "")
with tempfile.TemporaryDirectory() as folder:
    for path in paths:
        own, seconds = ours(path, os.path.join(folder, "drawing.ndjson"))
        slowest = max(slowest, (seconds, path))
        if isinstance(own, str):
            refused[re.sub(r"[0-9]+([.][0-9]+)?", "N", own)] += 1
            continue
        counts["read by the studio"] += 1
        try:
            signal.alarm(60)
            other = theirs(path)
        except Exception as fault:
            counts[f"not by svgelements ({type(fault).__name__})"] += 1
            continue
        finally:
            signal.alarm(0)
        if other is None:
            counts["no lines for svgelements"] += 1
            continue
        (box, count), (other_box, other_count) = own, other
        size = max(box[2] - box[0], box[3] - box[1])
        apart = max(abs(a - b) for a, b in zip(box, other_box)) / size
        counts["same number of lines" if count == other_count else "different number of lines"] += 1
        counts["bounds within 0.2 %" if apart < 0.002 else "within 2 %" if apart < 0.02 else "more than 2 %"] += 1
        if count != other_count or apart >= 0.02:
            print(f"{path}: {count} and {other_count} lines, bounds {100 * apart:.1f} % apart")
print(f"\n{len(paths)} files, slowest {slowest[0]:.2f} s ({slowest[1]})")
for title, counter in (("", counts), ("refused:", refused)):
    print(title, *(f"{number:7d} {what}" for what, number in counter.most_common()), sep="\n")
