#!/usr/bin/env python3
"""Writes the seed files of the readers' corpus: Fuzz/seeds.py [FOLDER]. Requires NumPy.

Every file is generated here. Names are READER-description; files whose names end in -good must be read without an error.
"""
import base64, gzip, io, json, pickle, struct, sys, zipfile, zlib
from pathlib import Path

import numpy as np

folder = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "Tests/StudioKitTests/Corpus")
folder.mkdir(parents=True, exist_ok=True)


def put(name, content):
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


# --- JSON -----------------------------------------------------------------------------------------------------------
record = '{"word":"cat","key_id":"5","countrycode":"DE","timestamp":"2017-03-01 20:41:36.70725 UTC","recognized":true,"drawing":[[[0,9,255],[0,5,7]],[[3],[4]]]}'
put("json-record-good", record)
put("json-timed-good", '{"drawing":[[[0.5,9,30],[0,5,7],[0,16,33]]]}')
put("json-polylines-good", '[[{"x":1,"y":2},{"x":3.5,"y":-4e1}],[[1,2],[3,4],[5,6],[7,8]]]')
put("json-stroke3-good", "[[1,2,0],[3,-4,1]]")
put("json-stroke5-good", '{"sketches":[[[1,2,1,0,0],[3,-4,0,1,0],[0,0,0,0,1]]]}')
put("json-pretty-good", json.dumps(json.loads(record), indent=2))
put("json-brackets", "[" * 20000)
put("json-numbers", '[[[1e400,NaN,-0,1e-400],[18446744073709551615,9223372036854775808,-9223372036854775809,0]]]')
put("json-names", '{"word":"../../\\u0000etc","drawing":[[[0,1],[0,1]]],"\\ud800":1}')
put("json-cut", record[:60])
put("json-text-good", '{"word":17,"recognized":"False","split":"val","drawing":"[[[0,9,255,3],[0,5,7,1]]]"}')
put("json-columns-good", '{"drawing":{"x":[[0,9],[4]],"y":[[0,5],[4]]}}')
put("json-offsets-good", '[{"dx":-4,"dy":0,"pen":"down"},{"dx":-15,"dy":9,"pen":"up"},{"dx":20,"dy":0,"pen":"end"}]')
put("json-points-good", '[[[1,2,0.5],[3,4,0.25],[9,8,0.5]],[[1,2,0.5],[3,4,0.5],[5,6,0.5]]]')
put("json-strokes-good", '[{"drawMode":true,"paths":[{"x":1,"y":2},{"x":3,"y":4}]},{"drawMode":false,"paths":[]},{"points":[]}]')
put("json-rows-good", '{"features":[{"name":"word","type":{"names":["cat"]}}],"rows":[{"row":{"word":0,"drawing":[[1,-2,0],[3,4,1]]}}]}')
put("json-positions", "[[27,18,0],[24,16,0],[21,16,0],[16,19,0],[14,25,1]]")
put("json-nested-text", json.dumps({"drawing": json.dumps(json.dumps(json.dumps([[[0, 1], [0, 1]]])))}))
put("json-surrogate-good", '{"word":"\\ud83d","drawing":[[[0,9,255,3],[0,5,7,1]]]}')
put("ndjson-ambiguous-good", '{"drawing":[[[10,60],[65,5]]]}\n[[[1,2],[3,4],[5,9],[7,8]]]\n')
put("ndjson-long-good", json.dumps(json.loads(record), indent=1) + "\n" + json.dumps(json.loads(record), indent=1))
put("ndjson-three-good", "\n".join([record, "", record.replace("cat", "pig"), '{"drawing":[[[1,2],[3,4]]]}']) + "\n")
put("ndjson-bom-good", b"\xef\xbb\xbf" + record.encode() + b"\r\n" + record.encode())
excalidraw = {"type": "excalidraw", "version": 2, "elements": [
    {"type": "freedraw", "x": 10, "y": 20, "angle": 0.5, "points": [[0, 0], [5, -5], [10, 0]]},
    {"type": "rectangle", "x": 1, "y": 2, "width": 40, "height": 30, "roundness": {"type": 3}},
    {"type": "diamond", "x": 1, "y": 2, "width": 4, "height": 3}, {"type": "ellipse", "x": 1, "y": 2, "width": 4, "height": 3},
    {"type": "text", "x": 0, "y": 0, "text": "t"}]}
