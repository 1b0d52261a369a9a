#!/usr/bin/env python3
"""Compares `studio` with PyTorch on state dicts of the known ports of sketch-rnn, and prints a Markdown table.

    Benchmarks/pytorch_peer.py [STUDIO]      (.build/release/studio)

Makes models with random weights in the layouts of Pytorch-Sketch-RNN (github.com/alexis-jacq) and labml.ai, saves them as
their users do, converts them with `studio model convert`, and compares latents, losses and greedy drawings. Every
difference must be at most 1e-5. Requires PyTorch, NumPy and safetensors; the CPU suffices.
"""
import json, math, subprocess, sys, tempfile
from pathlib import Path

import numpy, torch
from safetensors.torch import save_file
from torch import nn

studio = str(Path(sys.argv[1] if len(sys.argv) > 1 else ".build/release/studio").resolve())
folder = Path(tempfile.mkdtemp(prefix="studio-pytorch-"))
LIMIT = 1e-5
SCALE = 40.0
N = 250  # the longest drawing of a model that does not state it


class Encoder(nn.Module):
    """Names of Pytorch-Sketch-RNN; labml.ai calls the heads mu_head and sigma_head."""

    def __init__(self, e, z, names):
        super().__init__()
        self.lstm = nn.LSTM(5, e, bidirectional=True)
        self.names = names
        for name in names:
            setattr(self, name, nn.Linear(2 * e, z))

    def forward(self, rows):
        _, (hidden, _) = self.lstm(rows)
        both = torch.cat([hidden[0], hidden[1]], 1)
        return [getattr(self, name)(both) for name in self.names]


class Decoder(nn.Module):
    def __init__(self, d, z, m, initial, outputs):
        super().__init__()
        self.d, self.m, self.initial, self.outputs = d, m, initial, outputs
        setattr(self, initial, nn.Linear(z, 2 * d))
        self.lstm = nn.LSTM(z + 5, d)
        for name, count in outputs.items():
            setattr(self, name, nn.Linear(d, count))

    def start(self, z):
        return tuple(part.unsqueeze(0).contiguous() for part in torch.tanh(getattr(self, self.initial)(z)).split(self.d, 1))

    def forward(self, rows, z, state):
        steps = torch.cat([rows, z.expand(len(rows), *z.shape)], 2)
        y, state = self.lstm(steps, state)
        y = torch.cat([getattr(self, name)(y) for name in self.outputs], 2)
        # [steps, batch, 6, M] and [steps, batch, 3]
        if "mixtures" in self.outputs:
            mixture = y[..., :-3].unflatten(2, (6, self.m))
        else:
            mixture = y[..., :-3].unflatten(2, (self.m, 6)).transpose(2, 3)
        return mixture, y[..., -3:], state


def jacq(e, d, z, m):
    return Encoder(e, z, ["fc_mu", "fc_sigma"]), Decoder(d, z, m, "fc_hc", {"fc_params": 6 * m + 3})


def labml(e, d, z, m):
    return Encoder(e, z, ["mu_head", "sigma_head"]), Decoder(d, z, m, "init_state", {"mixtures": 6 * m, "q_head": 3})


def spread(*modules, gain=1.5):
    """Larger weights than the initial ones, so that the gates are not all near one half."""
    with torch.no_grad():
        for module in modules:
            for parameter in module.parameters():
                parameter.mul_(gain)


def rows(drawing):
    """[rows, 1, 5] in model units."""
    offsets = torch.tensor(drawing, dtype=torch.float32)
    pen = offsets[:, 2:]
    return torch.cat([offsets[:, :2] / SCALE, 1 - pen, pen, torch.zeros_like(pen)], 1).unsqueeze(1)


def losses(encoder, decoder, drawings):
    """The reconstruction and KL losses of the paper's program, with the posterior mean."""
    reconstruction, kl = 0.0, 0.0
    for drawing in drawings:
        target = torch.zeros(N, 1, 5)
        target[:, :, 4] = 1
        target[: len(drawing)] = rows(drawing)
        start = torch.tensor([[[0.0, 0, 1, 0, 0]]])
        mu, presig = encoder(rows(drawing))
        mixture, pen, _ = decoder(torch.cat([start, target[:-1]]), mu, decoder.start(mu))
        pi, mx, my, sx, sy, rho = mixture.double().unbind(2)
        pi, sx, sy, rho = pi.softmax(-1), sx.exp(), sy.exp(), rho.tanh()
        a, b, q = (target[..., :1].double() - mx) / sx, (target[..., 1:2].double() - my) / sy, 1 - rho**2
        density = torch.exp(-(a * a + b * b - 2 * rho * a * b) / (2 * q)) / (2 * math.pi * sx * sy * q.sqrt())
        offset = -torch.log((pi * density).sum(-1) + 1e-6) * (1 - target[..., 4])
        state = -(target[..., 2:].double() * pen.double().log_softmax(-1)).sum(-1)
        reconstruction += float((offset + state).mean())
        kl += float(-0.5 * (1 + presig - mu * mu - presig.exp()).double().mean())
    return reconstruction / len(drawings), kl / len(drawings)


def greedy(decoder, z, steps):
    state, row, result = decoder.start(z), torch.tensor([[[0.0, 0, 1, 0, 0]]]), []
    for _ in range(steps):
        mixture, pen, state = decoder(row, z, state)
        component = int(mixture[0, 0, 0].argmax())
        row = torch.zeros(1, 1, 5)
        row[0, 0, :2] = mixture[0, 0, 1:3, component]
        row[0, 0, 2 + int(pen[0, 0].argmax())] = 1
        result.append(row[0, 0].tolist())
    return result


