// The recurrent cells (Sources/SketchInference/Cells): LSTM, layer-normalised LSTM and HyperLSTM. A cell's state is packed as
// in the checkpoints. `size` is the hidden size n; gates are in the order i, j, f, o. A step is that of one drawing or of two,
// {input, constant, state}, which have a buffer each.
'use strict';

/** The part of a cell that depends on its input: the five numbers of a row, and the latent, which is constant. */
class InputProjection {
  constructor(weights, n, latentSize, bias) {
    this.latent = latentSize > 0 ? new Layer(weights, n, 5, 5 + latentSize, bias) : null;
    this.rows = new Layer(weights, n, 0, 5, latentSize > 0 ? null : bias);
    this.n = n;
  }

  /** The constant part for a latent; null without one. */
  prepare(z) {
    if (!this.latent) return null;
    const constant = new Float32Array(this.n);
    this.latent.apply(z, 0, null, 0, constant, 0);
    return constant;
  }
}

/**
 * What cells have in common. A subclass has begin(slot, drawing), then the recurrent layer adds to `starts` and writes `sums`, then
 * end(slot, drawing); `hiddenAt` is the index of h in the state.
 */
class Cell {
  prepare(z) { return this.input.prepare(z); }

  step(drawings) {
    const [a, b] = drawings;
    const { recurrent, hiddenAt, starts, sums } = this;
    this.begin(0, a);
    if (b) {
      this.begin(1, b);
      recurrent.applyTwo(a.state, b.state, hiddenAt, starts[0], starts[1], sums[0], sums[1]);
      this.end(1, b);
    } else {
      recurrent.apply(a.state, hiddenAt, starts[0], 0, sums[0], 0);
    }
    this.end(0, a);
  }
}

/** A buffer for each of two drawings. */
const buffers = (size) => [new Float32Array(size), new Float32Array(size)];

class LSTMCell extends Cell {
  constructor(tensor, folder, latentSize) {
    super();
    const recurrent = tensor(`${folder}/W_hh`);
    this.size = recurrent.shape[0];
    const width = 4 * this.size;
    this.stateSize = 2 * this.size;
    this.outputOffset = this.hiddenAt = this.size;
    this.input = new InputProjection(tensor(`${folder}/W_xh`).values, width, latentSize, tensor(`${folder}/bias`).values);
    this.recurrent = new Layer(recurrent.values, width, 0, this.size, null);
    this.starts = this.sums = buffers(width);
  }

  begin(slot, { input, constant }) { this.input.rows.apply(input, 0, constant, 0, this.starts[slot], 0); }

  end(slot, { state }) {
    const n = this.size;
    const a = this.sums[slot];
    for (let u = 0; u < n; u++) {
      const kept = fround(state[u] * sigmoidf(fround(a[2 * n + u] + 1)));
      const cell = fround(sigmoidf(a[u]) * tanhf(a[n + u]) + kept);
      state[u] = cell;
      state[n + u] = tanhf(cell) * sigmoidf(a[3 * n + u]);
    }
  }
}

/** Gates with layer normalisation; a[at..<at+4n] is overwritten. */
class NormalisedGates {
  constructor(tensor, folder) {
    this.gain = tensor(`${folder}/ln_all/ln_gamma`).values;
    this.shift = tensor(`${folder}/ln_all/ln_beta`).values;
    this.cellGain = tensor(`${folder}/ln_c/ln_gamma`).values;
    this.cellShift = tensor(`${folder}/ln_c/ln_beta`).values;
  }

  apply(a, at, state, c, h) {
    const n = this.cellGain.length;
    for (let block = 0; block < 4; block++) {
      normalise(a, at + block * n, n, this.gain, this.shift, block * n, a, at + block * n);
    }
    for (let u = 0; u < n; u++) {
      const kept = fround(state[c + u] * sigmoidf(fround(a[at + 2 * n + u] + 1)));
      state[c + u] = sigmoidf(a[at + u]) * tanhf(a[at + n + u]) + kept;
    }
    normalise(state, c, n, this.cellGain, this.cellShift, 0, state, h);
    for (let u = 0; u < n; u++) state[h + u] = tanhf(state[h + u]) * sigmoidf(a[at + 3 * n + u]);
  }
}

