#!/usr/bin/env python3
"""Runs `studio convert` on hostile files, `studio model info` on hostile weights and `studio decode` on hostile latents, and prints a Markdown table of its messages, with time and peak memory.

    Benchmarks/Faults/hostile.py [STUDIO]      (.build/release/studio)

No run may end by a signal, take 512 MB or 20 s, or write anything but its output. Requires NumPy.
"""
import io, json, os, pickle, shutil, struct, subprocess, sys, tempfile, time, zipfile
from pathlib import Path

studio = str(Path(sys.argv[1] if len(sys.argv) > 1 else ".build/release/studio").resolve())
folder = Path(tempfile.mkdtemp(prefix="studio-hostile-"))
(folder / "in").mkdir()
os.chdir(folder / "in")


def npy(pickled):
    header = b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + pickled


def numbers(*sides):
    """The header of [*sides, 3] numbers, 8 bytes each."""
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {(*sides, 3)}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header


def archive(path, members, kind=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", kind) as file:
        for name, content in members:
            file.writestr(name, content)


def bomb(path, size, lie=None, name="train.npy", others=()):
    """An archive of a member of zeros; `lie` is the false size in its directory."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for other, content in others:
            file.writestr(other, content)
        with file.open(name, "w", force_zip64=True) as member:
            member.write(numbers(size // 24))
            for _ in range(size >> 24):
                member.write(bytes(1 << 24))
    if lie is not None:
        content = bytearray(Path(path).read_bytes())
        entry = content.rindex(b"PK\x01\x02")
        struct.pack_into("<I", content, entry + 24, lie)
        Path(path).write_bytes(content)


class Call:
    def __reduce__(self):
        return os.system, ("touch hacked",)


def repeated(count):
    """A list that repeats one array of 960 kB."""
    import numpy

    one = numpy.ones((80_000, 3), dtype="<f4")
    array = numpy.empty(count, dtype=object)
    for place in range(count):
        array[place] = one
    content = io.BytesIO()
    numpy.save(content, array, allow_pickle=True)
    return content.getvalue()


def sparse(path, start, size=10 << 30):
    with open(path, "wb") as file:
        file.write(start)
        file.truncate(size)


def square(extra="", word="cat"):
    return '{"word":%s,"drawing":[[[0,9,9,0],[0,0,9,9]]]%s}' % (json.dumps(word), extra)


laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
wrong = b"\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\ndtype\n\x85R."  # only _reconstruct, of a dtype
order = b"\x80\x02cnumpy\ndtype\n(cnumpy\nndarray\nK\x00\x85tR."
uses = "".join(f'<g id="u{n}">' + f'<use href="#u{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))

bomb("bomb.npz", 1 << 30)
bomb("liar.npz", 1 << 30, lie=100)
Path("laughs.svg").write_text(f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]><svg xmlns="http://www.w3.org/2000/svg"><text>&l9;</text></svg>')
Path("external.svg").write_text('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>')
Path("uses.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><path id="u0" d="M0 0L9 9"/>{uses}</svg>')
archive("system.npz", [("train.npy", npy(pickle.dumps(Call(), 2)))])
archive("wrong.npz", [("train.npy", npy(wrong))])
archive("order.npz", [("train.npy", npy(order))])
sparse("sparse.ndjson", square().encode() + b"\n")
sparse("sparse.json", b"[[[0,9],[0,9]]")
sparse("sparse.svg", b'<svg xmlns="http://www.w3.org/2000/svg">')
sparse("sparse.npy", numbers((10 << 30) // 24))
sparse("sparse.npz", b"PK\x03\x04" + bytes(22) + struct.pack("<HH", 9, 0) + b"train.npy")
sparse("sparse.csv", b"dx,dy,p\n1,2,0\n")
sparse("sparse.bin", b"")
Path("hollow.npy").write_bytes(numbers(3_000_000_000, 0))
Path("repeated.npy").write_bytes(repeated(400_000))
Path("channels.inkml").write_text(
    '<ink xmlns="http://www.w3.org/2003/InkML"><traceFormat><channel name="X"/><channel name="Y"/>' + '<channel name="F"/>' * 200_000
    + "</traceFormat>" + "<trace>0 0,9 9</trace>" * 200_000 + "</ink>")
Path("deep.json").write_text("[" * 1_000_000)
Path("deep-closed.json").write_text('{"drawing":' + "[" * 1_000_000 + "]" * 1_000_000 + "}")
Path("deep.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg">' + "<g>" * 1_000_000 + "</g>" * 1_000_000 + "</svg>")
Path("1e400.json").write_text('{"drawing":[[[0,1e400],[0,9]]]}')
Path("1e300.json").write_text('{"drawing":[[[0,1e300],[0,9]]]}')
Path("nan.json").write_text('{"drawing":[[[0,NaN],[0,9]]]}')
Path("nan.csv").write_text("dx,dy,p\n1,nan,0\n")
Path("1e400.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L1e400 9"/></svg>')
archive("nan.npz", [("train.npy", numbers(2) + struct.pack("<6d", 1, float("nan"), 0, 1, 1, 1))])
Path("nul.ndjson").write_text(square(word="a\0b") + "\n")
Path("dots.ndjson").write_text(square(word="../../escaped") + "\n")
archive("dots.npz", [("../../../escaped.npy", numbers(2) + struct.pack("<6d", 1, 2, 0, 1, 1, 1))])


def text(value):
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def tensor(count, shape, strides, key="0"):
    """The pickle of a tensor: a view of a storage of `count` float32."""
    def sides(values):
        return b"(" + b"".join(b"\x8a\x08" + struct.pack("<q", value) for value in values) + b"t"
    return (b"ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + b"ctorch\nFloatStorage\n" + text(key) + text("cpu")
            + b"\x8a\x08" + struct.pack("<q", count) + b"tQK\0" + sides(shape) + sides(strides)
            + b"\x89ccollections\nOrderedDict\n)RtR")


def state(*tensors):
    return b"\x80\x02}(" + b"".join(text(name) + content for name, content in tensors) + b"u."


class Reduce:
    def __reduce__(self):
        return eval, ("open('hacked', 'w')",)


drawings = sorted(os.listdir("."), key=lambda name: os.stat(name).st_mtime_ns)
archive("system.pth", [("archive/data.pkl", pickle.dumps({"fc_mu.weight": Call()}, 2))], zipfile.ZIP_STORED)
archive("eval.pth", [("archive/data.pkl", pickle.dumps({"fc_mu.weight": Reduce()}, 2))], zipfile.ZIP_STORED)
archive("model.pth", [("archive/data.pkl", b"\x80\x02c__main__\nEncoderRNN\n)\x81}b.")], zipfile.ZIP_STORED)
archive("protocol4.pth", [("archive/data.pkl", pickle.dumps(Call(), 4))], zipfile.ZIP_STORED)
Path("legacy.pth").write_bytes(pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + pickle.dumps(Call(), 2))
Path("bare.pkl").write_bytes(pickle.dumps(Call(), 2))
one = state(("fc_params.weight", tensor(1 << 28, [9, (1 << 28) // 9], [(1 << 28) // 9, 1])))
bomb("bomb.pth", 1 << 30, name="archive/data/0", others=[("archive/data.pkl", one)])
bomb("bomb-in-limit.pth", 200 << 20, name="archive/data/0", others=[("archive/data.pkl", one)])
bomb("liar.pth", 1 << 30, lie=100, name="archive/data/0", others=[("archive/data.pkl", one)])
bomb("pickle-bomb.pth", 200 << 20, name="archive/data.pkl")
wide = state(("fc_params.weight", tensor(1, [65535, 16384], [0, 0])))
archive("repeated.pth", [("archive/data.pkl", wide), ("archive/data/0", b"\0\0\x80\x3f")], zipfile.ZIP_STORED)
archive("far.pth", [("archive/data.pkl", state(("fc_params.weight", tensor(4, [2, 2], [1 << 62, 1 << 62]))))], zipfile.ZIP_STORED)
archive("large.pth", [("archive/data.pkl", state(("fc_params.weight", tensor(1 << 62, [1 << 62], [1])))), ("archive/data/0", b"")], zipfile.ZIP_STORED)
archive("no-storage.pth", [("archive/data.pkl", state(("fc_hc.weight", tensor(4, [2, 2], [2, 1])), ("fc_params.weight", tensor(4, [2, 2], [2, 1]))))], zipfile.ZIP_STORED)
archive("deep.pth", [("archive/data.pkl", b"\x80\x02" + (b"}" + text("a")) * 1_000_000 + b"}" + b"s" * 1_000_000 + b".")], zipfile.ZIP_STORED)
archive("deep-tuples.pth", [("archive/data.pkl", b"\x80\x02)" + b"\x85" * 1_000_000 + b".")], zipfile.ZIP_STORED)
archive("loop.pth", [("archive/data.pkl", b"\x80\x02}q\0" + text("a") + b"h\0s.")], zipfile.ZIP_STORED)
# Dictionaries of 200 references to the level below: 200^6 paths.
shared = b"\x80\x02}" + text("0") + b"}q\0s" + b"".join(
    text(str(level)) + b"}q" + bytes([level]) + b"(" + b"".join(text(str(n)) + b"h" + bytes([level - 1]) for n in range(200)) + b"us"
    for level in range(1, 7))
archive("shared.pth", [("archive/data.pkl", shared + b".")], zipfile.ZIP_STORED)
archive("entries.pth", [("archive/data.pkl", b"\x80\x02}(" + (text("k" * 250) + b"}") * 60_000 + b"u.")], zipfile.ZIP_STORED)
archive("memo.pth", [("archive/data.pkl", b"\x80\x02}" + b"r\xff\xff\xff\x7f.")], zipfile.ZIP_STORED)
archive("dots.pth", [("../../../data.pkl", state(("a", tensor(1, [1], [1], key="../../../../etc/passwd"))))], zipfile.ZIP_STORED)
sparse("sparse.pth", b"PK\x03\x04")
sparse("sparse.safetensors", struct.pack("<Q", 100) + b"{")
weights = sorted(set(os.listdir(".")) - set(drawings))


def text_array(length):
    header = f"{{'descr': '<U{length}', 'fortran_order': False, 'shape': (1,), }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header


mean = numbers(1) + struct.pack("<3d", 1, 2, 3)
archive("latents-text.npz", [("mean.npy", mean), ("word.npy", text_array(1 << 60))])
archive("latents-pickle.npz", [("mean.npy", mean), ("word.npy", npy(pickle.dumps(Call(), 2)))])
bomb("latents-bomb.npz", 1 << 30, name="mean.npy")
Path("sidecar.npy").write_bytes(mean)
Path("sidecar.npy.json").write_text("[" * 1_000_000)
latents = ["latents-text.npz", "latents-pickle.npz", "latents-bomb.npz", "sidecar.npy"]
cases = [(name, ["convert", name, "../out/out.json"]) for name in drawings]
cases += [("dots.ndjson, a file each", ["convert", "dots.ndjson", "../out/", "--format", "svg"]),
          ("nul.ndjson, a file each", ["convert", "nul.ndjson", "../out/", "--format", "svg"])]
cases += [(name, ["model", "info", name]) for name in weights] + [(name, ["decode", name]) for name in latents]

print("| File | Bytes | Message | Exit | Seconds | Peak MB |\n| --- | ---: | --- | ---: | ---: | ---: |")
inputs = set(os.listdir("."))
for name, arguments in cases:
    shutil.rmtree("../out", ignore_errors=True)
    os.mkdir("../out")
    began = time.time()
    with open("../said", "wb") as said:
        process = subprocess.Popen([studio] + arguments, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
    seconds, peak = time.time() - began, usage.ru_maxrss / 1024
    message = Path("../said").read_text(errors="replace").strip().replace("\n", " / ").replace("|", "\\|")
    assert os.WIFEXITED(status), f"{name}: signal {os.WTERMSIG(status)}"
    assert peak < 512 and seconds < 20, f"{name}: {peak:.0f} MB, {seconds:.1f} s"
    assert set(os.listdir("..")) == {"in", "out", "said"} and set(os.listdir(".")) == inputs, f"{name}: something was written"
    made = ", ".join(sorted(os.listdir("../out")))
    print(f"| {name} | {os.path.getsize(next(word for word in arguments[1:] if os.path.exists(word))):,} | {message}{f' ({made})' if made else ''} "
          f"| {os.WEXITSTATUS(status)} | {seconds:.2f} | {peak:.0f} |", flush=True)
os.chdir("/")
shutil.rmtree(folder)