def run(*arguments):
    process = subprocess.run([studio, *map(str, arguments)], capture_output=True, text=True)
    assert process.returncode == 0, process.stderr
    return process.stdout


def compare(name, encoder, decoder, files, *options):
    model = folder / "model.safetensors"
    run("model", "convert", *files, model, "--scale-factor", SCALE, "-q", *options)
    generator = numpy.random.default_rng(7)
    drawings = []
    for length in [2, 9, 37, 120, 250]:
        drawing = numpy.concatenate(
            [generator.integers(-60, 60, (length, 2)), generator.integers(0, 5, (length, 1)) == 0], 1)
        drawing[-1, 2] = 1
        drawings.append(drawing.tolist())
    sources = []
    for index, drawing in enumerate(drawings):
        sources.append(folder / f"{index}.json")
        sources[-1].write_text(json.dumps(drawing))
    latents = json.loads(run("encode", *sources, "--input-format", "stroke-3", "-m", model, "--json", "-q"))["latents"]
    with torch.no_grad():
        expected = [encoder(rows(drawing)) for drawing in drawings]
        mean, variance = (
            max(float((torch.tensor(latent[key]) - value[part][0]).abs().max()) for latent, value in zip(latents, expected))
            for part, key in enumerate(["mean", "log_variance"]))
        found = json.loads(run(
            "evaluate", *sources, "--input-format", "stroke-3", "-m", model, "--latent", "mean", "--json", "-q"))
        wanted = losses(encoder, decoder, drawings)
        loss = max(abs(found[key] - value) for key, value in zip(["reconstruction_loss", "kl_loss"], wanted))
        points = folder / "latents.json"
        points.write_text(json.dumps({"latents": [{"mean": value[0][0].tolist()} for value in expected]}))
        sketches = json.loads(run(
            "decode", points, "-m", model, "--greedy", "--steps", 80, "--units", "model", "--json", "-q"))["sketches"]
        row = max(
            float(numpy.abs(numpy.array(sketch) - numpy.array(greedy(decoder, value[0], 80))).max())
            for sketch, value in zip(sketches, expected))
    worst = max(mean, variance, loss, row)
    print(f"| {name} | {mean:.1e} | {variance:.1e} | {loss:.1e} | {row:.1e} |", flush=True)
    assert worst <= LIMIT, f"{name}: {worst:.1e}"


def save(name, value):
    path = folder / name
    torch.save(value, path)
    return path


torch.manual_seed(1)
torch.set_num_threads(2)
print("| State dict | Mean | Log-variance | Losses | Greedy rows |\n| --- | ---: | ---: | ---: | ---: |")
encoder, decoder = jacq(48, 64, 16, 5)
spread(encoder, decoder)
pair = [save("encoder.pth", encoder.state_dict()), save("decoder.pth", decoder.state_dict())]
compare("fc_mu, fc_params; two files", encoder, decoder, pair)
compare("the same, decoder first", encoder, decoder, pair[::-1])
both = {"epoch": 3, "lr": 1e-3, "encoder": encoder.state_dict(), "decoder": decoder.state_dict()}
compare("one file with two state dicts", encoder, decoder, [save("both.pth", both)])


class Whole(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder


whole = nn.DataParallel(Whole())
optimizer = torch.optim.Adam(whole.parameters())
sum(parameter.sum() for parameter in whole.parameters()).backward()
optimizer.step()
checkpoint = {"state_dict": whole.state_dict(), "optimizer_state_dict": optimizer.state_dict(), "best": 1.25, "args": ["x", None]}
compare("a checkpoint of DataParallel, with Adam", encoder, decoder, [save("checkpoint.pth", checkpoint)])
flat = {f"{name}.{key}": value for name, module in [("encoder", encoder), ("decoder", decoder)]
        for key, value in module.state_dict().items()}
save_file({key: value.clone() for key, value in flat.items()}, folder / "both.safetensors")
compare("safetensors", encoder, decoder, [folder / "both.safetensors"])
# One storage for all tensors, with the matrices transposed.
storage = torch.zeros(sum(value.numel() for value in flat.values()) + 7)
views, start = {}, 7
for key, value in flat.items():
    view = storage[start:start + value.numel()]
    view = view.view(value.shape[::-1]).t() if value.dim() == 2 else view
    views[key] = view.copy_(value)
    start += value.numel()
compare("one storage, offsets and transposed strides", encoder, decoder, [save("views.pth", views)])
compare("F64", encoder, decoder, [save("double.pth", {key: value.double() for key, value in flat.items()})])
for kind in [torch.float16, torch.bfloat16]:
    halves = {key: value.to(kind) for key, value in flat.items()}
    for name, module in [("encoder", encoder), ("decoder", decoder)]:
        module.load_state_dict({key.split(".", 1)[1]: value.float() for key, value in halves.items() if key.startswith(name)})
    compare(str(kind).split(".")[1], encoder, decoder, [save("half.pth", halves)])
encoder, decoder = labml(48, 64, 16, 5)
spread(encoder, decoder)
compare("mu_head, mixtures, q_head", encoder, decoder,
        [save("e.pt", encoder.state_dict()), save("d.pt", decoder.state_dict())])
encoder, decoder = jacq(256, 512, 128, 20)
compare("the paper's sizes, initial weights", encoder, decoder,
        [save("e.pth", encoder.state_dict()), save("d.pth", decoder.state_dict())])
