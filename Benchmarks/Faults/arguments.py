#!/usr/bin/env python3
"""Passes nonsensical values to every option of every command, and paths that lead nowhere to every command.

    Benchmarks/Faults/arguments.py [STUDIO] [COMMAND...]      (.build/release/studio, all commands)

Run it in the root of the project. No run may end by a signal or fail without a message, with 6 GB of memory. Runs of more
than 20 seconds are stopped and listed separately: a million drawings or steps may take longer. Each run has its own folder,
which is removed afterwards.
"""
import json, os, random, resource, shutil, subprocess, sys, tempfile, time
from pathlib import Path

studio = str(Path(sys.argv[1] if len(sys.argv) > 1 else ".build/release/studio").resolve())
only = sys.argv[2:]
examples = Path("examples").resolve()
gallery = Path("gallery").resolve()
home = Path(tempfile.mkdtemp(prefix="studio-arguments-"))
things, work = home / "things", home / "work"
environment = dict(os.environ, SWIFT_BACKTRACE="enable=no")


def run(arguments, folder):
    def limits():
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))

    try:
        done = subprocess.run(
            [studio, *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=20, env=environment,
            preexec_fn=limits)
    except subprocess.TimeoutExpired:
        return None, ""
    return done.returncode, done.stderr.decode(errors="replace")


# The contents of every run's folder: drawings, latents, a training run, and invalid files.
things.mkdir()
for name in ("cat", "pig", "face", "crab", "start"):
    shutil.copy(examples / f"{name}.json", things)
shutil.copy(gallery / "cat-pig.png", things)
rng = random.Random(1)
with open(things / "train.ndjson", "w") as file:
    for key in range(60):
        strokes = [[rng.randrange(256) for _ in range(6)] for _ in range(2)]
        file.write(json.dumps({"word": "cat", "key_id": str(key * 37), "drawing": [strokes]}) + "\n")
small = ["--enc-rnn-size", "4", "--dec-rnn-size", "4", "--z-size", "2", "--num-mixture", "2", "--batch-size", "2"]
run(["train", "train.ndjson", "--output", "run", "--num-steps", "4", *small], things)
run(["encode", "cat.json", "--output", "latents.json"], things)
(things / "empty").touch()
(things / "zeros").write_bytes(bytes(10_000))
(things / "x").write_text('{"drawing":[[[0,1],[2,3]]]}')
(things / "folder").mkdir()
(things / "loop").symlink_to("loop")
(things / "dangling").symlink_to("nowhere")
with open(os.fsencode(things) + b"/\xff\xfe.json", "w") as file:
    file.write("[[[0,1],[2,3]]]")

usual = {
    "interpolate": "cat.json pig.json --steps 3", "analogy": "cat.json pig.json face.json", "reconstruct": "cat.json",
    "complete": "start.json", "grid": "cat.json pig.json face.json crab.json --rows 2 --columns 2", "sample": "--count 2",
    "encode": "cat.json", "decode": "latents.json", "render": "cat.json", "convert": "cat.json out.ndjson",
    "dataset info": "cat.json", "train": "train.ndjson --output new --num-steps 2 " + " ".join(small), "evaluate": "cat.json",
    "classifier classify": "cat.json", "classifier evaluate": "cat.json", "classifier compare": "train.ndjson cat.json",
    "classifier train": "train.ndjson --output c.safetensors --num-steps 2", "plotter": "cat.json", "losses": "run", "recipe": "cat-pig.png",
    "gallery": None, "model list": "", "model info": "", "model convert": "cat out.safetensors",
    "model bank": "run/model.safetensors train.ndjson -o out.safetensors",
}
values = ["", "-1", "0", "1", "2", "1e400", "nan", "inf", "-inf", str(2**63 - 1), str(2**63), "1000000", "0.0000001", "-0", "abc",
          "e\u0301", "a,b", "1,2,3", "/", "/dev/null", "/dev/full", "x" * 5000, "../.."]
paths = ["", "a", ".", "..", "/", "#", "#0", "x", "x#0", "x#-1", "x#99999999999999999999", "x#a#b", "empty", "zeros", "folder",
         "folder/", "loop", "dangling", "x/", "x/y", "/dev/null", "/dev/full", "/proc/self/mem", "/proc/self/maps", "/dev/stdin",
         os.fsdecode(b"\xff\xfe.json"), "n" * 300, "n/" * 3000, "-", "--", "---", "cat", "cat.safetensors", "nan", "1*x", "x+x", "(x",
         "x - x", "*", "%s%n", "\n", '"', "'", "~", "\u00e9", "x y"]


def leaves(command, path=()):
    inner = [sub for sub in command.get("subcommands", []) if sub["commandName"] != "help"]
    for sub in inner:
        yield from leaves(sub, (*path, sub["commandName"]))
    if not inner:
        yield " ".join(path), command.get("arguments", [])


def lines():
    described = json.loads(subprocess.run([studio, "--experimental-dump-help"], capture_output=True, check=True).stdout)
    for name, arguments in leaves(described["command"]):
        if only and name not in only:
            continue
        if name not in usual:
            sys.exit(f"{name} is a new command: add its usual arguments to this script")
        if usual[name] is None:
            continue
        words = usual[name].split()
        for argument in arguments:
            option = next((f"--{each['name']}" for each in argument.get("names", []) if each["kind"] == "long"), None)
            if option in (None, "--help", "--version"):
                continue
            rest = words[:]
            if option in rest:
                at = rest.index(option)
                del rest[at:at + 2]
            if argument["kind"] == "flag":
                yield name.split() + rest + [option]
            else:
                yield from (name.split() + rest + [f"{option}={value}"] for value in values)
        for path in paths:
            for form in ([path], ["cat.json", path], [path, "out.json"], ["cat.json", "--output", path], ["cat.json", "--model", path]):
                yield name.split() + form


count, faults, slow = 0, 0, 0
for line in lines():
    subprocess.run(["rm", "-rf", work], check=True)
    shutil.copytree(things, work, symlinks=True)
    status, said = run(line, work)
    count += 1
    shown = " ".join(word[:40] for word in line)
    if status is None:
        slow += 1
        print(f"longer than 20 s: {shown}", flush=True)
    elif status not in (0, 1, 64) or status and not said.strip():
        faults += 1
        print(f"status {status}: {shown}\n    {said.strip()[-300:]}", flush=True)
    if any(path.count("/") > 100 for path, _, _ in os.walk(work)):
        faults += 1
        print(f"folders were left: {shown}", flush=True)
subprocess.run(["rm", "-rf", home], check=True)
print(f"{count} runs, {faults} faults, {slow} longer than 20 s")
sys.exit(1 if faults else 0)
