#!/usr/bin/env python3
"""Times sketch-rnn at the paper's sizes on the CPU, as an experienced PyTorch user writes it.

Prints one JSON object with medians in seconds. `speed-benchmark` runs it and compares its own numbers.
Without PyTorch it prints {"missing": "..."} and exits with 0.

    python3 Benchmarks/peer_torch.py [--threads N] [--train-steps N] [--quick]
    python3 Benchmarks/peer_torch.py --serve    (a training step for each line of input, f32 or bf16; for training-benchmark)
"""

import argparse
import json
import statistics
import sys
import time

E, D, Z, M, N = 256, 512, 128, 20, 250  # encoder, decoder, latent, mixtures, maximum length
STEPS = 60


def median(body, rounds):
    body()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        body()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def build(torch):
    nn = torch.nn

    class SketchRNN(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = nn.LSTM(5, E, batch_first=True, bidirectional=True)
            self.mu = nn.Linear(2 * E, Z)
            self.log_variance = nn.Linear(2 * E, Z)
            self.initial = nn.Linear(Z, 2 * D)
            self.decoder = nn.LSTM(5 + Z, D, batch_first=True)
            self.output = nn.Linear(D, 6 * M + 3)

        def encode(self, rows, lengths):
            packed = nn.utils.rnn.pack_padded_sequence(rows, lengths, batch_first=True, enforce_sorted=False)
            _, (h, _) = self.encoder(packed)
            both = torch.cat([h[0], h[1]], dim=1)
            return self.mu(both), self.log_variance(both)

        def start(self, z):
            return [part.contiguous() for part in torch.tanh(self.initial(z)).split(D, dim=1)]

        def loss(self, rows, lengths, kl_weight):
            mu, log_variance = self.encode(rows[:, 1:], lengths)
            z = mu + torch.exp(log_variance / 2) * torch.randn_like(mu)
            h, c = self.start(z)
            inputs = torch.cat([rows[:, :-1], z.unsqueeze(1).expand(-1, N, -1)], dim=2)
            hidden, _ = self.decoder(inputs, (h.unsqueeze(0), c.unsqueeze(0)))
            y = self.output(hidden)
            target = rows[:, 1:]
            pi, mx, my, sx, sy, rho = y[..., 3:].split(M, dim=2)
            sx, sy, rho = torch.exp(sx), torch.exp(sy), torch.tanh(rho)
            x, v = (target[..., 0:1] - mx) / sx, (target[..., 1:2] - my) / sy
            rest = 1 - rho * rho
            density = -(x * x + v * v - 2 * rho * x * v) / (2 * rest)
            density = density - torch.log(sx * sy * torch.sqrt(rest)) - 1.8378770664093453
            offset = -torch.logsumexp(torch.log_softmax(pi, dim=2) + density, dim=2)
            offset = (offset * (1 - target[..., 4])).mean()
            pen = nn.functional.cross_entropy(y[..., :3].flatten(0, 1), target[..., 2:].argmax(2).flatten())
            kl = -0.5 * (1 + log_variance - mu * mu - torch.exp(log_variance)).mean()
            return offset + pen + kl_weight * kl.clamp(min=0.2)

    return SketchRNN()


def sampler(torch, model, batch, temperature=0.5):
    """Decodes `batch` drawings of STEPS rows in lockstep, with one LSTMCell call per step."""
    cell = torch.nn.LSTMCell(5 + Z, D)
    cell.load_state_dict({
        "weight_ih": model.decoder.weight_ih_l0, "weight_hh": model.decoder.weight_hh_l0,
        "bias_ih": model.decoder.bias_ih_l0, "bias_hh": model.decoder.bias_hh_l0,
    })
    z = torch.randn(batch, Z)
    rows = torch.arange(batch)

    @torch.inference_mode()
    def run():
        h, c = model.start(z)
        row = torch.zeros(batch, 5)
        row[:, 2] = 1
        drawn = []
        for _ in range(STEPS):
            h, c = cell(torch.cat([row, z], dim=1), (h, c))
            y = model.output(h)
            pen = torch.multinomial(torch.softmax(y[:, :3] / temperature, dim=1), 1).squeeze(1)
            pi, mx, my, sx, sy, rho = y[:, 3:].split(M, dim=1)
            k = torch.multinomial(torch.softmax(pi / temperature, dim=1), 1).squeeze(1)
            sx = torch.exp(sx[rows, k]) * temperature ** 0.5
            sy = torch.exp(sy[rows, k]) * temperature ** 0.5
            r = torch.tanh(rho[rows, k])
            e = torch.randn(batch, 2)
            row = torch.zeros(batch, 5)
            row[:, 0] = mx[rows, k] + sx * e[:, 0]
            row[:, 1] = my[rows, k] + sy * (r * e[:, 0] + torch.sqrt(1 - r * r) * e[:, 1])
            row[rows, 2 + pen] = 1
            drawn.append(row)
        return torch.stack(drawn, dim=1)

    return run


def onnx_steps(torch, model, threads, rounds):
    """Seconds of a decoder step in ONNX Runtime, exported from the model: the network alone, without sampling."""
    import io

    import numpy
    import onnxruntime

    class Step(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.decoder, self.output = model.decoder, model.output

        def forward(self, row, z, h, c):
            y, (h, c) = self.decoder(torch.cat([row, z], dim=1).unsqueeze(1), (h, c))
            return self.output(y[:, 0]), h, c

    result = {"onnxruntime": onnxruntime.__version__}
    for batch, own_threads in ((1, 1), (100, threads)):
        inputs = (torch.randn(batch, 5), torch.randn(batch, Z), torch.zeros(1, batch, D), torch.zeros(1, batch, D))
        file = io.BytesIO()
        torch.onnx.export(
            Step().eval(), inputs, file, input_names=["row", "z", "h", "c"], output_names=["y", "h1", "c1"], dynamo=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = own_threads
        session = onnxruntime.InferenceSession(file.getvalue(), options, providers=["CPUExecutionProvider"])
        row, z, h, c = (part.numpy() for part in inputs)

        def run():
            state = (h, c)
            for _ in range(STEPS):
                y, *state = session.run(None, {"row": row, "z": z, "h": state[0], "c": state[1]})
            assert numpy.isfinite(y).all()

        result[f"onnx_step_batch_{batch}"] = median(run, rounds) / STEPS
    return result


def training_step(torch, model):
    model.train()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.001)
    batch = torch.randn(100, N + 1, 5)
    batch[:, :, 2:] = torch.tensor([1.0, 0.0, 0.0])

    def step(precision="f32"):
        optimiser.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == "bf16"):
            loss = model.loss(batch, [N] * 100, 0.5)
        loss.backward()
        torch.nn.utils.clip_grad_value_(model.parameters(), 1.0)
        optimiser.step()

    return step


def serve(torch, model):
    """Reads precisions from standard input, and answers each with the seconds of a step, or with `failed`."""
    step = training_step(torch, model)
    print("torch", torch.__version__, flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        try:
            step(line.strip())
            print(time.perf_counter() - start, flush=True)
        except RuntimeError:
            print("failed", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--train-steps", type=int, default=3, help="0 skips training")
    parser.add_argument("--serve", action="store_true", help="run training steps on request")
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    options = parser.parse_args()
    try:
        import torch
    except ImportError:
        print(json.dumps({"missing": "PyTorch is not installed"}))
        return 0
    torch.manual_seed(1)
    rounds = 3 if options.quick else 9
    model = build(torch).eval()
    if options.serve:
        torch.set_num_threads(options.threads)
        serve(torch, model)
        return 0
    result = {"torch": torch.__version__, "threads": options.threads}

    # One drawing is fastest on one thread, many drawings on all threads.
    torch.set_num_threads(1)
    result["step_batch_1"] = median(sampler(torch, model, 1), rounds) / STEPS
    one = torch.randn(1, STEPS, 5)
    with torch.inference_mode():
        result["encode_one"] = median(lambda: model.encode(one, [STEPS]), rounds)
    torch.set_num_threads(options.threads)
    result["step_batch_100"] = median(sampler(torch, model, 100), rounds) / STEPS
    try:
        result |= onnx_steps(torch, model, options.threads, rounds)
    except ImportError:
        pass
    lengths = [20 + i % 81 for i in range(500)]
    drawings = torch.randn(500, 100, 5)

    @torch.inference_mode()
    def bulk():
        for first in range(0, 500, 100):
            own = lengths[first:first + 100]
            model.encode(drawings[first:first + 100, :max(own)], own)

    result["encode_bulk"] = median(bulk, rounds) / 500
    if options.train_steps:
        result["training_step"] = median(training_step(torch, model), options.train_steps)
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
