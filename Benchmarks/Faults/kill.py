#!/usr/bin/env python3
"""Kills train, convert, interpolate, encode and sample with SIGKILL at random moments and checks what is left.

    Benchmarks/Faults/kill.py [STUDIO] [KILLS] [MODE...]      (.build/release/studio, 200 of each command, all modes)

Modes:
  plain      as the program is usually started
  process-1  in a process namespace of its own, where it is always process 1, as in a container that is started again
  named      as process 1 on a file system without nameless files (O_TMPFILE), so that temporary files have a name from the start

The last two need root and unshare, the last one cc. All commands but train: the target must be the complete old file or the complete new one,
byte for byte. train: after every kill, each file of the run must be complete and the run is resumed; at its end,
model.safetensors must equal that of a run that was never killed. After the kills of a command it must succeed, and must remove
the temporary files of killed processes, once they are a minute old.
"""
import json, os, random, shutil, signal, struct, subprocess, sys, tempfile, time
from pathlib import Path

studio = str(Path(sys.argv[1] if len(sys.argv) > 1 else ".build/release/studio").resolve())
kills = int(sys.argv[2]) if len(sys.argv) > 2 else 200
rng = random.Random(1)
folder = Path(tempfile.mkdtemp(prefix="studio-kill-"))
os.chdir(folder)
alone = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"]
modes = {"plain": [], "process-1": alone, "named": [*alone, "env", f"LD_PRELOAD={folder}/named.so"]}
chosen = sys.argv[3:] or list(modes)
Path("named.c").write_text("""
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>
int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = flags & O_CREAT ? va_arg(rest, int) : 0;
    va_end(rest);
    if ((flags & O_TMPFILE) != O_TMPFILE) return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    errno = EOPNOTSUPP;
    return -1;
}
int open(const char *path, int flags, ...) __attribute__((alias("open64")));
""")


def can(mode):
    if mode == "named":
        subprocess.run(["cc", "-shared", "-fPIC", "-w", "-o", "named.so", "named.c"], check=False)
    ready = mode != "named" or Path("named.so").exists()
    return ready and (not modes[mode] or subprocess.run([*modes[mode], "true"], capture_output=True).returncode == 0)



