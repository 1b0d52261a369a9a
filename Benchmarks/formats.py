#!/usr/bin/env python3
"""Compares the studio's readers and writers with plain Python ones, and times both in one run.

    Benchmarks/formats.py [--repeats N] FILE_OR_FOLDER...

Build first: swift build -c release --product studio
    swift build -c release --package-path Benchmarks --product formats-benchmark
Requires numpy; orjson is timed if it is installed. Missing files are skipped with a message.
Checks the number of drawings and points of every file, the round trip of all drawings from NDJSON through every format,
and the npz that the studio writes, loaded by numpy, array by array.
"""
import argparse, json, os, statistics, struct, subprocess, sys, tempfile, time

try:
    import numpy as np
except ImportError:
    sys.exit("skipped: numpy is not installed")
try:
    import orjson
except ImportError:
    orjson = None

folder = os.path.dirname(os.path.abspath(__file__))
studio = os.path.join(folder, "..", ".build", "release", "studio")
bench = os.path.join(folder, ".build", "release", "formats-benchmark")


def run(*arguments):
    return subprocess.run([studio, *arguments], capture_output=True, text=True, check=True).stdout


# Plain readers return lists of drawings; a drawing is a list of (xs, ys).


def read_ndjson(path, loads=json.loads):
    with open(path, "rb") as file:
        return [loads(line)["drawing"] for line in file if line.strip()]


def stream_ndjson(path, loads):
    """Reads line by line without keeping drawings, as the studio does."""
    with open(path, "rb") as file:
        return sum(len(loads(line)["drawing"]) for line in file if line.strip())


def read_bin(path):
    drawings = []
    with open(path, "rb") as file:
        while header := file.read(8):
            rest = file.read(9)
            strokes = []
            for _ in range(struct.unpack("<H", rest[7:])[0]):
                n = struct.unpack("<H", file.read(2))[0]
                strokes.append((struct.unpack(f"{n}B", file.read(n)), struct.unpack(f"{n}B", file.read(n))))
            drawings.append(strokes)
    return drawings


def read_npz(path):
    with np.load(path, allow_pickle=True, encoding="latin1") as file:
        names = [n for n in ("train", "valid", "test") if n in file.files] or file.files
        arrays = [file[n] for n in names]
        return [d for a in arrays if a.dtype == object for d in a]


def read_csv(path):
    table = np.loadtxt(path, delimiter=",", skiprows=1)
    return np.split(table[:, 1:], np.flatnonzero(np.diff(table[:, 0])) + 1)


def stroke3(drawing):
    """The [n, 3] rows of a list of strokes; the first point is the origin."""
    x = np.concatenate([np.asarray(s[0], float) for s in drawing])
    y = np.concatenate([np.asarray(s[1], float) for s in drawing])
    p = np.zeros(len(x))
    p[np.cumsum([len(s[0]) for s in drawing]) - 1] = 1
    return np.stack([np.diff(x), np.diff(y), p[1:]], 1)


def write_ndjson(path, drawings):
    with open(path, "w") as file:
        for drawing in drawings:
            file.write(json.dumps({"word": "x", "drawing": drawing}, separators=(",", ":")) + "\n")


def write_npz(path, rows):
    arrays = np.empty(len(rows), object)
    arrays[:] = rows
    np.savez_compressed(path, train=arrays, valid=arrays[:0], test=arrays[:0])


def timed(repeats, body):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        result = body()
        times.append(time.perf_counter() - start)
    return statistics.median(times), result