put("board-excalidraw-good", json.dumps(excalidraw))
tldraw = {"tldrawFileFormatVersion": 1, "schema": {}, "records": [
    {"typeName": "page", "id": "page:1", "name": "P", "index": "a1"},
    {"typeName": "shape", "id": "shape:g", "type": "group", "parentId": "page:1", "index": "a1", "x": 5, "y": 6, "rotation": 1},
    {"typeName": "shape", "id": "shape:d", "type": "draw", "parentId": "shape:g", "index": "a1", "x": 1, "y": 2,
     "props": {"isClosed": True, "scale": 2, "segments": [{"type": "free", "points": [{"x": 0, "y": 0}, {"x": 4, "y": 1}]}]}},
    {"typeName": "shape", "id": "shape:l", "type": "line", "parentId": "page:1", "index": "a2", "x": 0, "y": 0,
     "props": {"points": {"b": {"id": "b", "index": "a2", "x": 9, "y": 9}, "a": {"id": "a", "index": "a1", "x": 0, "y": 0}}}}]}
put("board-tldraw-good", json.dumps(tldraw))
put("board-tldraw-loop", json.dumps({"tldrawFileFormatVersion": 1, "records": [
    {"typeName": "page", "id": "a"}, {"typeName": "shape", "type": "group", "id": "a", "parentId": "a"},
    {"typeName": "shape", "type": "draw", "id": "b", "parentId": "a", "props": {"segments": [{"path": "AAA="}]}}]}))

put("board-library-good", json.dumps({"type": "excalidrawlib", "libraryItems": [{"name": "a", "elements": excalidraw["elements"]}]}))
put("board-curve-good", json.dumps({"type": "excalidraw", "elements": [
    {"type": "line", "x": 1, "y": 2, "points": [[0, 0], [50, 80], [100, 0], [5, 5]], "roundness": {"type": 2}}]}))
packed = base64.b64encode(struct.pack("<3f6e", 0, 0, 0.5, 10, 20, 0, 10, -20, 0)).decode()
put("board-packed-good", json.dumps({"tldrawFileFormatVersion": 1, "records": [{"typeName": "page", "id": "a"}] + [
    {"typeName": "shape", "type": type, "id": type + str(n), "parentId": "a", "x": 1, "y": 2, "props": props}
    for n, (type, props) in enumerate([("draw", {"segments": [{"path": packed}]}),
        ("arrow", {"start": {"x": 0, "y": 0}, "end": {"x": 9, "y": 5}, "bend": 3})]
        + [("geo", {"geo": geo, "w": 9, "h": 5}) for geo in ["rectangle", "ellipse", "star", "heart", "x-box", "arrow-up"]])]}))
put("board-first-good", json.dumps({"document": {"pages": {"p": {"shapes": {
    "a": {"type": "draw", "id": "a", "point": [1, 2], "points": [[0, 0, 0.5], [3, 4, 0.5]], "rotation": 1},
    "b": {"type": "arrow", "id": "b", "point": [1, 2], "handles": {n: {"point": [x, 1]} for n, x in [("start", 0), ("bend", 3), ("end", 8)]}},
    "c": {"type": "ellipse", "id": "c", "point": [1, 2], "radius": [3, 4]}, "d": {"type": "group", "id": "d"}}}}}}))
note = "---\nexcalidraw-plugin: parsed\n---\n"
put("drawing-note-good", note + "```json\n" + json.dumps(excalidraw) + "\n```\n")
put("drawing-packed-note-good", note + "```compressed-json\n"
    "N4IgLgngDgpiBcIYA8DGBDANgSwCYCd0B3EAGhADcZ8BnbAewDsEAmcmTGAWxkbBoQBtUJFgIQAM3wwYBYmRDIEARgAM5CCvUgo9bHwH\n"
    "xBg9aoC6pQWtItzl26XNmAvqRHQ4iMCjALvyX0QAS8BkchBnFyA=\n```\n")

