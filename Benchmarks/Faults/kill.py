#!/usr/bin/env python3
"""Kills `interpolate`, `convert` and `train` with SIGKILL at random moments and checks what is left.

    Benchmarks/Faults/kill.py [STUDIO] [KILLS]      (.build/release/studio, 200 of each)

interpolate and convert: the target must be the complete old file or the complete new one, byte for byte.
train: after every kill the run is resumed; at its end, model.safetensors must equal that of a run that was never killed.
Temporary files of killed processes must be removed by the next write, once they are a minute old.
"""
import os, random, shutil, signal, subprocess, sys, tempfile, time
from pathlib import Path

studio = str(Path(sys.argv[1] if len(sys.argv) > 1 else ".build/release/studio").resolve())
kills = int(sys.argv[2]) if len(sys.argv) > 2 else 200
rng = random.Random(1)
folder = Path(tempfile.mkdtemp(prefix="studio-kill-"))
os.chdir(folder)


def start(arguments):
    return subprocess.Popen([studio] + arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def leftovers(place):
    return sorted(Path(place).glob(".studio-*.tmp"))


def drawing(index):
    draw = random.Random(index)
    xs, ys = ([draw.randrange(256) for _ in range(12)] for _ in range(2))
    return '{"word":"cat","key_id":"%d","drawing":[[%s,%s],[[1,200],[2,%d]]]}' % (index, xs, ys, index % 256)


def replace(name, arguments, target, unfinished=None):
    """Kills the command `arguments`, which writes `target`, at moments spread over its running time."""
    Path(target).unlink(missing_ok=True)
    began = time.time()
    assert start(arguments).wait() == 0, name
    usual, new = time.time() - began, Path(target).read_bytes()
    old, counts = b"the old file", {"old": 0, "new": 0, "killed": 0}
    began = time.time()
    for _ in range(kills):
        Path(target).write_bytes(old)
        process = start(arguments)
        time.sleep(rng.random() * usual * 1.2)
        process.send_signal(signal.SIGKILL)
        counts["killed"] += process.wait() == -signal.SIGKILL
        found = Path(target).read_bytes()
        assert found in (old, new), f"{name}: {target} is neither the old file nor the new one"
        counts["old" if found == old else "new"] += 1
    left = leftovers(".")
    for file in left:
        os.utime(file, (time.time() - 120,) * 2)
    assert start(arguments).wait() == 0 and not leftovers("."), f"{name}: temporary files remain"
    print(f"{name}: {kills} kills ({counts['killed']} before its end) in {time.time() - began:.0f} s: complete old file "
          f"{counts['old']}, complete new file {counts['new']}, torn 0; {len(left)} temporary files left, all removed by the next write")


def train():
    arguments = ["train", "few.ndjson", "--enc-rnn-size", "16", "--dec-rnn-size", "24", "--z-size", "4", "--num-mixture", "3",
                 "--max-seq-len", "40", "--batch-size", "20", "--num-steps", "300", "--save-every", "5", "--quiet"]
    began = time.time()
    assert start(arguments + ["--output", "whole"]).wait() == 0, "train"
    usual = time.time() - began
    expected = Path("whole/model.safetensors").read_bytes()
    done, ended, resumed = 0, 0, 0
    began = time.time()
    while done < kills:
        shutil.rmtree("run", ignore_errors=True)
        again = []
        while True:
            process = start(arguments + ["--output", "run"] + again)
            try:
                process.wait(timeout=rng.random() * usual / 4 if done < kills else None)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                done += 1
                # There is nothing to resume before the first checkpoint: the run starts again.
                again = ["--resume"] if any(Path("run").glob("*checkpoint*")) else []
                resumed += bool(again)
                continue
            message = process.stderr.read().decode()
            assert process.returncode == 0, f"train: {message}"
            break
        assert Path("run/model.safetensors").read_bytes() == expected, "train: the model differs from that of a run that was never killed"
        ended += 1
    print(f"train: {done} kills, {resumed} resumed, in {time.time() - began:.0f} s: {ended} runs ended with the same bytes as "
          f"a run that was never killed; {len(leftovers('run'))} temporary files left")


Path("many.ndjson").write_text("\n".join(drawing(index) for index in range(20000)) + "\n")
Path("few.ndjson").write_text("\n".join(drawing(index) for index in range(200)) + "\n")
Path("a.json").write_text(drawing(1))
Path("b.json").write_text(drawing(2))
replace("interpolate", ["interpolate", "a.json", "b.json", "--steps", "5", "--output", "out.png"], "out.png")
replace("convert", ["convert", "many.ndjson", "out.npz", "--quiet"], "out.npz")
train()
shutil.rmtree(folder)
