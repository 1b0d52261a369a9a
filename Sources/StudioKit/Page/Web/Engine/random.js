// The random numbers of studio: Philox4x32-10 (Salmon et al., SC 2011), keyed by the seed and the draw index, and normal
// draws from it (Sources/SketchInference/Random).
'use strict';

/** The high 32 bits of the product of two unsigned 32-bit numbers. */
function highProduct(a, b) {
  const [al, ah, bl, bh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = ah * bl + ((al * bl) >>> 16);
  const cross = al * bh + (middle & 0xffff);
  return (ah * bh + Math.floor(middle / 65536) + Math.floor(cross / 65536)) >>> 0;
}

/** The natural logarithm of a normal number, the same on every system. */
function portableLog(x) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const high = view.getUint32(0);
  let exponent = ((high >>> 20) & 0x7ff) - 1023;
  view.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = view.getFloat64(0);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let series = 1 / 23;
  for (let denominator = 21; denominator >= 3; denominator -= 2) series = series * z + 1 / denominator;
  return exponent * (0x162e42fefa39 / 2 ** 45) + (2 * s + (2 * s * z * series + exponent * (0x1de6af278ece6 / 2 ** 94)));
}

/** [sine, cosine] of an angle in turns, 0 <= turns < 1. */
function sineCosine(turns) {
  const quarters = turns * 4;
  let nearest = Math.round(quarters);
  if (nearest - quarters === 0.5 && nearest % 2 === 1) nearest -= 1;
  const angle = (quarters - nearest) * (Math.PI / 2);
  const z = angle * angle;
  let sine = 1;
  for (let k = 17; k >= 3; k -= 2) sine = 1 - (z / (k * (k - 1))) * sine;
  sine *= angle;
  let cosine = 1;
  for (let k = 18; k >= 2; k -= 2) cosine = 1 - (z / (k * (k - 1))) * cosine;
  return [[sine, cosine], [cosine, -sine], [-sine, -cosine], [-cosine, sine]][nearest & 3];
}

/** One random stream. `seed` and `drawIndex` are whole numbers from 0 to 2^53. */
class Philox {
  constructor(seed, drawIndex) {
    const words = (value) => [value >>> 0, Math.floor(value / 2 ** 32) >>> 0];
    this.key = words(seed);
    this.stream = words(drawIndex);
  }

  /** The four 32-bit words of a block, whose 64-bit number is given in two words. */
  block(low, high) {
    let [c0, c1, c2, c3] = [low >>> 0, high >>> 0, this.stream[0], this.stream[1]];
    let [k0, k1] = this.key;
    for (let round = 0; round < 10; round++) {
      const [h0, h1] = [highProduct(0xd2511f53, c0), highProduct(0xcd9e8d57, c2)];
      const [l0, l1] = [Math.imul(0xd2511f53, c0) >>> 0, Math.imul(0xcd9e8d57, c2) >>> 0];
      [c0, c1, c2, c3] = [(h1 ^ c1 ^ k0) >>> 0, l1, (h0 ^ c3 ^ k1) >>> 0, l0];
      k0 = (k0 + 0x9e3779b9) >>> 0;
      k1 = (k1 + 0xbb67ae85) >>> 0;
    }
    return [c0, c1, c2, c3];
  }

  /** Two uniform draws in [0, 1) of 53 bits each. */
  uniforms(low, high) {
    const [a, b, c, d] = this.block(low, high);
    return [(b * 2 ** 21 + (a >>> 11)) * 2 ** -53, (d * 2 ** 21 + (c >>> 11)) * 2 ** -53];
  }

  /** Two standard normal draws (Box-Muller). */
  normals(low, high) {
    const [u, v] = this.uniforms(low, high);
    const radius = Math.sqrt(-2 * portableLog(1 - u));
    const [sine, cosine] = sineCosine(v);
    return [radius * cosine, radius * sine];
  }
}

/** `size` standard normal draws as float32: the latent of a draw index, from blocks that decoding never uses. */
function priorLatent(size, seed, drawIndex) {
  const source = new Philox(seed, drawIndex);
  const values = new Float32Array(size + 1);
  for (let k = 0; k < size; k += 2) [values[k], values[k + 1]] = source.normals(k / 2, 0x80000000);
  return values.slice(0, size);
}
