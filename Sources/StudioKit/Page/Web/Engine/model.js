// A model read from a safetensors file with F16 or F32 tensors: encoder, decoder and sampler (Sources/SketchInference).
// Rows are arrays [dx, dy, pen] in model units, with pen 0 (down), 1 (up) or 2 (end).
'use strict';

/** The float32 values of IEEE halves. */
function widen(halves) {
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i];
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    const size = exponent === 0 ? fraction * POWERS[176] : (1024 + fraction) * POWERS[exponent + 175];
    values[i] = half & 0x8000 ? -size : size;
  }
  return values;
}

/** The tensors and metadata of a safetensors file: {metadata, tensor(name), has(name)}. */
function readSafetensors(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const start = 8 + length;
  return {
    metadata: header.__metadata__ || {},
    has: (name) => name in header,
    tensor(name) {
      const { dtype, shape, data_offsets: [from, to] } = header[name];
      const own = bytes.slice(start + from, start + to).buffer;
      return { shape, values: dtype === 'F16' ? widen(new Uint16Array(own)) : new Float32Array(own) };
    },
  };
}

/** The bytes of a base64 text. */
function bytesOfBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

const writeRow = (row, input) => {
  input[0] = row[0];
  input[1] = row[1];
  for (let k = 0; k < 3; k++) input[2 + k] = row[2] === k ? 1 : 0;
};

/** How a temperature acts under a convention: divisors of the logits and of the pen's, and the factor of the deviations. */
function temper(convention, t) {
  const half = 0.5 + 0.5 * t;
  switch (convention) {
    case 'magenta': return { logits: t, pen: t, deviation: t };
    case 'js': return { logits: half, pen: half, deviation: Math.sqrt(t) };
    case 'untempered-pen': return { logits: half, pen: 1, deviation: Math.sqrt(t) };
    default: return { logits: t, pen: t, deviation: Math.sqrt(t) };
  }
}

class SketchModel {
  constructor(bytes) {
    const file = readSafetensors(bytes);
    const tensor = (name) => file.tensor(`vector_rnn/${name}`);
    const config = JSON.parse(file.metadata.config);
    this.isConditional = config.conditional;
    this.mixtures = config.num_mixture;
    this.maxLength = config.max_seq_len;
    this.limit = Math.max(config.max_seq_len, 250);
    this.latentSize = this.isConditional ? config.z_size : 0;
    this.squashesLatent = Boolean(config.tanh_z);
    this.classes = JSON.parse(file.metadata.classes || '[]');
    this.scaleFactor = Number(file.metadata.scale_factor || 1);
    const { canvas = 255, rdp_epsilon: epsilon = 2 } = JSON.parse(file.metadata.preprocessing || '{}');
    this.preprocessing = { canvas, epsilon };
    this.convention = this.isConditional ? 'paper' : 'untempered-pen';
    this.cell = makeCell(config.dec_model, tensor, 'RNN', this.latentSize);
    const layer = (w, b) => {
      const weights = tensor(w);
      return new Layer(weights.values, weights.shape[1], 0, weights.shape[0], tensor(b).values);
    };
    this.output = layer('RNN/output_w', 'RNN/output_b');
    if (!this.isConditional) return;
    this.initial = layer('linear/super_linear_w', 'linear/super_linear_b');
    this.directions = ['fw', 'bw'].map((name) => makeCell(config.enc_model, tensor, `ENC_RNN/${name}`, 0));
    this.mean = layer('ENC_RNN_mu/super_linear_w', 'ENC_RNN_mu/super_linear_b');
    this.logVariance = layer('ENC_RNN_sigma/super_linear_w', 'ENC_RNN_sigma/super_linear_b');
  }

  /** The posterior of a drawing's rows: {mean, logVariance}, each [Z]. */
  encode(rows) {
    const size = this.directions[0].size;
    const hidden = new Float32Array(2 * size);
    const input = new Float32Array(5);
    this.directions.forEach((cell, direction) => {
      const state = new Float32Array(cell.stateSize);
      const constant = cell instanceof HyperLSTMCell ? { main: null, small: null } : null;
      for (let i = 0; i < rows.length; i++) {
        writeRow(rows[direction === 0 ? i : rows.length - 1 - i], input);
        cell.step([{ input, constant, state }]);
      }
      hidden.set(state.subarray(cell.outputOffset, cell.outputOffset + size), direction * size);
    });
    const head = (layer) => {
      const y = new Float32Array(this.latentSize);
      layer.apply(hidden, 0, null, 0, y, 0);
      return y;
    };
    return { mean: head(this.mean), logVariance: head(this.logVariance) };
  }