# --- SVG and InkML --------------------------------------------------------------------------------------------------
svg = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40mm" height="30mm" viewBox="0 0 80 60">'
put("svg-shapes-good", svg + '<g transform="translate(1,2) rotate(30 4 5) skewX(3)"><rect x="1" y="2" width="30" height="20" rx="4"/>'
    '<circle cx="9" cy="9" r="50%"/><ellipse rx="3" ry="2em"/><line x2="5"/><polyline points="0,0 1,1 2-1"/><polygon points="1 2 3 4 5 6"/></g></svg>')
put("svg-path-good", svg + '<path style="fill:none;stroke:red" d="M1 2l3 4H5v-6C1 2 3 4 5 6s1 1 2 2Q1 2 3 4t5 5A5 6 30 0110 20a1 1 0 1 0 .5.5z m1 1-2-2"/></svg>')
put("svg-use-good", svg + '<defs><symbol id="s" viewBox="0 0 1 1" preserveAspectRatio="xMinYMax slice"><path d="M0 0L1 1"/></symbol></defs>'
    '<use xlink:href="#s" x="3" width="9" height="9"/><use href="#s"/><svg x="2" width="5"><path d="M0 0h9"/></svg><text>t</text></svg>')
put("svg-text-good", svg + '<style>.t{font:italic 700 2em/1 "A B",serif;text-anchor:middle}</style><text class="t" x="1 2,3" dx="1" xml:space="preserve"> a '
    '<tspan dy="-1em" font-size="50%" letter-spacing="1" rotate="3">b</tspan><a><textPath href="#p">c</textPath>d</a></text></svg>')
put("svg-declared-good", '<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">'
    '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:path d="M0 0h1"/></s:svg>')
put("svg-laughs", '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>' + svg + "<text>&c;</text></svg>")
put("svg-defaults", '<!DOCTYPE svg [<!ATTLIST g style CDATA "' + "a:b;" * 1000 + '">]>' + svg + "<g/>" * 1001 + "</svg>")
put("svg-empty-viewport-good", svg + '<svg width="0"><path d="M0 0h9"/></svg><path style="DISPLAY:NONE!important" d="M0 0h9"/><path d="M0 0h1"/></svg>')
put("svg-external", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg + "<text>&x;</text></svg>")
put("svg-use-loop", svg + '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>')
put("svg-huge", svg + '<g transform="scale(1e300) scale(1e300)"><path d="M1 1A1e308 1e-308 1e300 0 1 9e307 1"/></g></svg>')
put("svg-css-good", svg + '<style>:root{--c:red;--d:var(--c,#00f)}g&gt;.a path#p,svg * .b{fill:none!important;stroke:var( --d )}*{color:rgb(1 2 3/50%)}'
    '.a:hover{}path[d]{fill:none}@media print{g{fill:red}}</style><g class="a" style="--e:none"><g><path id="p" class="b" d="M0 0h9"/>'
    '<path style="stroke:var(--e,var(--f));fill:currentColor" d="M0 0h9v9z"/></g></g></svg>')
put("svg-page-good", svg + '<title>t</title><rect width="80" height="60" fill="#fff"/><linearGradient id="l"><stop/></linearGradient><g id="a" stroke="url(#l) red" '
    'stroke-width="2%" stroke-dasharray="1,2" opacity=".5"><title>u</title><g transform="scale(2)"><path d="M0 0h9C1 2 3 4 5 6zA3 4 5 0 1 9 9"/>'
    '</g><path fill="none" d="M1 1h1M9 9h1M2 2h1"/></g><svg width="5vmin" height="1lh"><path stroke="red" d="M0 0h99"/></svg></svg>')
