#!/usr/bin/env python3
"""Attacks on training runs: foreign folders, two trainings in one folder, signals, damaged checkpoints, logs and models.

usage: runs.py [STUDIO]

Each attack prints a line with its name, the exit status and the last message. The script ends with status 1 if an attack ends by a
signal that was not sent, loses a file, or is accepted where it should be refused. It needs only Python's standard library.
"""
import json, os, random, shutil, signal, struct, subprocess, sys, tempfile, time
from pathlib import Path

studio = str(Path(sys.argv[1] if len(sys.argv) > 1 else ".build/release/studio").resolve())
folder = tempfile.mkdtemp(prefix="studio-runs-")
os.chdir(folder)
random.seed(1)
failures = 0
SMALL = ["--enc-rnn-size", "8", "--dec-rnn-size", "12", "--z-size", "4", "--num-mixture", "3", "--max-seq-len", "40",
         "--batch-size", "10"]


def drawing(key):
    xs, ys = ([random.randrange(256) for _ in range(6)] for _ in range(2))
    return json.dumps({"word": "zig", "key_id": str(key), "drawing": [[xs, ys]]})


def content(path):
    return Path(path).read_bytes() if Path(path).exists() else None


def run(*arguments, timeout=60):
    done = subprocess.run([studio, *arguments], capture_output=True, timeout=timeout)
    return done.returncode, done.stderr.decode(errors="replace").strip().splitlines()[-1:] or [""]


def report(name, good, status, message):
    global failures
    failures += not good
    print(f"{'ok  ' if good else 'FAIL'} {name}: status {status}; {message[:150]}", flush=True)


def refused(name, *arguments, saying=""):
    status, (message,) = run(*arguments)
    report(name, status == 1 and saying in message, status, message)


def accepted(name, *arguments):
    status, (message,) = run(*arguments)
    report(name, status == 0, status, message)


def change(path, metadata=None, tensor=None):
    """Rewrites a safetensors file with other metadata, or with another first value of a tensor."""
    data = bytearray(Path(path).read_bytes())
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    if tensor:
        name, value = tensor
        start = 8 + length + header[name]["data_offsets"][0]
        data[start:start + 4] = struct.pack("<f", value)
    for key, value in (metadata or {}).items():
        header["__metadata__"].pop(key) if value is None else header["__metadata__"].update({key: value})
    text = json.dumps(header).encode()
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data[8 + length:])


def fresh(name="run", steps="6"):
    shutil.rmtree(name, ignore_errors=True)
    status, message = run("train", "zig.ndjson", "--output", name, *SMALL, "--num-steps", steps, "--save-every", "3", "--quiet")
    assert status == 0, message


