#!/usr/bin/env python3
"""Runs `studio convert` on hostile files and prints a Markdown table of its messages, with time and peak memory.

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


def archive(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)


def bomb(path, size, lie=None):
    """An archive of one member of zeros; `lie` is the false size in its directory."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        with file.open("train.npy", "w", force_zip64=True) as member:
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
cases = [(name, [name, "../out/out.json"]) for name in sorted(os.listdir("."), key=lambda name: os.stat(name).st_mtime_ns)]
cases += [("dots.ndjson, a file each", ["dots.ndjson", "../out/", "--format", "svg"]),
          ("nul.ndjson, a file each", ["nul.ndjson", "../out/", "--format", "svg"])]

print("| File | Bytes | Message | Exit | Seconds | Peak MB |\n| --- | ---: | --- | ---: | ---: | ---: |")
inputs = set(os.listdir("."))
for name, arguments in cases:
    shutil.rmtree("../out", ignore_errors=True)
    os.mkdir("../out")
    began = time.time()
    with open("../said", "wb") as said:
        process = subprocess.Popen([studio, "convert"] + arguments, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
    seconds, peak = time.time() - began, usage.ru_maxrss / 1024
    message = Path("../said").read_text(errors="replace").strip().replace("\n", " / ").replace("|", "\\|")
    assert os.WIFEXITED(status), f"{name}: signal {os.WTERMSIG(status)}"
    assert peak < 512 and seconds < 20, f"{name}: {peak:.0f} MB, {seconds:.1f} s"
    assert set(os.listdir("..")) == {"in", "out", "said"} and set(os.listdir(".")) == inputs, f"{name}: something was written"
    made = ", ".join(sorted(os.listdir("../out")))
    print(f"| {name} | {os.path.getsize(arguments[0]):,} | {message}{f' ({made})' if made else ''} "
          f"| {os.WEXITSTATUS(status)} | {seconds:.2f} | {peak:.0f} |", flush=True)
os.chdir("/")
shutil.rmtree(folder)