put("svg-cut-good", svg.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "") + '<path id="p" stroke="red" d="M0 0h9v"/><use xlink:href="#p"/></svg>')
put("svg-koi8-good", '<?xml version="1.0" encoding="koi8-r"?>'.encode() + svg.encode() + b'<path id="\xc1" stroke="red" d="M0 0h9"/></svg>')
ink = '<ink xmlns="http://www.w3.org/2003/InkML">'
put("inkml-plain-good", ink + "<trace>1 2, 3 4, 5 6</trace><traceGroup><trace>7 8</trace></traceGroup></ink>")
put("inkml-channels-good", ink + '<traceFormat><channel name="T"/><channel name="Y"/><channel name="X"/></traceFormat>'
    "<trace>0 2 1,'1 '3 \"4,* ? *,!5 !6 !7</trace></ink>")
put("inkml-contexts-good", ink + '<definitions><context xml:id="a"><inkSource><traceFormat><channel name="X"/><channel name="Y"/><channel '
    'name="B" type="boolean"/></traceFormat></inkSource></context><traceFormat xml:id="f"><channel name="Y"/><channel name="X"/></traceFormat>'
    '<context xml:id="b" traceFormatRef="#f"/></definitions><trace contextRef="#a">1 2 T, 3 4F</trace><traceGroup contextRef="#b">'
    "<trace>5 6</trace></traceGroup></ink>")
put("svg-left-out-good", svg + '<style>a{}</style><path d="M0 0h9" marker-end="url(#m)" style="clip-path:url(#c)"/></svg>')
put("svg-1252-good", '<?xml version="1.0" encoding="windows-1252"?>'.encode() + svg.encode() + b'<path id="\x80\xe9" d="M0 0h9"/></svg>')

# --- NumPy ----------------------------------------------------------------------------------------------------------
drawings = np.empty(3, dtype=object)
for i in range(3):
    drawings[i] = np.array([[1, 2, 0], [i, -4, 1]], dtype=np.int16)


def npy(array, **options):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, allow_pickle=True, **options)
    return file.getvalue()