class LayerNormLSTMCell extends Cell {
  constructor(tensor, folder, latentSize) {
    super();
    const recurrent = tensor(`${folder}/W_hh`);
    this.size = recurrent.shape[0];
    const width = 4 * this.size;
    this.stateSize = 2 * this.size;
    this.outputOffset = this.hiddenAt = 0;
    this.input = new InputProjection(tensor(`${folder}/W_xh`).values, width, latentSize, null);
    this.recurrent = new Layer(recurrent.values, width, 0, this.size, null);
    this.gates = new NormalisedGates(tensor, folder);
    this.starts = this.sums = buffers(width);
  }

  begin(slot, { input, constant }) { this.input.rows.apply(input, 0, constant, 0, this.starts[slot], 0); }

  end(slot, { state }) { this.gates.apply(this.sums[slot], 0, state, this.size, 0); }
}

class HyperLSTMCell extends Cell {
  constructor(tensor, folder, latentSize) {
    super();
    const recurrent = tensor(`${folder}/W_hh`);
    const small = `${folder}/LayerNormLSTMCell`;
    const smallRecurrent = tensor(`${small}/W_hh`);
    const smallWeights = tensor(`${small}/W_xh`).values;
    const n = (this.size = recurrent.shape[0]);
    const units = (this.units = smallRecurrent.shape[0]);
    this.stateSize = 2 * (n + units);
    this.outputOffset = this.hiddenAt = 0;
    this.input = new InputProjection(tensor(`${folder}/W_xh`).values, 4 * n, latentSize, null);
    this.recurrent = new Layer(recurrent.values, 4 * n, 0, n, null);
    this.gates = new NormalisedGates(tensor, folder);
    this.bias = tensor(`${folder}/bias`).values;
    this.smallInput = new InputProjection(smallWeights, 4 * units, latentSize, null);
    this.smallFromMain = new Layer(smallWeights, 4 * units, 5 + latentSize, 5 + latentSize + n, null);
    this.smallRecurrent = new Layer(smallRecurrent.values, 4 * units, 0, units, null);
    this.smallGates = new NormalisedGates(tensor, small);
    this.branches = [['x', 'zw', 'alpha'], ['h', 'zw', 'alpha'], ['h', 'zb', 'beta']].flatMap(([side, embedding, projection]) =>
      ['i', 'j', 'f', 'o'].map((gate) => {
        const branch = `${folder}/hyper_${gate}${side}`;
        const down = tensor(`${branch}/${embedding}/super_linear_w`);
        const bias = embedding === 'zw' ? tensor(`${branch}/zw/super_linear_b`).values : null;
        const up = tensor(`${branch}/${projection}/super_linear_w`);
        const width = down.shape[1];
        return { down: new Layer(down.values, width, 0, units, bias), up: new Layer(up.values, n, 0, width, null) };
      }));
    this.embedding = new Float32Array(this.branches[0].down.n);
    this.a = buffers(4 * n);
    this.starts = [null, null];
    this.sums = buffers(4 * n);
    this.small = new Float32Array(4 * units);
    this.scales = buffers(12 * n);
  }

  prepare(z) { return { main: this.input.prepare(z), small: this.smallInput.prepare(z) }; }

  begin(slot, { input, constant, state }) {
    const { size: n, units, small } = this;
    this.input.rows.apply(input, 0, constant.main, 0, this.a[slot], 0);
    this.smallInput.rows.apply(input, 0, constant.small, 0, small, 0);
    this.smallFromMain.apply(state, 0, small, 0, small, 0);
    this.smallRecurrent.apply(state, n, small, 0, small, 0);
    this.smallGates.apply(small, 0, state, 2 * n + units, n);
    this.branches.forEach(({ down, up }, index) => {
      down.apply(state, n, null, 0, this.embedding, 0);
      up.apply(this.embedding, 0, null, 0, this.scales[slot], index * n);
    });
  }

  end(slot, { state }) {
    const { size: n, units, bias } = this;
    const [a, ah, scales] = [this.a[slot], this.sums[slot], this.scales[slot]];
    const width = 4 * n;
    for (let i = 0; i < width; i++) {
      const shifted = fround(scales[2 * width + i] + bias[i]);
      a[i] = scales[i] * a[i] + fround(scales[width + i] * ah[i] + shifted);
    }
    this.gates.apply(a, 0, state, n + units, 0);
  }
}

const CELLS = {
  lstm: ['LSTMCell', LSTMCell], layer_norm: ['LayerNormLSTMCell', LayerNormLSTMCell], hyper: ['HyperLSTMCell', HyperLSTMCell],
};

/** The cell of a kind under a prefix of the checkpoint's names. */
function makeCell(kind, tensor, prefix, latentSize) {
  const [name, Kind] = CELLS[kind];
  return new Kind(tensor, `${prefix}/${name}`, latentSize);
}
