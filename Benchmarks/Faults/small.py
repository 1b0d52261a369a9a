#!/usr/bin/env python3
"""Measures every command of studio on small files: none of at most 64 KiB may take more than 2 s of CPU time or 300 MB.

    Benchmarks/Faults/small.py [STUDIO] [FOLDER...] [--archives N] [--seed N] [--jobs N]      (.build/release/studio, 10,000)

Run it in the root of the project. Files: the corpus of the reader tests, every file of at most 64 KiB in each FOLDER, and N NumPy
archives made here of zip members (stored, deflated, bzip2, LZMA; nested; names that occur twice), headers of all types, shapes,
versions and orders, pickles composed of opcodes, object arrays, zeros, and drawings that repeat; and files of thousands of
small drawings.

Limits are those of a child process: user and system time, and the largest resident set. They include those of a run on one ordinary
drawing, which is printed as the baseline. A run of more than 60 s of wall time is a hang. `convert` and `dataset info` read
all archives, 25 at a time with --keep-going; a batch that exceeds a limit is repeated file by file. Each other command reads a random
sample of at least 500. `train` uses a small model: its size is the user's choice.

Some commands decode something for every drawing of a file, which is the work that the user asked for: `evaluate` max_seq_len steps,
`reconstruct` a row of drawings, `complete` the endings. They may take more time for each drawing (PER_DRAWING), and evaluate 300 MB
more than on 100 ordinary drawings, which it has in memory at a time. The table states the largest time without that allowance too.
"""
import argparse, json, os, pickle, random, shutil, struct, subprocess, sys, tempfile, threading, warnings, zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SIZE, SECONDS, MEGABYTES, WALL, BATCH = 64 << 10, 2.0, 300, 60, 25
PER_DRAWING = {"evaluate": 0.002, "reconstruct": 0.03, "complete": 0.03}
SMALL = "--enc-rnn-size 4 --dec-rnn-size 4 --z-size 2 --num-mixture 2 --batch-size 2 --num-steps 1".split()