def archive(members, compression=zipfile.ZIP_STORED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as zipped:
        for name, content in members.items():
            zipped.writestr(zipfile.ZipInfo(name), content, compression)
    return file.getvalue()


members = {"train.npy": npy(drawings), "valid.npy": npy(drawings), "test.npy": npy(drawings)}
put("npz-stored-good", archive(members))
put("npz-deflated-good", archive(members, zipfile.ZIP_DEFLATED))
put("npz-plain-good", archive({"a.npy": npy(np.ones((4, 3), dtype=np.float16))}))
put("npz-names", archive({"../../etc/passwd.npy": members["test.npy"], "train\x01.npy": b""}))
many = np.ones((100_000, 1, 3), dtype="i1")
for name, method in {"bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA, "rows": zipfile.ZIP_DEFLATED}.items():
    put(f"npz-{name}", archive({"train.npy": npy(many)}, method))
put("npz-padding-good", archive({"train.npy": npy(np.concatenate([many[:4, 0], 0 * many[:, 0]]))}, zipfile.ZIP_DEFLATED))
lying = bytearray(archive({"train.npy": npy(drawings)}, zipfile.ZIP_DEFLATED))
at = lying.rindex(b"PK\x01\x02")
lying[at + 24:at + 28] = struct.pack("<I", 1 << 31)
put("npz-lying-size", bytes(lying))
for kind in ["<i1", "<i2", ">i4", "<i8", "<f2", ">f4", "<f8"]:
    put(f"npy-{kind[1:]}{'big' if kind[0] == '>' else ''}-good", npy(np.array([[1, 2, 0], [3, 4, 1]], dtype=kind))[6:])
put("npy-stack-good", npy(np.tile(np.array([1, -2, 1, 0, 0], dtype="<f4"), (2, 3, 1)))[6:])
put("npy-shape", npy(np.zeros((2, 3), dtype="<f4"))[6:].replace(b"(2, 3)", b"(-9223372036854775808, 9)"[:6]))
put("npy-header", b"\x01\x00\x40\x00{'descr': '<f4', 'fortran_order': True, 'shape': (4611686018427387904, 3)}\n")
for name, shape in {"hollow": "(3000000000, 0, 3)", "hollow-stack": "(0, 4611686018427387904, 3)"}.items():
    header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    put(f"npy-{name}", b"\x01\x00" + struct.pack("<H", len(header)) + header)
for protocol in range(6):
    put(f"pickle-protocol{protocol}" + "-good", pickle.dumps(drawings, protocol=protocol))
lists = np.empty(3, dtype=object)
for i in range(3):
    lists[i] = [[1, 2.5, 0], (i, -4, 1)]
stacked = np.array([[[1, 2, 0], [3, -4, 1]]] * 3, dtype=object)
points = np.empty(3, dtype=object)
for i in range(3):
    points[i] = np.ones((i + 1, 2), dtype=np.float32) * i
for protocol in (0, 2, 4):
    put(f"pickle-lists{protocol}-good", pickle.dumps(lists, protocol=protocol))
    put(f"pickle-stacked{protocol}-good", pickle.dumps(stacked, protocol=protocol))
    put(f"pickle-points{protocol}-good", pickle.dumps(points, protocol=protocol))
put("npz-strokes-good", archive({"a.npy": npy(np.ones((4, 2))), "b.npy": npy(np.ones((2, 2)) * 3)}))
put("npz-names-good", archive({"train.npy": npy(drawings), "val.npy": npy(drawings), "labels.npy": npy(np.ones(3))}))
put("pickle-system", b"cos\nsystem\n(S'echo pwned'\ntR.")
put("pickle-global4", b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R.")
put("pickle-order", b"\x80\x02cnumpy\ndtype\ncnumpy.core.multiarray\n_reconstruct\n\x86R.")
put("pickle-memo", b"\x80\x02}q\x00h\x00h\x01h\x00s.")
put("pickle-deep", b"\x80\x02" + b"]" * 3000 + b"a" * 2999 + b".")

# --- QuickDraw binary and CSV ---------------------------------------------------------------------------------------
binary = struct.pack("<Q2sBIH", 5, b"DE", 1, 1488400896, 2) + struct.pack("<H", 3) + bytes([0, 9, 255, 0, 5, 7]) + struct.pack("<H", 1) + bytes([3, 4])
put("bin-two-good", binary * 2)
put("bin-cut", binary + binary[:20])
put("csv-rows-good", "1,2,0\n3,-4.5,1\n\n5;6;1\n".replace(";", ","))
put("csv-named-good", "drawing,dx,dy,p\na,1,2,0\na,3,4,1\nb,1e1,-2,1\n")
put("csv-records-good", 'countrycode,drawing,key_id,recognized,timestamp,word\nUS,"[[[0, 9, 25, 3], [0, 5, 7, 1]]]",5,True,2017-03-08 21:12:07.2,"a ""b"""\n')
put("csv-positions-good", "x,y,p\n1,2,0\n3,4,1\n")
put("csv-numbers", "1e400,nan,0\ninf,1,1\n")
put("drawing-html", "<!DOCTYPE html><html></html>")
put("drawing-gzip", zlib.compress(b"x"))
put("drawing-gzip-good", gzip.compress(record.encode() + b"\n", mtime=0) * 2)
put("drawing-gzip-bomb", gzip.compress(b" " * (1 << 22), mtime=0) * 2)
put("drawing-nul", b"\0" * 300)
put("drawing-empty", b"")
put("drawing-record-good", record)

# --- Weights --------------------------------------------------------------------------------------------------------
shapes = {"output_w": [1, 9], "output_b": [9], "LSTMCell/W_xh": [5, 4], "LSTMCell/W_hh": [1, 4], "LSTMCell/bias": [4]}


def safetensors(types, metadata):
    header, data = ({"__metadata__": metadata} if metadata else {}), b""
    for name, shape in shapes.items():
        values = np.linspace(-1, 1, int(np.prod(shape))).astype("<f4")
        raw = {"F32": values.tobytes(), "F16": values.astype("<f2").tobytes(), "BF16": (values.view("<u4") >> 16).astype("<u2").tobytes()}[types]
        header["vector_rnn/RNN/" + name] = {"dtype": types, "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


config = json.dumps({"conditional": False, "dec_model": "lstm", "dec_rnn_size": 1, "num_mixture": 1, "max_seq_len": 30})
own = {"format": "sketch-rnn", "config": config, "scale_factor": "40.5", "classes": '["cat"]'}
put("safetensors-own-good", safetensors("F32", own))
put("safetensors-bare-good", safetensors("BF16", None))
put("safetensors-half-good", safetensors("F16", {**own, "config": "{}"}))
put("safetensors-header", struct.pack("<Q", 1 << 62) + b"{}")
put("safetensors-overlap", safetensors("F32", own).replace(b'[0, 36]', b'[9, 36]'))
texts = [base64.b64encode(np.arange(int(np.prod(s)), dtype="<i2").tobytes()).decode() for s in shapes.values()]
put("browser-decoder-good", json.dumps([{"mode": 2, "version": 6, "name": "cat", "scale_factor": 40.5, "max_seq_len": 30}, list(shapes.values()), texts]))
put("browser-escaped-good", json.dumps([{"mode": "gen"}, list(shapes.values()), texts]).replace("/", "\\/"))
for name, text in {"script": "var x = %s;", "utf16": "\ufeff%s"}.items():
    text %= json.dumps([{"mode": "gen"}, list(shapes.values()), texts])
    put(f"browser-{name}-good", text.encode("utf-16-le" if name == "utf16" else "utf-8"))
put("browser-shape", json.dumps([{"mode": 2}, [[1 << 62, 9], [9], [0, 1 << 62, 4], [1, 4], [-4]], texts]))


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def crc(data):
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    value ^= 0xFFFFFFFF
    return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF


def checkpoint():
    data, pairs = b"", [(b"", b"\x08\x01\x1a\x02\x08\x01")]
    for name, shape in sorted(("vector_rnn/RNN/" + name, shape) for name, shape in shapes.items()):
        raw = np.linspace(-1, 1, int(np.prod(shape))).astype("<f4").tobytes()
        sizes = b"".join(b"\x12" + varint(len(b"\x08" + varint(s))) + b"\x08" + varint(s) for s in shape)
        pairs.append((name.encode(), b"\x08\x01\x12" + varint(len(sizes)) + sizes + b"\x20" + varint(len(data)) + b"\x28" + varint(len(raw)) + b"\x35" + struct.pack("<I", crc(raw))))
        data += raw
    index = b""

    def block(entries):
        nonlocal index
        body = b"".join(varint(0) + varint(len(k)) + varint(len(v)) + k + v for k, v in entries) + struct.pack("<II", 0, 1)
        handle = varint(len(index)) + varint(len(body))
        index += body + b"\0" + struct.pack("<I", crc(body + b"\0"))
        return handle

    main = block(pairs)
    meta = block([])
    footer = meta + block([(b"w", main)])
    index += footer + bytes(40 - len(footer)) + struct.pack("<Q", 0xDB4775248B80FB57)
    return struct.pack("<H", len(index)) + index + data


put("checkpoint-decoder-good", checkpoint())
put("checkpoint-cut", checkpoint()[:-200])

# --- The program's own ----------------------------------------------------------------------------------------------
put("expression-sum-good", "cat.json + 0.5*(pig.json - 'my cat.json')")
put("expression-signs-good", "--a*-2 − (b × .5)")
put("expression-deep", "(" * 5000 + "a")
put("expression-chain", "a" + "+a" * 4999)
put("expression-signs", "-" * 9000 + "a")
recipe = json.dumps({"program": "studio", "version": "0.1.0", "command": "render 'a b.json' --cell 30mm", "seed": 1,
                     "models": [{"name": "cat-pig", "sha256": "00"}], "settings": {"cell": "30mm", "labels": True, "n": 1.5}})


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
put("recipe-png-good", png + chunk(b"tEXt", b"Recipe\0" + recipe.encode()) + chunk(b"IDAT", zlib.compress(b"\0\1\2\3")) + chunk(b"IEND", b""))
put("recipe-itxt-good", png + chunk(b"iTXt", b"Recipe\0\0\0\0\0" + recipe.encode()) + chunk(b"IEND", b""))
put("recipe-svg-good", '<svg><metadata><recipe xmlns="urn:studio:recipe">' + recipe.replace("&", "&amp;").replace('"', "&quot;") + "</recipe></metadata></svg>")
put("recipe-pdf-good", "%PDF-1.5\n<< /Subject (" + recipe.replace("(", "\\(") + ") >>")
put("recipe-pdf16-good", b"%PDF-1.5\n<< /Subject <FEFF" + recipe.encode("utf-16-be").hex().upper().encode() + b"> >>")
whole = png + chunk(b"IDAT", zlib.compress(b"\0\1\2\3")) + chunk(b"IEND", b"")
put("png-pixel-good", whole)
put("png-palette-good", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 3, 2, 3, 0, 0, 1)) + chunk(b"PLTE", bytes(range(12)))
    + chunk(b"tRNS", b"\0\x80") + chunk(b"pHYs", struct.pack(">IIB", 9, 9, 1)) + chunk(b"IDAT", zlib.compress(bytes(30))) + chunk(b"IEND", b""))
put("png-huge", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1000000, 1000000, 16, 6, 0, 0, 0)) + chunk(b"IDAT", b""))
put("recipe-short-itxt", png + chunk(b"iTXt", b"Recipe\0"))
put("latents-document-good", '{"model":"cat-pig","latents":[{"source":"a","mean":[0.5,1,-2],"log_variance":[0,0,0]}]}')
put("latents-lines-good", "[1,2]\n{\"mean\":[3,4]}\n")
put("latents-npy-good", npy(np.zeros((2, 4), dtype="<f4")))
put("latents-brackets", "[" * 20000)
named = {"mean.npy": npy(np.zeros((2, 3), dtype="<f4")), "log_variance.npy": npy(np.ones((2, 3), dtype="<f4")),
         "word.npy": npy(np.array(["cat", "pig"])), "key.npy": npy(np.array(["5", "\u00e9"])), "index.npy": npy(np.array([0, 7])),
         "model.npy": npy(np.array(["cat-pig", "0123456789abcdef"]))}