def start(mode, arguments):
    return subprocess.Popen(
        [*modes[mode], studio, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)


def message(process):
    """Waits until every process that has the error stream has ended: unshare and, in its namespace, studio."""
    text = process.stderr.read().decode()
    process.wait()
    return text


def kill(process):
    """Whether the process was killed before its end."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    message(process)
    return process.returncode == -signal.SIGKILL


def succeed(mode, name, arguments):
    began = time.time()
    process = start(mode, arguments)
    text = message(process)
    assert process.returncode == 0, f"{mode}, {name}: status {process.returncode}: {text}"
    return time.time() - began


def leftovers(place):
    return sorted(Path(place).glob(".studio-*.tmp"))


def age(files):
    for file in files:
        os.utime(file, (time.time() - 120,) * 2)


def drawing(index):
    draw = random.Random(index)
    xs, ys = ([draw.randrange(256) for _ in range(12)] for _ in range(2))
    return '{"word":"cat","key_id":"%d","drawing":[[%s,%s],[[1,200],[2,%d]]]}' % (index, xs, ys, index % 256)


def replace(mode, name, arguments, target):
    """Kills the command `arguments`, which writes `target`, at moments spread over its running time."""
    Path(target).unlink(missing_ok=True)
    usual = succeed(mode, name, arguments)
    new, old = Path(target).read_bytes(), b"the old file"
    counts = {"old": 0, "new": 0, "killed": 0, "left": 0}
    began = time.time()
    for _ in range(kills):
        Path(target).write_bytes(old)
        before = len(leftovers("."))
        process = start(mode, arguments)
        time.sleep(rng.random() * usual * 1.1)
        counts["killed"] += kill(process)
        counts["left"] += max(len(leftovers(".")) - before, 0)
        found = Path(target).read_bytes()
        assert found in (old, new), f"{mode}, {name}: {target} is neither the old file nor the new one"
        counts["old" if found == old else "new"] += 1
    seconds = time.time() - began
    age(leftovers("."))
    succeed(mode, name, arguments)
    assert Path(target).read_bytes() == new, f"{mode}, {name}: another file after the kills"
    assert not leftovers("."), f"{mode}, {name}: temporary files remain"
    print(f"| {mode} | {name} | {kills} | {counts['killed']} | {counts['old']} | {counts['new']} | 0 | {counts['left']}, all removed "
          f"| {seconds:.0f} |", flush=True)


def is_whole(path):
    """Whether a safetensors file has the size that its header states."""
    data = Path(path).read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + length])
    ends = [tensor["data_offsets"][1] for name, tensor in header.items() if name != "__metadata__"]
    return len(data) == 8 + length + max(ends)


def train(mode):
    arguments = ["train", "few.ndjson", "--enc-rnn-size", "16", "--dec-rnn-size", "24", "--z-size", "4", "--num-mixture", "3",
                 "--max-seq-len", "40", "--batch-size", "20", "--num-steps", "300", "--save-every", "5", "--quiet"]
    shutil.rmtree("whole", ignore_errors=True)
    usual = succeed(mode, "train", arguments + ["--output", "whole"])
    expected = Path("whole/model.safetensors").read_bytes()
    done, ended, resumed, left, removed = 0, 0, 0, 0, 0
    began = time.time()
    while done < kills:
        shutil.rmtree("run", ignore_errors=True)
        again = []
        while True:
            age(leftovers("run"))
            before = set(leftovers("run"))
            process = start(mode, arguments + ["--output", "run"] + again)
            if done < kills:
                try:
                    process.wait(timeout=rng.random() * usual / 4)
                except subprocess.TimeoutExpired:
                    done += kill(process)
                    after = set(leftovers("run"))
                    left += len(after - before)
                    removed += len(before - after)
                    for file in Path("run").glob("*.safetensors"):
                        assert is_whole(file), f"{mode}, train: {file} is torn"
                    # There is nothing to resume before the first checkpoint: the run starts again.
                    again = ["--resume"] if any(Path("run").glob("*checkpoint*")) else []
                    resumed += bool(again)
                    continue
            text = message(process)
            assert process.returncode == 0, f"{mode}, train: {text}"
            break
        assert Path("run/model.safetensors").read_bytes() == expected, f"{mode}, train: the model differs from a run's that was never killed"
        assert not leftovers("run"), f"{mode}, train: temporary files remain"
        ended += 1
    print(f"| {mode} | train | {done} | {done} | {resumed} resumed | {ended} whole runs, same model | 0 | {left}, all removed "
          f"| {time.time() - began:.0f} |", flush=True)


Path("many.ndjson").write_text("\n".join(drawing(index) for index in range(20000)) + "\n")
Path("few.ndjson").write_text("\n".join(drawing(index) for index in range(200)) + "\n")
Path("a.json").write_text(drawing(1))
Path("b.json").write_text(drawing(2))
print("| Mode | Command | Kills | Before its end | Old file | New file | Torn | Temporary files left | Seconds |\n"
      "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: |")
for mode in chosen:
    if not can(mode):
        print(f"| {mode} | skipped: no namespaces or compiler | | | | | | | |")
        continue
    replace(mode, "interpolate", ["interpolate", "a.json", "b.json", "--steps", "5", "--output", "out.png"], "out.png")
    replace(mode, "convert", ["convert", "many.ndjson", "out.npz", "--quiet"], "out.npz")
    replace(mode, "encode", ["encode", "few.ndjson", "--output", "latents.ndjson", "--quiet"], "latents.ndjson")
    replace(mode, "sample", ["sample", "--count", "200", "--plain", "--output", "out.ndjson", "--quiet"], "out.ndjson")
    train(mode)
shutil.rmtree(folder)
