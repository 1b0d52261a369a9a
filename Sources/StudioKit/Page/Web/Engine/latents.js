// Operations on latents (Sources/LatentOps): the great circle, and A + (B - C).
'use strict';

/** The Euclidean length of a vector. */
function norm(vector) {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}

/** The point at t on the great circle from a to b; directions of equal angle, lengths between those of the ends. */
function slerp(a, b, t) {
  if (t === 0 || a.every((value, k) => value === b[k])) return a;
  if (t === 1) return b;
  const line = () => a.map((value, k) => (1 - t) * value + t * b[k]);
  const [lengthA, lengthB] = [norm(a), norm(b)];
  if (lengthA < 1e-150 || lengthB < 1e-150) return line();
  const u = Array.from(a, (value) => value / lengthA);
  const v = Array.from(b, (value) => value / lengthB);
  const angle = 2 * Math.atan2(norm(u.map((value, k) => value - v[k])), norm(u.map((value, k) => value + v[k])));
  if (angle < 1e-6) return line();
  if (Math.PI - angle < 1e-3) return halfTurn(a, u, t, (1 - t) * lengthA + t * lengthB);
  const whole = Math.sin(angle);
  const [weightA, weightB] = [Math.sin((1 - t) * angle) / whole, Math.sin(t * angle) / whole];
  return a.map((value, k) => weightA * value + weightB * b[k]);
}

/** Half a circle from the direction u, through the axis that is farthest from it. */
function halfTurn(a, u, t, length) {
  let axis = 0;
  u.forEach((value, k) => { if (Math.abs(value) < Math.abs(u[axis])) axis = k; });
  const side = u.map((value, k) => (k === axis ? 1 : 0) - u[axis] * value);
  const size = norm(side);
  const [sine, cosine] = [Math.sin(t * Math.PI), Math.cos(t * Math.PI)];
  return a.map((_, k) => length * (cosine * u[k] + (sine * side[k]) / size));
}

/** A + (B - C), each step rounded to float32. */
function analogy(a, b, c) {
  return a.map((value, k) => fround(value + fround(b[k] - c[k])));
}