put("latents-npz-good", archive(named))
put("latents-npz-zeros", archive({"mean.npy": npy(np.zeros((3000, 128), dtype="i1"))}, zipfile.ZIP_DEFLATED))
put("latents-npz-lengths", archive({**named, "word.npy": npy(np.array(["cat"]))}))
put("latents-npz-text", archive({**named, "word.npy": npy(np.array(["cat", "pig"])).replace(b"<U3", b"<U9")}))
put("latents-model-good", '{"model":"m","fingerprint":"f","source":"a#7","index":7,"word":"cat","key":"5","mean":[1,2]}\n')
put("latents-shape", npy(np.zeros((2, 4), dtype="<f8")).replace(b"(2, 4)", b"(9,)  "))
print(len(list(folder.iterdir())), "files in", folder)

# --- PyTorch ----------------------------------------------------------------------------------------------------------
# The pickle of a torch.save archive, made without PyTorch: 128 numbers of one storage are the tensors of a tiny port.
from collections import OrderedDict
from types import ModuleType

torch, torch_utils = ModuleType("torch"), ModuleType("torch._utils")
torch.FloatStorage = type("FloatStorage", (), {"__module__": "torch"})


def _rebuild_tensor_v2():
    pass


_rebuild_tensor_v2.__module__ = "torch._utils"
torch_utils._rebuild_tensor_v2 = _rebuild_tensor_v2
sys.modules.update({"torch": torch, "torch._utils": torch_utils})
start = 0


