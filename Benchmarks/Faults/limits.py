#!/usr/bin/env python3
"""Runs every command of studio under the limits of small systems: no threads, few descriptors, little address space or stack,
small files, no fonts, no home, process number 1, closed descriptors, a killed container's leftovers.

    Benchmarks/Faults/limits.py [STUDIO] [LIMIT...]      (.build/release/studio, all limits)

Run it in the root of the project, as root where possible: limits on processes do not apply to root, so those runs are made as
another user, and process number 1 needs a namespace. A run must end within 10 seconds (SECONDS=60 on a busy machine), not by a
signal, and with one message if it fails. A limit that this system does not let a program set is listed as skipped. The last
column is the time of the slowest run. gallery is left out: it makes its pictures as the other commands do, for minutes.
"""
import json, os, random, resource, shutil, signal, subprocess, sys, tempfile, time
from pathlib import Path

SECONDS = float(os.environ.get("SECONDS", 10))
USER = 23456
studio = str(Path(sys.argv[1] if len(sys.argv) > 1 else ".build/release/studio").resolve())
only = sys.argv[2:]
examples = Path("examples").resolve()
home = Path(tempfile.mkdtemp(prefix="studio-limits-"))
os.chmod(home, 0o755)
is_root = os.geteuid() == 0
environment = dict(os.environ, SWIFT_BACKTRACE="enable=no", HOME=str(home / "home"))

# The contents of every run's folder.
things = home / "things"
things.mkdir()
for name in ("cat", "pig", "face", "crab", "start"):
    shutil.copy(examples / f"{name}.json", things)
rng = random.Random(1)
with open(things / "train.ndjson", "w") as file:
    for key in range(60):
        strokes = [[rng.randrange(256) for _ in range(6)] for _ in range(2)]
        file.write(json.dumps({"word": "cat" if key % 2 else "pig", "key_id": str(key * 37), "drawing": [strokes]}) + "\n")
small = ("--enc-rnn-size 4 --dec-rnn-size 4 --z-size 2 --num-mixture 2 --batch-size 2 --num-steps 4 --save-every 2").split()


def prepare(words):
    subprocess.run([studio, *words], cwd=things, env=environment, check=True, capture_output=True)


prepare(["train", "train.ndjson", "--output", "run", *small])
prepare(["render", "cat.json", "--output", "picture.svg"])
prepare(["encode", "cat.json", "--output", "latents.json"])

commands = {
    "interpolate": "interpolate cat.json pig.json --steps 3 -o out.png",
    "interpolate, no text": "interpolate cat.json pig.json --steps 3 --no-labels -o out.png",
    "analogy": "analogy cat.json pig.json face.json -o out.pdf",
    "reconstruct": "reconstruct cat.json -o out.svg",
    "sample": "sample --count 4 -o out.png",
    "sample, records": "sample --count 20 -o out.ndjson",
    "sample, printed": "sample --count 20 --plain -o - --format ndjson",
    "complete": "complete start.json --count 2 -o out.png --quiet",
    "grid": "grid cat.json pig.json face.json crab.json --size 2 -o out.png",
    "encode": "encode cat.json pig.json -o out.json",
    "encode, printed": "encode cat.json pig.json --json",
    "decode": "decode latents.json",
    "render": "render cat.json pig.json -o out.png",
    "render, printed": "render cat.json --no-labels -o - --format png",
    "convert": "convert train.ndjson out.ndjson",
    "convert, npz": "convert train.ndjson out.npz",
    "convert, folder": "convert train.ndjson out/ --format svg",
    "dataset info": "dataset info train.ndjson -o out.png",
    "train": "train train.ndjson --output out " + " ".join(small),
    "train --resume": "train --output run --resume --num-steps 6",
    "evaluate": "evaluate train.ndjson --model run/model.safetensors",
    "evaluate --report": "evaluate train.ndjson --model run/model.safetensors --report report --plain --temperature 0.3",
    "classify": "classifier classify cat.json",
    "classifier evaluate": "classifier evaluate train.ndjson",
    "classifier compare": "classifier compare train.ndjson train.ndjson",
    "classifier train": "classifier train train.ndjson --num-steps 2 -o out.safetensors",
    "model list": "model list",
    "model info": "model info cat-pig",
    "model convert": "model convert run/model.safetensors out.safetensors",
    "model bank": "model bank run/model.safetensors train.ndjson -o out.safetensors",
    "plotter": "plotter train.ndjson -o out.hpgl",
    "losses": "losses run -o out.png",
    "recipe": "recipe picture.svg",
    "recipe --run": "recipe picture.svg --run -o again.svg",
    "help": "help interpolate",
    "completion": "--generate-completion-script bash",
}


def set_limit(kind, value):
    return lambda: resource.setrlimit(kind, (value, value))


def as_user():
    os.setgroups([])
    os.setgid(USER)
    os.setuid(USER)


