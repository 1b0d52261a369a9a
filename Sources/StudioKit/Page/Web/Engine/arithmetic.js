// Single-precision arithmetic with the bits of studio's kernels (Sources/CSketchKernels).
//
// A product of two float32 values is exact in double precision, so fround(a * b + c) differs from the fused operation only
// where the sum is rounded twice: about once in 2^29 operations, by one unit in the last place.
'use strict';

const fround = Math.fround;

const ROUNDER = 12582912;
const LOG2_E = 0x1715476 / 2 ** 24;
const LN2_HIGH = 0x162e4 / 2 ** 17;
const LN2_LOW = 0x17f7d1c / 2 ** 44;
const EXP_SERIES = [
  0x1a01a02 / 2 ** 40, 0x1a01a02 / 2 ** 37, 0x16c16c2 / 2 ** 34, 0x1111112 / 2 ** 31, 0x1555556 / 2 ** 29, 0x1555556 / 2 ** 27,
];
const [E0, E1, E2, E3, E4, E5] = EXP_SERIES;

/** 2^n for -200 < n < 200 at index n + 200. */
const POWERS = Float64Array.from({ length: 400 }, (_, n) => 2 ** (n - 200));

/** (exp(r) - 1 - r) / r^2 for |r| <= 0.347. */
function expTail(r) {
  let p = fround(E0 * r + E1);
  p = fround(p * r + E2);
  p = fround(p * r + E3);
  p = fround(p * r + E4);
  p = fround(p * r + E5);
  return fround(p * r + 0.5);
}

/** exp in float32. */
function expf(x) {
  x = x > 89 ? 89 : x < -104 ? -104 : x;
  const n = fround(fround(x * LOG2_E + ROUNDER) - ROUNDER);
  const r = fround(n * -LN2_LOW + fround(n * -LN2_HIGH + x));
  const p = fround(fround(expTail(r) * fround(r * r) + r) + 1);
  const half = n >> 1;
  return fround(fround(p * POWERS[half + 200]) * POWERS[n - half + 200]);
}

/** The logistic function in float32. */
function sigmoidf(x) {
  const e = expf(-Math.abs(x));
  return fround((x < 0 ? e : 1) / fround(1 + e));
}

/** tanh in float32. */
function tanhf(x) {
  let twice = 2 * Math.abs(x);
  if (twice > 20) twice = 20;
  const n = fround(fround(twice * LOG2_E + ROUNDER) - ROUNDER);
  const r = fround(n * -LN2_LOW + fround(n * -LN2_HIGH + twice));
  const p = fround(expTail(r) * fround(r * r) + r);
  const scale = POWERS[n + 200];
  const m = fround(p * scale + fround(scale - 1));
  const t = fround(m / fround(m + 2));
  return x < 0 ? -t : t;
}

/** Adds 16 partial sums pairwise, in the order of the kernels. */
function total(parts) {
  for (let half = 8; half > 0; half >>= 1) {
    for (let l = 0; l < half; l++) parts[l] = parts[l] + parts[l + half];
  }
  return parts[0];
}

const PARTS = new Float32Array(16);

/** Layer normalisation of x[at..<at+n] to y[to..<to+n], with gain and shift from index `from`. */
function normalise(x, at, n, gain, shift, from, y, to) {
  PARTS.fill(0);
  for (let i = 0; i < n; i++) PARTS[i & 15] = PARTS[i & 15] + x[at + i];
  const mean = fround(total(PARTS) / n);
  PARTS.fill(0);
  for (let i = 0; i < n; i++) {
    const d = fround(x[at + i] - mean);
    PARTS[i & 15] = PARTS[i & 15] + fround(d * d);
  }
  const inverse = fround(1 / fround(Math.sqrt(fround(fround(total(PARTS) / n) + fround(1e-3)))));
  for (let i = 0; i < n; i++) {
    const normal = fround(fround(x[at + i] - mean) * inverse);
    y[to + i] = fround(normal * gain[from + i] + shift[from + i]);
  }
}

/**
 * An affine layer, y = start + x W, with W [k, n] in panels of four columns. Each output is one chain over k in order, as in the
 * kernels; four chains run side by side.
 */
class Layer {
  /** From rows first..<last of the row-major matrix `w` [rows, n]; `bias` may be null. */
  constructor(w, n, first, last, bias) {
    this.n = n;
    this.k = last - first;
    const wide = Math.ceil(n / 4) * 4;
    this.bias = new Float32Array(wide);
    if (bias) this.bias.set(bias);
    this.packed = new Float32Array(wide * this.k);
    for (let column = 0, out = 0; column < n; column += 4) {
      const width = Math.min(4, n - column);
      for (let row = 0; row < this.k; row++, out += 4) {
        const at = (first + row) * n + column;
        for (let l = 0; l < width; l++) this.packed[out + l] = w[at + l];
      }
    }
  }

  /** Writes y[to..<to+n] from x[at..<at+k]; starts at `start` (from its index `from`), or at the bias where it is null. */
  apply(x, at, start, from, y, to) {
    const { n, k, packed } = this;
    if (!start) [start, from] = [this.bias, 0];
    let w = 0;
    for (let column = 0; column < n; column += 4) {
      const s = from + column;
      const rest = n - column;
      let a = start[s], b = rest > 1 ? start[s + 1] : 0, c = rest > 2 ? start[s + 2] : 0, d = rest > 3 ? start[s + 3] : 0;
      for (let i = 0; i < k; i++, w += 4) {
        const v = x[at + i];
        a = fround(a + v * packed[w]);
        b = fround(b + v * packed[w + 1]);
        c = fround(c + v * packed[w + 2]);
        d = fround(d + v * packed[w + 3]);
      }
      const t = to + column;
      y[t] = a;
      if (rest > 1) y[t + 1] = b;
      if (rest > 2) y[t + 2] = c;
      if (rest > 3) y[t + 3] = d;
    }
  }

  /**
   * As `apply` for two inputs, which share the reading of the weights: from x and x2 to y and y2. The sums and their order are
   * those of `apply`.
   */
  applyTwo(x, x2, at, start, start2, y, y2) {
    const { n, k, packed } = this;
    if (n % 4 !== 0) {
      this.apply(x, at, start, 0, y, 0);
      this.apply(x2, at, start2, 0, y2, 0);
      return;
    }
    if (!start) [start, start2] = [this.bias, this.bias];
    let w = 0;
    for (let column = 0; column < n; column += 4) {
      let a = start[column], b = start[column + 1], c = start[column + 2], d = start[column + 3];
      let e = start2[column], f = start2[column + 1], g = start2[column + 2], h = start2[column + 3];
      for (let i = 0; i < k; i++, w += 4) {
        const v = x[at + i], v2 = x2[at + i];
        const p = packed[w], q = packed[w + 1], r = packed[w + 2], s = packed[w + 3];
        a = fround(a + v * p);
        b = fround(b + v * q);
        c = fround(c + v * r);
        d = fround(d + v * s);
        e = fround(e + v2 * p);
        f = fround(f + v2 * q);
        g = fround(g + v2 * r);
        h = fround(h + v2 * s);
      }
      y[column] = a; y[column + 1] = b; y[column + 2] = c; y[column + 3] = d;
      y2[column] = e; y2[column + 1] = f; y2[column + 2] = g; y2[column + 3] = h;
    }
  }
}
