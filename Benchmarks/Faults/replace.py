#!/usr/bin/env python3
"""Changes a model file at random moments while `interpolate` and `sample` use it, and checks the results.

    Benchmarks/Faults/replace.py [STUDIO] [RUNS]      (.build/release/studio, 50 per kind of change and command)

The file is replaced with another model by rename, truncated in place, overwritten in place with garbage, overwritten in
place with the other model (once, or with both models in turn), or deleted. A run must end with the same bytes as the
old or the new model gives, or with exit status 1, one sentence and no output; never by a signal. A picture records the
model's hash, so its bytes identify the model.
"""
import os, random, shutil, subprocess, sys, tempfile, time
from pathlib import Path

studio = str(Path(sys.argv[1] if len(sys.argv) > 1 else ".build/release/studio").resolve())
runs = int(sys.argv[2]) if len(sys.argv) > 2 else 50
rng = random.Random(1)
folder = Path(tempfile.mkdtemp(prefix="studio-replace-"))
os.chdir(folder)


def drawing(index):
    draw = random.Random(index)
    xs, ys = ([draw.randrange(256) for _ in range(12)] for _ in range(2))
    return '{"word":"cat","key_id":"%d","drawing":[[%s,%s],[[1,200],[2,%d]]]}' % (index, xs, ys, index % 256)


def train(name, seed):
    """A barely trained model, large enough that reading it takes a while."""
    subprocess.run(
        [studio, "train", "few.ndjson", "--output", name, "--enc-rnn-size", "128", "--dec-rnn-size", "256", "--z-size", "16",
         "--max-seq-len", "40", "--batch-size", "20", "--num-steps", "2", "--seed", str(seed), "--quiet"],
        check=True, stdout=subprocess.DEVNULL)
    return Path(name + "/model.safetensors").read_bytes()


def by_rename(new):
    Path("new.tmp").write_bytes(new)
    os.rename("new.tmp", "model.safetensors")


def over(content, mode):
    """Overwrites the file in place, in pieces."""
    with open("model.safetensors", mode, buffering=0) as file:
        for start in range(0, len(content), 1 << 16):
            file.write(content[start:start + (1 << 16)])


def again_and_again():
    """Copies over the file every few milliseconds for half a second; the old model is last."""
    for _ in range(30):
        over(new, "wb")
        time.sleep(rng.random() * 0.03)
        over(old, "wb")
        time.sleep(rng.random() * 0.003)


Path("few.ndjson").write_text("\n".join(drawing(index) for index in range(200)) + "\n")
Path("a.json").write_text(drawing(1))
Path("b.json").write_text(drawing(2))
old, new = train("old", 1), train("new", 2)
assert old != new and len(old) == len(new)
garbage = rng.randbytes(len(old))
ways = {
    "replaced by rename": lambda: by_rename(new),
    "truncated in place": lambda: os.truncate("model.safetensors", rng.randrange(len(old))),
    "overwritten with garbage": lambda: over(garbage, "r+b"),
    "copied over": lambda: over(new, "wb"),
    "copied over repeatedly": again_and_again,
    "deleted": lambda: os.remove("model.safetensors"),
}
commands = {
    "interpolate": ["interpolate", "a.json", "b.json", "--steps", "5", "--model", "model.safetensors", "--output", "out.png"],
    "sample": ["sample", "--count", "6", "--model", "model.safetensors", "--output", "out.svg"],
}
print(f"model of {len(old):,} bytes")
for name, arguments in commands.items():
    output = Path(arguments[-1])

    def draw(model):
        by_rename(model)
        output.unlink(missing_ok=True)
        began = time.time()
        subprocess.run([studio] + arguments + ["--quiet"], check=True, stdout=subprocess.DEVNULL)
        return output.read_bytes(), time.time() - began

    (as_old, usual), (as_new, _) = draw(old), draw(new)
    assert as_old != as_new and draw(old)[0] == as_old
    for way, change in ways.items():
        counts, sentences = {"old": 0, "new": 0, "refused": 0}, {}
        for _ in range(runs):
            by_rename(old)
            output.unlink(missing_ok=True)
            process = subprocess.Popen([studio] + arguments + ["--quiet"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            time.sleep(rng.random() * usual * (way != "copied over repeatedly"))
            change()
            message = process.communicate()[1].decode()
            if process.returncode == 0:
                found = output.read_bytes()
                assert found in (as_old, as_new), f"{name}, {way}: the result is neither the old model's nor the new one's"
                counts["old" if found == as_old else "new"] += 1
            else:
                assert process.returncode == 1, f"{name}, {way}: status {process.returncode}: {message}"
                assert message.startswith("studio: ") and message.count("\n") == 1, f"{name}, {way}: {message!r}"
                assert not output.exists() and not list(Path(".").glob(".studio-*.tmp")), f"{name}, {way}: files were left"
                counts["refused"] += 1
                sentences[message.strip()] = sentences.get(message.strip(), 0) + 1
        print(f"{name}, {way}: {runs} runs: old model {counts['old']}, new model {counts['new']}, refused {counts['refused']}")
        for sentence, count in sorted(sentences.items(), key=lambda item: -item[1])[:4]:
            print(f"    {count} x {sentence}")
shutil.rmtree(folder)