def with_processes(count):
    def apply():
        resource.setrlimit(resource.RLIMIT_NPROC, (count, count))
        if is_root:
            as_user()
    return apply


def closed(*descriptors):
    def apply():
        for descriptor in descriptors:
            os.close(descriptor)
    return apply


def writable_as_user(folder):
    if is_root:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, USER, USER)


def leftovers(folder):
    for process in range(1, 4):
        for serial in range(1, 200):
            (folder / f".studio-{process}-{serial}.tmp").touch()


fonts = home / "none.conf"
fonts.write_text("<fontconfig></fontconfig>")
MIB = 1 << 20
alone = ["unshare", "--fork", "--pid", "--mount-proc", "--kill-child"]
can_unshare = is_root and shutil.which("unshare") and subprocess.run(
    [*alone, "true"], capture_output=True).returncode == 0

# name: (change of the child process, words before the command, variables, change of the folder)
limits = {f"{count} process{'es' if count > 1 else ''}": (with_processes(count), [], {}, writable_as_user) for count in (1, 2, 3)}
limits |= {f"{count} descriptors": (set_limit(resource.RLIMIT_NOFILE, count), [], {}, None) for count in (4, 6, 10)}
limits |= {f"files of {size} bytes": (set_limit(resource.RLIMIT_FSIZE, size), [], {}, None) for size in (0, 100, 4096)}
limits |= {f"{size} KiB of stack": (set_limit(resource.RLIMIT_STACK, size << 10), [], {}, None) for size in (256, 512)}
limits |= {
    f"{size} MiB of address space": (set_limit(resource.RLIMIT_AS, size * MIB), [], {}, None)
    for size in (100, 200, 300, 500, 1000)}
limits |= {
    "no fonts": (None, [], {"FONTCONFIG_FILE": str(fonts)}, None),
    "no home": (None, [], {"HOME": "/proc/none", "XDG_CACHE_HOME": "/proc/none", "TMPDIR": "/proc/none"}, None),
    "process 1": (None, alone, {}, None) if can_unshare else None,
    "process 1 after a kill": (None, alone, {}, leftovers) if can_unshare else None,
    "no standard input": (closed(0), [], {}, None),
    "no standard output": (closed(1), [], {}, None),
    "no standard error": (closed(2), [], {}, None),
    "no descriptors": (closed(0, 1, 2), [], {}, None),
    "ignored SIGPIPE": (lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN), [], {}, None),
}


def run(command, limit):
    change, before, variables, prepare_folder = limit
    folder = home / "work"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(things, folder)
    if prepare_folder:
        prepare_folder(folder)
    process = subprocess.Popen(
        [*before, studio, *command.split()], cwd=folder, env=environment | variables, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=change, start_new_session=True)
    try:
        _, errors = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return "hangs", ""
    text = errors.decode(errors="replace")
    if process.returncode < 0 or process.returncode > 128:
        return f"signal {-process.returncode}", text
    left = [name for name in os.listdir(folder) if name.startswith(".studio-")]
    if left and prepare_folder is not leftovers:
        return "leaves " + left[0], text
    return process.returncode, text


bad = 0
print("| Limit | Runs | Succeed | Fail with a message | Faults | A message | Slowest |\n"
      "| --- | ---: | ---: | ---: | --- | --- | --- |")
for name, limit in limits.items():
    if only and not any(word in name for word in only):
        continue
    if limit is None:
        print(f"| {name} | 0 | | | skipped: no namespaces | | |")
        continue
    succeeded, failed, faults, sample, slowest = 0, 0, [], "", (0, "")
    for title, command in commands.items():
        began = time.time()
        try:
            result, errors = run(command, limit)
        except (subprocess.SubprocessError, OSError) as error:
            result, errors = "not started", str(error)
        slowest = max(slowest, (time.time() - began, title))
        messages = [line for line in errors.splitlines() if line.startswith("studio: ") and "warning" not in line]
        if result == 0:
            succeeded += 1
        elif result in (1, 64) and (len(messages) == 1 or "error" in name or name == "no descriptors"):
            failed += 1
            sample = sample or (messages[0] if messages else "")
        elif result == 127 and "shared libraries" in errors:
            # The system's loader gave up before the program began.
            failed += 1
            sample = sample or errors.strip().splitlines()[-1]
        else:
            faults.append(f"{title}: {result} {' / '.join(errors.strip().splitlines()[-2:])[:160]}")
    bad += len(faults)
    shown = "; ".join(faults).replace("|", "\\|") or "none"
    print(f"| {name} | {len(commands)} | {succeeded} | {failed} | {shown} | {sample.replace(str(home), '').replace('|', chr(92) + '|')} "
          f"| {slowest[0]:.1f} s, {slowest[1]} |",
          flush=True)
shutil.rmtree(home)
print(f"\n{bad} faults")
sys.exit(bad > 0)