class Tensor:
    def __init__(self, *shape):
        global start
        self.shape, self.start = shape, start
        start += int(np.prod(shape))

    def __reduce__(self):
        strides = (self.shape[1], 1) if len(self.shape) == 2 else (1,)
        return _rebuild_tensor_v2, (torch.FloatStorage(), self.start, self.shape, strides, False, OrderedDict())


class Pickler(pickle._Pickler):
    def persistent_id(self, value):
        return ("storage", torch.FloatStorage, "0", "cpu", 128) if isinstance(value, torch.FloatStorage) else None


def pickled(value):
    content = io.BytesIO()
    Pickler(content, 2).dump(value)
    return content.getvalue()


def lstm(size, inputs, ending=""):
    return [(f"lstm.{name}_l0{ending}", Tensor(*shape)) for name, shape in [
        ("weight_ih", (4 * size, inputs)), ("weight_hh", (4 * size, size)), ("bias_ih", (4 * size,)), ("bias_hh", (4 * size,))]]


def layer(name, outputs, inputs):
    return [(name + ".weight", Tensor(outputs, inputs)), (name + ".bias", Tensor(outputs))]


encoder = OrderedDict(lstm(1, 5) + lstm(1, 5, "_reverse") + layer("fc_mu", 1, 2) + layer("fc_sigma", 1, 2))
decoder = OrderedDict(layer("fc_hc", 2, 1) + lstm(1, 6) + layer("fc_params", 9, 1))
encoder._metadata = OrderedDict([("", {"version": 1})])
put("torch-port-good", pickled({"epoch": 3, "lr": 0.5, "tags": ["a", None, (1, True)], "encoder": encoder, "decoder": decoder}))
put("torch-half", pickled(decoder))
put("torch-cut", pickled(encoder)[:300])
put("torch-system", b"\x80\x02cos\nsystem\n(X\x04\x00\x00\x00truetR.")
put("torch-loop", b"\x80\x02}q\x00X\x01\x00\x00\x00ah\x00s.")