  /** A drawing in progress; see `Decoding`. */
  decoding(request) { return new Decoding(this, request); }

  /** Decodes one drawing, or two together, to the end: the rows, without the end row. */
  decode(...requests) {
    const decodings = requests.map((request) => this.decoding(request));
    while (advance(decodings));
    return decodings.length === 1 ? decodings[0].rows : decodings.map(({ rows }) => rows);
  }
}

/**
 * One drawing, row by row. A request has {latent, temperature, convention, isGreedy, seed, drawIndex, candidate, prefix}; rows
 * of the prefix are fed to the decoder before it draws.
 */
class Decoding {
  constructor(model, { latent = null, temperature = 0.1, convention = model.convention, isGreedy = false, seed = 1,
    drawIndex = 0, candidate = 0, prefix = [] }) {
    const { cell } = model;
    this.model = model;
    this.sampling = { isGreedy, ...temper(convention, temperature) };
    this.source = new Philox(seed, drawIndex);
    this.candidate = candidate;
    this.prefix = prefix.slice(0, model.limit);
    this.rows = [];
    this.reachedEnd = false;
    this.state = new Float32Array(cell.stateSize);
    this.constant = cell instanceof HyperLSTMCell ? { main: null, small: null } : null;
    if (latent) {
      const squashed = model.squashesLatent ? latent.map(tanhf) : latent;
      model.initial.apply(squashed, 0, null, 0, this.state, 0);
      for (let i = 0; i < this.state.length; i++) this.state[i] = tanhf(this.state[i]);
      this.constant = cell.prepare(latent);
    }
    this.input = new Float32Array([0, 0, 1, 0, 0]);
    this.y = new Float32Array(model.output.n);
  }

  get hasEnded() { return this.reachedEnd || this.rows.length >= this.model.limit; }

  /** Adds the row of a step of the cell. */
  addRow() {
    const { model, rows, y } = this;
    const step = rows.length;
    let row = this.prefix[step];
    if (!row) {
      model.output.apply(this.state, model.cell.outputOffset, null, 0, y, 0);
      row = this.sample(step);
      if (row[2] === 2) {
        this.reachedEnd = true;
        return;
      }
    }
    rows.push(row);
    writeRow(row, this.input);
  }

  sample(step) {
    const { sampling, source, candidate, y, model: { mixtures: m } } = this;
    const [mixture, penDraw] = source.uniforms(2 * step, candidate);
    const component = sampling.isGreedy || sampling.logits === 0 ? highest(y, 3, m) : choose(y, 3, m, sampling.logits, mixture);
    const pen = sampling.isGreedy || sampling.pen === 0 ? highest(y, 0, 3) : choose(y, 0, 3, sampling.pen, penDraw);
    const at = 3 + component;
    const [x, z] = [y[at + m], y[at + 2 * m]];
    if (sampling.isGreedy) return [x, z, pen];
    const [normalX, normalY] = source.normals(2 * step + 1, candidate);
    const deviationX = expf(y[at + 3 * m]) * sampling.deviation;
    const deviationY = expf(y[at + 4 * m]) * sampling.deviation;
    const rho = tanhf(y[at + 5 * m]);
    const across = Math.sqrt(1 - rho * rho);
    return [fround(x + deviationX * normalX), fround(z + deviationY * (rho * normalX + across * normalY)), pen];
  }
}

/** Adds a row to each of one or two drawings of a model; false once all have ended. */
function advance(decodings) {
  const open = decodings.filter((decoding) => !decoding.hasEnded);
  if (open.length === 0) return false;
  open[0].model.cell.step(open);
  open.forEach((decoding) => decoding.addRow());
  return true;
}

/** The index of the largest of y[at..<at+count], the first of equals. */
function highest(y, at, count) {
  let best = 0;
  for (let k = 1; k < count; k++) if (y[at + k] > y[at + best]) best = k;
  return best;
}

/** A draw from the softmax of logits divided by the temperature's divisor. */
function choose(y, at, count, divisor, uniform) {
  const top = y[at + highest(y, at, count)];
  const weights = new Float32Array(count);
  let sum = 0;
  for (let k = 0; k < count; k++) {
    weights[k] = expf(fround(fround(y[at + k] - top) / divisor));
    sum += weights[k];
  }
  const threshold = uniform * sum;
  sum = 0;
  for (let k = 0; k < count; k++) {
    sum += weights[k];
    if (sum >= threshold) return k;
  }
  return count - 1;
}