def same(a, b):
    """Whether all arrays are equal as float32, the precision of offsets in files and in training."""
    return len(a) == len(b) and all(np.array_equal(np.float32(x), np.float32(y)) for x, y in zip(a, b))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    files = []
    for path in options.paths:
        if os.path.isdir(path):
            files += [os.path.join(path, n) for n in sorted(os.listdir(path)) if n.endswith((".ndjson", ".npz", ".bin"))]
        elif os.path.exists(path):
            files.append(path)
        else:
            print(f"skipped: {path} does not exist")
    if not files:
        sys.exit("skipped: no files")

    wrong = drawings_total = 0
    ndjson = [f for f in files if f.endswith(".ndjson")]
    for path in files:
        plain = read_npz(path) if path.endswith(".npz") else read_bin(path) if path.endswith(".bin") else read_ndjson(path)
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "out.ndjson")
            run("convert", path, out, "--quiet")
            back = read_ndjson(out)
        if path.endswith(".npz"):
            equal = same([np.asarray(d, float) for d in plain], [stroke3(d) for d in back])
            # A drawing whose last pen state is not lifted comes back lifted; its line ends there in both cases.
            if not equal:
                for d in plain:
                    d[-1, 2] = 1
                equal = same([np.asarray(d, float) for d in plain], [stroke3(d) for d in back])
        else:
            equal = [[list(s[:2]) for s in d] for d in plain] == back
        drawings_total += len(plain)
        if not equal or len(plain) != len(back):
            wrong += 1
            print(f"DIFFERS: {path}: {len(plain)} drawings in Python, {len(back)} in the studio")
    print(f"{len(files)} files, {drawings_total} drawings: {len(files) - wrong} files equal, {wrong} differ")

    with tempfile.TemporaryDirectory() as folder:
        everything = os.path.join(folder, "all.ndjson")
        with open(everything, "wb") as out:
            for path in ndjson:
                with open(path, "rb") as file:
                    out.write(file.read())
        if not ndjson:
            return sys.exit(1 if wrong else 0)
        plain = read_ndjson(everything)
        rows = [stroke3(d) for d in plain]
        npz = os.path.join(folder, "check.npz")
        run("convert", everything, npz, "--split-fractions", "1,0,0", "--no-simplify", "--quiet")
        with np.load(npz, allow_pickle=True, encoding="latin1") as file:
            equal = file.files == ["train", "valid", "test"] and same(list(file["train"]), rows)
            types = sorted({str(a.dtype) for a in file["train"]})
        wrong += not equal
        print(f"npz written by the studio, loaded by numpy {np.__version__}: {len(rows)} arrays of {', '.join(types)}, "
              + ("equal" if equal else "NOT EQUAL"))
        for form in ("json", "bin", "csv"):
            if form == "bin" and any(len(s) > 2 for d in plain for s in d):
                continue
            there, back = os.path.join(folder, "there." + form), os.path.join(folder, "back.ndjson")
            run("convert", everything, there, "--no-simplify", "--quiet")
            run("convert", there, back, "--quiet")
            equal = same([stroke3(d) for d in read_ndjson(back)], rows)
            wrong += not equal
            print(f"NDJSON -> {form} -> NDJSON: {'equal' if equal else 'NOT EQUAL'}")

        if not os.path.exists(bench):
            print("skipped: formats-benchmark is not built")
            return sys.exit(1 if wrong else 0)
        lines = subprocess.run([bench, folder, str(options.repeats), everything], capture_output=True, text=True, check=True).stdout
        ours = {}
        for line in map(json.loads, lines.splitlines()):
            ours[(line["what"], os.path.basename(line["file"]).split(".")[-1])] = line
        path = lambda form: os.path.join(folder, "drawings." + form)
        peers = [
            ("read", "ndjson", "json.loads", lambda: stream_ndjson(everything, json.loads)),
            ("write", "ndjson", "json.dumps", lambda: write_ndjson(os.path.join(folder, "p.ndjson"), plain)),
            ("read", "npz", "numpy.load", lambda: read_npz(path("npz"))),
            ("write", "npz", "savez_compressed", lambda: write_npz(os.path.join(folder, "p.npz"), [r.astype(np.int16) for r in rows])),
            ("read", "bin", "struct", lambda: read_bin(path("bin"))),
            ("read", "csv", "numpy.loadtxt", lambda: read_csv(path("csv"))),
            ("write", "csv", "csv by f-string", lambda: write_csv(os.path.join(folder, "p.csv"), rows)),
        ]
        if orjson:
            peers.insert(1, ("read", "ndjson", "orjson.loads", lambda: stream_ndjson(everything, orjson.loads)))
        print(f"\n| | MB | studio s | MB/s | drawings/s | Python's | s | ratio |\n|---|---:|---:|---:|---:|---|---:|---:|")
        for what, form in sorted(ours):
            line = ours[(what, form)]
            mine = f"| {what} {form} | {line['bytes'] / 1e6:.1f} | {line['seconds']:.3f} | {line['bytes'] / 1e6 / line['seconds']:.0f} | {line['drawings'] / line['seconds']:,.0f} "
            mates = [p for p in peers if p[:2] == (what, form)]
            for _, _, name, body in mates or [(0, 0, "", None)]:
                if body is None:
                    print(mine + "| | | |")
                    continue
                seconds, _ = timed(max(1, options.repeats // 2), body)
                print(mine + f"| {name} | {seconds:.3f} | {seconds / line['seconds']:.1f} |")
    sys.exit(1 if wrong else 0)


def write_csv(path, rows):
    with open(path, "w") as file:
        file.write("drawing,dx,dy,p\n")
        for number, drawing in enumerate(rows):
            file.writelines(f"{number},{dx:g},{dy:g},{p:g}\n" for dx, dy, p in drawing.tolist())


main()