# --- Plotter profiles -----------------------------------------------------------------------------------------------
put("profile-base-good", '{"base":"grbl-servo","pen":{"kind":"servo","command":"M280 P0","up":30,"down":60},"pens":3}')
put("profile-code-good", json.dumps({
    "format": "gcode", "name": "mine", "units": "in", "feed": 2000, "travel_feed": 4000.5, "acceleration": 500,
    "junction_deviation": 0.02, "dwell_up": 0.1, "dwell_down": 0, "dwell_unit": "ms", "pens": 2, "area": [300, 218],
    "origin": "centre", "y_axis": "down", "begin": ["G28"], "end": ["M2"], "pause": ["M0", "G4 P1"],
    "pen": {"kind": "code", "up": ["M5"], "down": ["M3 S1000"]}}))
put("profile-z-good", '{"base":"grbl-z","pen":{"kind":"z","up":5,"down":-1,"feed":300}}')
put("profile-hpgl-good", '{"format":"hpgl","origin":"top-left","pens":8}')
put("profile-twice", '{"base":"svg","feed":1,"feed":2}')
put("profile-escaped", '{"base":"grbl-z","begin":["\\u0000\\n"],"\\ud83d":1}')
put("profile-numbers", '{"base":"svg","feed":1e400,"area":[1,-0]}')
put("profile-deep", '{"pen":' * 70 + "1" + "}" * 70)

# --- Scans ------------------------------------------------------------------------------------------------------------


def grey_png(rows):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    height, width = rows.shape
    pixels = zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows), 9)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


page = np.full((96, 96), 230, np.uint8)
for place in range(16, 80):
    page[place - 2:place + 2, place - 2:place + 2] = 30
    page[94 - place:98 - place, place - 2:place + 2] = 30
page[70:84, 40:60] = 20
put("trace-cross-good", grey_png(page))
put("trace-cut", grey_png(page)[:-30])
# 31,623 x 31,623 pixels.
put("trace-huge", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 31623, 31623) + b"\x08\0\0\0\0")
# A JPEG that libjpeg wrote: 24 x 16 grey pixels, white, with a black square.
jpeg = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYV"
    "pQYEpRUk//wAALCAAQABgBAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAAcI/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQAAPwCYNOgD/9k=")
put("trace-jpeg-good", jpeg)
put("trace-jpeg-cut", jpeg[:-20])