def endless(name, *extra):
    """Starts a training without an end and waits for its first steps."""
    process = subprocess.Popen(
        [studio, "train", "zig.ndjson", "--output", name, *SMALL, "--num-steps", "1000000000", "--save-every", "1000000000", *extra],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    for _ in range(100):
        log = Path(name, "log.jsonl")
        if log.exists() and log.stat().st_size:
            break
        time.sleep(0.1)
    return process


Path("zig.ndjson").write_text("\n".join(drawing(k) for k in range(120)) + "\n")

for name in ["model.safetensors", "log.jsonl", "checkpoint.safetensors", "thesis.tex"]:
    shutil.rmtree("foreign", ignore_errors=True)
    Path("foreign").mkdir()
    Path("foreign", name).write_text("mine")
    refused(f"a folder with {name}", "train", "zig.ndjson", "--output", "foreign", *SMALL, saying="contains other files")
    report(f"{name} is unchanged", content(Path("foreign", name)) == b"mine", 0, "")

for name in ["INT", "TERM", "HUP"]:
    shutil.rmtree("early", ignore_errors=True)
    process = endless("early")
    process.send_signal(getattr(signal, "SIG" + name))
    status = process.wait(timeout=60)
    message = process.stderr.read().decode().strip()
    report(f"SIG{name} before the first validation", status == 0 and Path("early/model.safetensors").exists(), status, message)
shutil.rmtree("early", ignore_errors=True)
process = endless("early")
process.send_signal(signal.SIGQUIT)
report("SIGQUIT", process.wait(timeout=60) == -signal.SIGQUIT, process.returncode, "")

shutil.rmtree("early", ignore_errors=True)
process = endless("early")
for extra in [["--force"], []]:
    status, (message,) = run("train", "zig.ndjson", "--output", "early", *SMALL, *extra)
    report(f"a second training {' '.join(extra)}", status == 1, status, message)
Path("early/log.jsonl").unlink(missing_ok=True)
time.sleep(1)
report("the log is removed", process.poll() is None and Path("early/log.jsonl").exists(), process.poll(), "")
process.kill()
process.wait()
accepted("a new training after SIGKILL", "train", "zig.ndjson", "--output", "early", *SMALL, "--num-steps", "3", "--quiet")

for key, values in {
    "step": ["-1", "1e308", "9223372036854775807", "nan", ""], "best_step": ["-9223372036854775808", "7", "x"],
    "best_cost": ["nan", "-inf", "inf", "1e308"],
    "parameters": ["{", "{}" * 2, '{"batch_size":-1}', '{"num_steps":1e308}', '{"seed":-1}', '{"model":{}}'], "source": ["[]", "1"],
}.items():
    for value in values:
        fresh()
        change("run/checkpoint.safetensors", {key: value})
        refused(f"{key} = {value!r}", "train", "--output", "run", "--resume", "--num-steps", "9", saying="cannot be resumed")
for name, value in [("weights", float("nan")), ("adam_m", float("inf")), ("adam_v", -1.0)]:
    fresh()
    change("run/checkpoint.safetensors", tensor=(f"{name}/vector_rnn/RNN/output_b", value))
    refused(f"{name} contains {value}", "train", "--output", "run", "--resume", "--num-steps", "9", saying="cannot be resumed")

fresh()
for key, value in [("scale_factor", "1e308"), ("scale_factor", "1e-300"), ("scale_factor", "nan"), ("training", '{"step":-1}'),
                   ("training", '{"familiarLoss":1e308}'), ("training", '{"parameters":{"kl_weight":-1e308}}')]:
    shutil.copy("run/model.safetensors", "m.safetensors")
    change("m.safetensors", {key: value})
    for command in [["model", "info", "m.safetensors"], ["evaluate", "zig.ndjson", "--model", "m.safetensors", "--json"],
                    ["sample", "--model", "m.safetensors", "-o", "a.svg"]]:
        refused(f"{command[0]} with {key} = {value}", *command, saying="does not contain a sketch-rnn model")

for line in [b"\xff", b"text", b'{"step":-1}', b'{"step":1e308}', b'{"step":1,"kl":1e308}', b"[" * 100000, b"\0" * 10]:
    fresh()
    log = Path("run/log.jsonl")
    good = log.read_bytes()
    log.write_bytes(line + b"\n" + good + line)
    status, (message,) = run("train", "--output", "run", "--resume", "--num-steps", "9")
    kept = log.read_bytes().startswith(good) and content("run/log.damaged.jsonl") == (line + b"\n") * 2
    report(f"log with {line[:20]}", status == 0 and kept, status, message)
    log.write_bytes(line + b"\n" + good)
    status, (message,) = run("losses", "run", "-o", "a.svg")
    report(f"plot of a log with {line[:20]}", status == 1, status, message)

fresh()
model = Path("run/model.safetensors").read_bytes()
Path("run/model.safetensors").unlink()
accepted("the model is gone", "train", "--output", "run", "--resume")
report("it has the same bytes again", content("run/model.safetensors") == model, 0, "")

for arguments in [["sample", "--count", "20000"], ["interpolate", "a.json", "b.json", "--steps", "10000"]]:
    Path("a.json").write_text(drawing(1))
    Path("b.json").write_text(drawing(2))
    began = time.time()
    refused(" ".join(arguments), *arguments, "-o", "x.png", saying="more than")
    report("in time", time.time() - began < 5, 0, f"{time.time() - began:.1f} s")

shutil.rmtree(folder)
print(f"{failures} failures")
sys.exit(failures > 0)