parser = argparse.ArgumentParser()
parser.add_argument("studio", nargs="?", default=".build/release/studio")
parser.add_argument("folders", nargs="*")
parser.add_argument("--archives", type=int, default=10_000)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--jobs", type=int, default=2)
given = parser.parse_args()
warnings.simplefilter("ignore")  # of zipfile, about names that occur twice
studio = str(Path(given.studio).resolve())
examples = Path("examples").resolve()
corpus = Path("Tests/StudioKitTests/Corpus")
home = Path(tempfile.mkdtemp(prefix="studio-small-"))
# Folders of many files go to memory: where many files were just deleted, ext4 takes up to a millisecond for each new one.
memory = Path(tempfile.mkdtemp(prefix="studio-small-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None))
environment = dict(os.environ, SWIFT_BACKTRACE="enable=no", HOME=str(home))
rng = random.Random(given.seed)
lock = threading.Lock()


# --- Archives -------------------------------------------------------------------------------------------------------------

TYPES = ["|i1", "|u1", "|b1"] + [order + kind for order in "<>=" for kind in ("i2", "i4", "i8", "u2", "u4", "u8", "f2", "f4", "f8")]
CODES = {"i1": "b", "u1": "B", "b1": "?", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "i8": "q", "u8": "Q", "f2": "e", "f4": "f", "f8": "d"}
ODD = ["<U3", "|S4", "<c8", "|V3", "<M8[ns]", "<f16", "|O8"]
METHODS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
NAMES = ["train.npy", "valid.npy", "test.npy", "val.npy", "a.npy", "b.npy", "../a.npy", "labels.npy", "x"]


def header(kind, shape):
    sides = "(" + "".join(f"{side}, " for side in shape) + ")"
    text = f"{{'descr': '{kind}', 'fortran_order': {rng.random() < 0.2}, 'shape': {sides}, }}\n".encode()
    version = rng.choice([1] * 20 + [2, 2, 3, 0, 4])
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(text)) + text


def rows(kind, count, width, value):
    """`count` rows; `value` of None makes each row at random, otherwise all are equal."""
    order = ">" if kind[0] == ">" else "<"
    code = order + CODES[kind[1:]] * width
    whole = kind[1] in "ub"

    def row():
        x, y = (rng.randrange(2 if whole else -9, 10) for _ in "xy")
        pen = [rng.random() < 0.1] if width == 3 else [1, 0, 0] if width == 5 else []
        return struct.pack(code, *([abs(x), abs(y)] if whole else [x, y]), *pen) if kind[1] != "b" else bytes(rng.randrange(2) for _ in range(width))

    if value is not None:
        return struct.pack(code, *([bool(value)] * width if kind[1] == "b" else [value, 0] + ([0] if width == 3 else [1, 0, 0] if width == 5 else []))) * count
    return b"".join(row() for _ in range(count))


def numbers(budget):
    """An array of numbers; most are drawings. The body may have up to `budget` bytes."""
    kind = rng.choice(TYPES)
    width, size = rng.choice([3, 3, 5, 2]), struct.calcsize(CODES[kind[1:]])
    value = rng.choice([None, 0, 1, 1])
    most = max(1, budget // (width * size))
    count = rng.choice([0, 1, 7, rng.randrange(1, 2000), 80_000, most]) if value is not None else rng.randrange(200)
    count = min(count, most)
    shape = [count, width]
    if rng.random() < 0.4:
        inner = rng.choice([1, 1, 2, 5, 50, 250])
        shape = [count // inner, inner, width]
        count = shape[0] * inner
    body = rows(kind, count, width, value)
    if rng.random() < 0.1:
        shape[rng.randrange(len(shape))] = rng.choice([0, 1, 3, 1 << 31, 1 << 62, 10**19])
    if rng.random() < 0.05:
        body = body[: rng.randrange(len(body) + 1)]
    return header(kind if rng.random() > 0.05 else rng.choice(ODD), shape) + body


def text(value):
    return b"X" + struct.pack("<I", len(value)) + value


def dtype(kind):
    return b"cnumpy\ndtype\n" + text(kind) + b"K\0K\x01\x87R(K\x03" + text(rng.choice([b"<", b"<", b">"])) + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb"


ARRAY = b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85C\x01b\x87R"


def array():
    """A numeric array as opcodes."""
    kind = rng.choice(["i1", "i2", "f4", "f8"])
    count, width = rng.choice([0, 1, 9, 60, 500]), rng.choice([3, 3, 5, 2])
    data = rows("<" + kind, count, width, rng.choice([None, 0, 1]) if count < 100 else 1)
    if rng.random() < 0.3:
        plain = data.decode("latin1").encode()
        data = b"c_codecs\nencode\n" + text(plain) + text(b"latin1") + b"\x86R"
    else:
        data = b"B" + struct.pack("<I", len(data)) + data
    return ARRAY + b"(K\x01M" + struct.pack("<H", count) + b"K" + bytes([width]) + b"\x86" + dtype(kind.encode()) + b"\x89" + data + b"tb"


def small_row():
    numbers = b"".join(rng.choice([b"K" + bytes([rng.randrange(9)]), b"G" + struct.pack(">d", rng.random()), b"\x89"]) for _ in "xy") + b"K\0"
    return b"(" + numbers + b"t" if rng.random() < 0.5 else b"](" + numbers + b"e"


def value(levels, budget):
    choice = rng.randrange(8)
    if choice < 3 or levels == 0 and choice < 5:
        return array()
    if choice == 3:
        # One list that repeats a row, one row that repeats, or the memo.
        count = rng.choice([1, 3, 1000, budget // 12])
        return b"](" + small_row() * count + b"e" + (b"q\x01" if rng.random() < 0.5 else b"")
    if choice == 4:
        return b"h" + bytes([rng.randrange(3)])
    if choice == 5:
        return b"](" + b"".join(value(levels - 1, budget // 4) for _ in range(rng.randrange(6))) + b"e"
    if choice == 6:
        return rng.choice([b")", b"]", b"N", b"(", b"]q\x01h\x01a", b"K\x01\x85\x85\x85\x85\x85", b"}", b"cos\nsystem\n", b"\x94", b"S'a'\n", b"Vx\n", b"I5\n"]) * rng.choice([1, 1, 100, budget // 8])
    return small_row()


def objects(budget):
    """An array of objects, whose pickle is written by Python or composed of opcodes."""
    count = rng.choice([1, 2, 10, 200])
    if rng.random() < 0.3:
        content = [[(rng.randrange(9), 1, 0)] * rng.choice([1, 9, 300]) for _ in range(count)]
        return header("|O", [count]) + pickle.dumps(content, rng.randrange(6))
    body = array() + b"q\x01"
    repeated = rng.random() < 0.5
    body = b"](" + body + (b"h\x01" * (count - 1) if repeated else b"".join(value(2, budget) for _ in range(min(count, 10) - 1))) + b"e"
    if rng.random() < 0.2:
        count = rng.choice([count * 1000, budget // 2])
        body = b"](" + array() + b"q\x01" + b"h\x01" * (count - 1) + b"e"
    count = count if repeated or count > 1000 else min(count, 10)
    pickled = b"\x80\x02" + ARRAY + b"(K\x01J" + struct.pack("<i", count) + b"\x85" + dtype(b"O8") + b"\x89" + body + b"tb."
    if rng.random() < 0.1:
        at = rng.randrange(2, len(pickled))
        pickled = pickled[:at] + bytes([rng.randrange(256)]) + pickled[at + 1:]
    return header("|O", [count]) + pickled[: budget]


def latents(path):
    """Latents of 128 numbers, some compressed, some in the wrong form."""
    count, size = rng.choice([1, 2, 40, 200, 1000, 2000]), rng.choice([128, 128, 128, 127, 1, 4000])
    kind = rng.choice(["<f4", "<f8", "<f2", "|i1", ">f4"])
    count = min(count, (4 << 20) // (size * struct.calcsize(CODES[kind[1:]])))
    one = struct.pack(kind[0].replace("|", "<") + CODES[kind[1:]], rng.choice([0, 1]))
    matrix = header(kind, [count, size]) + one * (count * size)
    words = header("<U3", [count]) + "cat".encode("utf-32-le") * count
    with zipfile.ZipFile(path, "w") as file:
        for name, content in [("mean.npy", matrix), ("log_variance.npy", matrix), ("word.npy", words)]:
            if name == "mean.npy" or rng.random() < 0.7:
                file.writestr(name, content, rng.choice(METHODS))


def archive(path):
    budget = rng.choice([1 << 12, 1 << 16, 1 << 20, 16 << 20]) if rng.random() < 0.3 else 1 << 12
    with zipfile.ZipFile(path, "w") as file:
        names = [rng.choice(NAMES[:6])]
        if rng.random() < 0.4:
            names += rng.choices(NAMES, k=rng.randrange(1, 4))
        for name in names:
            content = rng.choice([numbers, numbers, objects])(budget)
            if rng.random() < 0.03:
                inner = home / f"inner-{threading.get_ident()}.zip"
                with zipfile.ZipFile(inner, "w") as nested:
                    nested.writestr("a.npy", content, rng.choice(METHODS))
                content = inner.read_bytes()
            file.writestr(name, content, rng.choice(METHODS))
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    if rng.random() < 0.05 and at > 0:
        # A false size, checksum or flag in the directory.
        struct.pack_into("<I", content, at + rng.choice([16, 20, 24]), rng.choice([0, 1, 1 << 20, 1 << 30, 0xFFFFFFFF]))
        path.write_bytes(content)


def make(folder, count, one):
    """Makes files in another process: a child's largest resident set is at least that of the process that starts it."""
    folder.mkdir()
    paths = [folder / f"{folder.name}-{number:05}.npz" for number in range(count)]
    child = os.fork()
    if child == 0:
        try:
            for path in paths:
                one(path)
                while path.stat().st_size > SIZE:
                    one(path)
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitpid(child, 0)[1] != 0:
        raise RuntimeError("the archives could not be made")
    return paths


# --- Runs -----------------------------------------------------------------------------------------------------------------

DRAWINGS = {
    "convert": "convert {} OUT/o.ndjson", "convert, npz": "convert {} OUT/o.npz", "convert, folder": "convert {} OUT/o/",
    "dataset info": "dataset info {}",
    "encode": "encode {} -o OUT/o.npz", "render": "render {} -o OUT/o.png", "render, svg": "render {} -o OUT/o.svg",
    "evaluate": "evaluate {}", "reconstruct": "reconstruct {} --temperature 0.5 -o OUT/o.png", "complete": "complete {} --count 2 -o OUT/o.png",
    "classify": "classifier classify {}", "classifier evaluate": "classifier evaluate {}",
    "train": "train {} --output OUT/run " + " ".join(SMALL),
}
LATENTS = {"decode": "decode {} -o OUT/o.ndjson", "decode, sheet": "decode {} -o OUT/o.png", "analogy": "analogy {} -o OUT/o.png"}
WEIGHTS = {"model info": "model info {}", "model convert": "model convert {} OUT/o.safetensors", "sample": "sample -m {} -o OUT/o.json"}
OTHERS = {"recipe": "recipe {}", "losses": "losses {} -o OUT/o.png"}

worst, runs, failures, baseline = {}, {}, [], {}


def measure(command, words, files):
    """Runs a command; returns its seconds, megabytes, exit status, and what it wrote on standard error."""
    out = tempfile.mkdtemp(dir=memory if command == "convert, folder" else home)
    words = [word.replace("OUT", out, 1) if word.startswith("OUT/") else word for word in words]
    with open(out + "/said", "wb") as said:
        process = subprocess.Popen([studio, *words, "--quiet"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, env=environment, cwd=out)
        timer = threading.Timer(WALL, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = status
    said = Path(out + "/said").read_text(errors="replace").strip()
    shutil.rmtree(out, ignore_errors=True)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, status, said


def check(command, words, files, size=1, drawings=0, keep=None):
    """Runs a command and records its time and memory; returns whether it kept within the limits."""
    seconds, megabytes, status, said = measure(command, words, files)
    limit = MEGABYTES + (baseline["evaluate, 100 drawings"][1] if command == "evaluate" else 0)
    allowed = SECONDS + PER_DRAWING.get(command, 0) * drawings
    wrong = []
    if os.WIFSIGNALED(status):
        wrong.append(f"signal {os.WTERMSIG(status)}" + (", a hang" if os.WTERMSIG(status) == 9 else ""))
    if seconds > allowed:
        wrong.append(f"{seconds:.1f} s")
    if megabytes > limit:
        wrong.append(f"{megabytes:.0f} MB")
    if wrong and size > 1:
        return False
    with lock:
        runs[command] = runs.get(command, 0) + size
        for key, number in (("s", seconds), ("MB", megabytes), ("s without", seconds - (allowed - SECONDS))):
            if number > worst.get((command, key), (0, ""))[0]:
                worst[command, key] = (number, files)
        if wrong:
            kept = keep()
            failures.append(f"{command} {files}: {', '.join(wrong)} ({said[:200]}); kept as {kept}")
            print("FAILS", failures[-1], flush=True)
    return True


def kept(path):
    """Copies a file that failed out of the temporary folder."""
    folder = Path(tempfile.gettempdir()) / "studio-small-failures"
    folder.mkdir(exist_ok=True)
    return shutil.copy(path, folder / path.name)


def count(path):
    """The drawings that a command decodes, for its allowance."""
    process = subprocess.run([studio, "dataset", "info", str(path), "--json", "--quiet"], capture_output=True, env=environment)
    try:
        return json.loads(process.stdout).get("usable", 0)
    except ValueError:
        return 0


def run(command, form, path, options=()):
    words = [word.format(path) for word in form.split(" ")] + list(options)
    check(command, words, path.name, drawings=count(path) if command in PER_DRAWING else 0, keep=lambda: kept(path))


def batch(command, form, paths):
    folder = Path(tempfile.mkdtemp(dir=home))
    for path in paths:
        os.link(path, folder / path.name)
    words = [word.format(folder) for word in form.split(" ")] + ["--keep-going"]
    done = check(command, words, f"{len(paths)} files from {paths[0].name}", size=len(paths))
    shutil.rmtree(folder)
    if not done:
        for path in paths:
            run(command, form, path)


def crowded(folder):
    """Files of many drawings: the largest sheets that a PNG can have, and folders of many files."""
    folder.mkdir()
    row = struct.Struct("<Q2sbIHH2B2B")
    (folder / "crowd.bin").write_bytes(b"".join(row.pack(key, b"US", 1, 5, 1, 2, 0, 9, 3, 8) for key in range(2_500)))
    for name, count in (("crowd-1.npz", 6_000), ("crowd-2.npz", 10_000)):
        body = struct.pack("<6b", 3, 1, 0, -3, 2, 1) * count
        text = f"{{'descr': '|i1', 'fortran_order': False, 'shape': ({count}, 2, 3), }}".encode().ljust(117) + b"\n"
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("train.npy", b"\x93NUMPY\x01\0" + struct.pack("<H", len(text)) + text + body)
    lines = '{"drawing":[[[0,9,5,7],[3,8,1,2]]]}\n' * (SIZE // 36)
    (folder / "crowd.ndjson").write_text(lines)
    return sorted(folder.iterdir())


def replayed(path):
    """A corpus file as a file, with the commands that read it and their options; see Tests/StudioKitTests/Readers/Reader.swift."""
    reader, content = path.name.split("-")[0], path.read_bytes()
    target, options = home / "corpus" / path.name, ()
    if reader == "npy":
        content = b"\x93NUMPY" + content
    elif reader == "pickle":
        content = b"\x93NUMPY\x01\0" + struct.pack("<H", 57) + b"{'descr': '|O', 'fortran_order': False, 'shape': (3,), }\n" .ljust(57) + content
    if reader in ("npz", "npy", "pickle", "bin", "csv"):
        options = ("--input-format", "npz" if reader in ("npy", "pickle") else reader)
    if reader == "checkpoint":
        length = int.from_bytes(content[:2], "little")
        target.with_name(path.name + ".data-00000-of-00001").write_bytes(content[2 + length:])
        target, content = target.with_name(path.name + ".index"), content[2: 2 + length]
    elif reader == "torch":
        with zipfile.ZipFile(target, "w") as file:
            file.writestr("archive/data.pkl", content)
            file.writestr("archive/data/0", b"\x3c" * 512)
        content = target.read_bytes()
    target.write_bytes(content)
    kinds = {"latents": LATENTS, "recipe": OTHERS, "png": OTHERS, "expression": {"analogy, expression": None}}
    weights = ("safetensors", "browser", "torch", "checkpoint")
    return target, WEIGHTS if reader in weights else kinds.get(reader, DRAWINGS), options


def every(jobs):
    with ThreadPoolExecutor(given.jobs) as pool:
        for future in [pool.submit(*job) for job in jobs]:
            future.result()


def main():
    (home / "corpus").mkdir()
    (home / "latents.json").write_text(json.dumps([[0.0] * 128]))
    with open(home / "ordinary.ndjson", "w") as file:
        for key in range(100):
            strokes = [[[rng.randrange(256) for _ in range(12)] for _ in "xy"] for _ in range(3)]
            file.write(json.dumps({"word": "cat", "key_id": str(key), "drawing": strokes}) + "\n")
    (home / "log.jsonl").write_text('{"step": 1, "cost": 1}\n')
    subprocess.run([studio, "render", str(examples / "cat.json"), "-o", str(home / "cat.png")], check=True, capture_output=True)
    model = home / "run"
    subprocess.run([studio, "train", str(home / "ordinary.ndjson"), "--output", str(model), *SMALL], check=True, capture_output=True)
    ordinary = {**dict.fromkeys(DRAWINGS, examples / "cat.json"), **dict.fromkeys(LATENTS, home / "latents.json"),
                **dict.fromkeys(WEIGHTS, model / "model.safetensors"), "recipe": home / "cat.png", "losses": home / "log.jsonl",
                "train": home / "ordinary.ndjson", "evaluate, 100 drawings": home / "ordinary.ndjson"}
    forms = {**DRAWINGS, **LATENTS, **WEIGHTS, **OTHERS}
    for command, path in ordinary.items():
        form = forms[command.split(", 100")[0]]
        baseline[command] = measure(command, [word.format(path) for word in form.split(" ")], "")[:2]

    jobs, skipped = [], 0
    for path in sorted(corpus.iterdir()):
        target, forms, options = replayed(path)
        for command, form in forms.items():
            if form is None:
                words = ["analogy", "-o", "OUT/o.png", "--", path.read_bytes().replace(b"\0", b"").decode(errors="replace")[:120_000]]
                jobs.append((check, command, words, path.name, 1, 0, lambda path=path: path))
            else:
                jobs.append((run, command, form, target, options if forms is DRAWINGS else ()))
    for path in crowded(home / "crowded"):
        jobs += [(run, command, form, path) for command, form in DRAWINGS.items()]
    files = [path for folder in given.folders for path in sorted(Path(folder).resolve().rglob("*")) if path.is_file()]
    for path in files:
        if path.stat().st_size > SIZE:
            skipped += 1
            continue
        for command, form in {**DRAWINGS, **LATENTS, **WEIGHTS, **OTHERS}.items():
            jobs.append((run, command, form, path))
    print(f"{len(list(corpus.iterdir()))} corpus files and {len(files) - skipped} others ({skipped} above {SIZE >> 10} KiB skipped): {len(jobs)} runs", flush=True)
    every(jobs)

    archives = make(home / "archives", given.archives, archive)
    sizes = [path.stat().st_size for path in archives]
    sample = min(len(archives), 500)
    print(f"{len(archives)} archives of {min(sizes)} to {max(sizes)} bytes; convert and dataset info read all of them, the other commands {sample} each", flush=True)
    jobs = [(batch, command, DRAWINGS[command], archives[start: start + BATCH])
            for command in ("convert", "dataset info") for start in range(0, len(archives), BATCH)]
    for command, form in DRAWINGS.items():
        if command not in ("convert", "dataset info"):
            jobs += [(run, command, form, path) for path in rng.sample(archives, sample)]
    for path in make(home / "latents", sample, latents):
        jobs += [(run, command, form, path) for command, form in LATENTS.items()]
    every(jobs)

    print("\n| Command | Files | Baseline s | Baseline MB | Most s | File | Most s less the allowance | Most MB | File |\n"
          "| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | --- |")
    for command in runs:
        (seconds, slow), (megabytes, large) = worst.get((command, "s"), (0, "")), worst.get((command, "MB"), (0, ""))
        less = max(0, worst.get((command, "s without"), (0, ""))[0])
        base = baseline.get(command, baseline["analogy"])
        print(f"| {command} | {runs[command]:,} | {base[0]:.2f} | {base[1]:.0f} | {seconds:.2f} | {slow} | {less:.2f} | {megabytes:.0f} | {large} |")
    print(f"\nevaluate, 100 ordinary drawings: {baseline['evaluate, 100 drawings'][0]:.2f} s, {baseline['evaluate, 100 drawings'][1]:.0f} MB")
    print(f"{sum(runs.values()):,} files read, {len(failures)} above a limit of {SECONDS:.0f} s and {MEGABYTES} MB")
    return 1 if failures else 0


try:
    status = main()
finally:
    shutil.rmtree(home, ignore_errors=True)
    shutil.rmtree(memory, ignore_errors=True)
sys.exit(status)
