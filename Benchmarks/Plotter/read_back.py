#!/usr/bin/env python3
"""Reads plotter files of 'studio' back with other programs, and compares what they draw.

    Benchmarks/Plotter/read_back.py [--studio STUDIO] [--output FOLDER] FILE...

Requires vpype, gcodeparser and Pillow; with hp2xx (Debian), HPGL is drawn by it too. Each FILE is written as SVG, HPGL and G-code
(grbl-servo and grbl-z) from the same page. The SVG is read by vpype: page, layers, units. The ink of the G-code, read by
gcodeparser, and of the HPGL must cover that of the SVG and be covered by it. With --output, a PNG of each is kept.
"""
import argparse, json, re, shutil, subprocess, sys, tempfile
from pathlib import Path

try:
    import vpype
    from gcodeparser import parse_gcode_lines
    from PIL import Image, ImageChops, ImageDraw
except ImportError as error:
    sys.exit(f"skipped: {error.name} is not installed")

parser = argparse.ArgumentParser()
parser.add_argument("files", nargs="+", metavar="FILE", help="several drawings of one page are joined by +")
parser.add_argument("--studio", default=".build/release/studio")
parser.add_argument("--output")
parser.add_argument("--options", default="--pens 4", help="of studio plotter")
options = parser.parse_args()
MILLIMETRE = 96 / 25.4


def svg_lines(path):
    document = vpype.read_multilayer_svg(str(path), quantization=0.02 * MILLIMETRE)
    names = {key: layer.property("vp_name") for key, layer in document.layers.items()}
    lines = [[(z.real / MILLIMETRE, z.imag / MILLIMETRE) for z in line] for layer in document.layers.values() for line in layer]
    return lines, [side / MILLIMETRE for side in document.page_size], names


def hpgl_lines(text, height):
    lines, at, down = [], (0, 0), False
    for word in text.replace("\n", "").split(";"):
        if word[:2] not in ("PU", "PD"):
            continue
        down = word.startswith("PD")
        numbers = [int(value) for value in re.findall(r"-?\d+", word)]
        for x, y in zip(numbers[::2], numbers[1::2]):
            place = (x / 40, height - y / 40)
            if down:
                lines.append([at, place])
            at = place
        if down and not numbers:
            lines.append([at, at])
    return lines


def code_lines(text, height, is_down):
    """Lines of a program; `is_down` gives the pen's state after a command, or None if it does not change."""
    lines, at, down, moved = [], (0.0, 0.0), False, True
    for line in parse_gcode_lines(text, include_comments=False):
        state = is_down(line)
        if state is not None:
            if down and not state and not moved:
                lines.append([at, at])
            down, moved = state, False
        x, y = line.get_param("X"), line.get_param("Y")
        if line.command in (("G", 0), ("G", 1)) and x is not None and y is not None:
            place = (float(x), height - float(y))
            if down:
                lines.append([at, place])
                moved = True
                assert line.command == ("G", 1), "ink with G0"
            else:
                assert line.command == ("G", 0), "travel with G1"
            at = place
    assert not down, "the pen stays down"
    return lines


def servo(line):
    return {40: False, 90: True}[int(line.get_param("S"))] if line.command == ("M", 3) else None


def z_axis(line):
    z = line.get_param("Z")
    return None if z is None or line.command not in (("G", 0), ("G", 1)) else float(z) <= 0


def length(lines):
    return sum(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for line in lines for a, b in zip(line, line[1:]))


def covered(lines, others, page, scale=10):
    """The share of ink pixels of `lines` that are within about 0.2 mm of ink of `others`."""
    def raster(lines, width):
        image = Image.new("L", [round(side * scale) + 3 for side in page])
        draw = ImageDraw.Draw(image)
        for line in lines:
            draw.line([(1 + x * scale, 1 + y * scale) for x, y in line], fill=255, width=width)
        return image
    thin, thick = raster(lines, 1), raster(others, 5)
    return ImageChops.multiply(thin, thick).histogram()[255] / max(thin.histogram()[255], 1)


def picture(lines, page, path, scale=5):
    image = Image.new("L", [round(side * scale) for side in page], 255)
    draw = ImageDraw.Draw(image)
    for line in lines:
        draw.line([(x * scale, y * scale) for x, y in line], fill=0, width=2)
    image.save(path)


failed = False
with tempfile.TemporaryDirectory() as temporary:
    folder = Path(options.output or temporary)
    folder.mkdir(parents=True, exist_ok=True)
    for file in options.files:
        stem = Path(file.split("+")[0]).stem
        targets = {"svg": "svg", "hpgl": "hpgl", "grbl-servo": "gcode", "grbl-z": "nc"}
        results = {}
        for profile, extension in targets.items():
            out = folder / f"{stem}.{extension}"
            run = subprocess.run([options.studio, "plotter", *file.split("+"), *options.options.split(), "--profile", profile,
                                  "-o", out, "--json", "-q"], capture_output=True, text=True, check=True)
            results[profile] = json.loads(run.stdout)
        lines, page, names = svg_lines(folder / f"{stem}.svg")
        height = page[1]
        print(f"{file}: page {page[0]:.2f} x {page[1]:.2f} mm, {len(lines)} strokes, layers {names}")
        failed |= any(abs(a - b) > 0.01 for a, b in zip(page, results["svg"]["page"])) or len(names) != len(results["svg"]["pens"])
        read = {
            "hpgl": hpgl_lines((folder / f"{stem}.hpgl").read_text(), height),
            "grbl-servo": code_lines((folder / f"{stem}.gcode").read_text(), height, servo),
            "grbl-z": code_lines((folder / f"{stem}.nc").read_text(), height, z_axis),
        }
        picture(lines, page, folder / f"{stem}-svg.png")
        for name, others in read.items():
            shares = covered(lines, others, page), covered(others, lines, page)
            difference = length(others) - length(lines)
            outside = sum(1 for line in others for x, y in line if not (-0.013 <= x <= page[0] + 0.013 and -0.013 <= y <= height + 0.013))
            good = min(shares) > 0.998 and outside == 0
            failed |= not good
            print(f"  {name:<11} ink {length(others):10.1f} mm ({difference:+.2f}), covers {shares[0]:.5f}, is covered {shares[1]:.5f}, "
                  f"outside {outside}{'' if good else '  DIFFERENT'}")
            picture(others, page, folder / f"{stem}-{name}.png")
        if shutil.which("hp2xx"):
            subprocess.run(["hp2xx", "-q", "-m", "png", "-d", "127", "-h", str(height), "-w", str(page[0]), "-t", "-f",
                            folder / f"{stem}-hp2xx.png", folder / f"{stem}.hpgl"], check=True, stdout=subprocess.DEVNULL)
sys.exit(failed)
