/// IEEE 754 binary128, the long double of wasm32: 1 bit of sign, 15 of exponent, 112 of fraction. JavaScript has no such numbers; sums,
/// products and comparisons are made of big integers and are correctly rounded, to nearest with ties to even.
///
/// A number is its 128 bits as one bigint.

const FRACTION_BITS = 112n;
const IMPLICIT = 1n << FRACTION_BITS;
const FRACTION = IMPLICIT - 1n;
const SIGN = 1n << 127n;
const MAGNITUDE = SIGN - 1n;
const SPECIAL = 0x7fffn;
const INFINITY = SPECIAL << FRACTION_BITS;
const QUIET_NAN = INFINITY | (1n << 111n);
/// Further apart than this, the smaller of two numbers only tells how to round.
const FAR = 230n;

export function readQuad(view: DataView, at: number): bigint {
  return (view.getBigUint64(at + 8, true) << 64n) | view.getBigUint64(at, true);
}

export function writeQuad(view: DataView, at: number, quad: bigint): void {
  view.setBigUint64(at, BigInt.asUintN(64, quad), true);
  view.setBigUint64(at + 8, quad >> 64n, true);
}

const isNaN128 = (quad: bigint): boolean => (quad & MAGNITUDE) > INFINITY;
const isInfinite = (quad: bigint): boolean => (quad & MAGNITUDE) === INFINITY;

export function addQuads(a: bigint, b: bigint): bigint {
  if (isNaN128(a) || isNaN128(b)) return QUIET_NAN;
  if (isInfinite(a)) return isInfinite(b) && a !== b ? QUIET_NAN : a;
  if (isInfinite(b)) return b;
  const x = parts(a);
  const y = parts(b);
  // A zero sum is positive, unless both were negative zeros.
  if (x.significand === 0n && y.significand === 0n) return a & b;
  if (x.significand === 0n) return b;
  if (y.significand === 0n) return a;
  const [large, little] = x.exponent >= y.exponent ? [x, y] : [y, x];
  const apart = large.exponent - little.exponent;
  const shift = apart > FAR ? FAR : apart;
  // Of a number that is too small to meet the other's digits, one bit far below them says the same.
  const low = apart > FAR ? 1n : little.significand;
  const sum = signed(large.negative, large.significand << shift) + signed(little.negative, low);
  if (sum === 0n) return 0n;
  return rounded(sum < 0n, sum < 0n ? -sum : sum, large.exponent - shift);
}

export function multiplyQuads(a: bigint, b: bigint): bigint {
  if (isNaN128(a) || isNaN128(b)) return QUIET_NAN;
  const sign = (a ^ b) & SIGN;
  const x = parts(a);
  const y = parts(b);
  if (isInfinite(a) || isInfinite(b)) return (isInfinite(a) || x.significand !== 0n) && (isInfinite(b) || y.significand !== 0n) ? sign | INFINITY : QUIET_NAN;
  const product = x.significand * y.significand;
  return product === 0n ? sign : rounded(sign !== 0n, product, x.exponent + y.exponent);
}

/// Below, equal to or above 0 as a is to b; NaN when they cannot be compared.
export function compareQuads(a: bigint, b: bigint): number {
  if (isNaN128(a) || isNaN128(b)) return NaN;
  const x = signed((a & SIGN) !== 0n, a & MAGNITUDE);
  const y = signed((b & SIGN) !== 0n, b & MAGNITUDE);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function negateQuad(quad: bigint): bigint {
  return quad ^ SIGN;
}

/// Exactly: every double is a binary128 number.
export function quadOf(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const negative = bits >> 63n !== 0n;
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & ((1n << 52n) - 1n);
  const sign = negative ? SIGN : 0n;
  if (exponent === 0x7ffn) return fraction === 0n ? sign | INFINITY : QUIET_NAN;
  if (exponent === 0n) return fraction === 0n ? sign : rounded(negative, fraction, -1074n);
  return rounded(negative, fraction | (1n << 52n), exponent - 1075n);
}

interface Parts {
  readonly negative: boolean;
  /// The number is significand × 2^exponent.
  readonly significand: bigint;
  readonly exponent: bigint;
}

const LEAST_EXPONENT = -16494n;

function parts(quad: bigint): Parts {
  const exponent = (quad >> FRACTION_BITS) & SPECIAL;
  const fraction = quad & FRACTION;
  const negative = (quad & SIGN) !== 0n;
  if (exponent === 0n) return { negative, significand: fraction, exponent: LEAST_EXPONENT };
  return { negative, significand: fraction | IMPLICIT, exponent: exponent - 1n + LEAST_EXPONENT };
}

function signed(negative: boolean, value: bigint): bigint {
  return negative ? -value : value;
}

/// The number nearest to significand × 2^exponent; significand is not 0.
function rounded(negative: boolean, significand: bigint, exponent: bigint): bigint {
  const sign = negative ? SIGN : 0n;
  let surplus = BigInt(bitLength(significand)) - 113n;
  if (exponent + surplus < LEAST_EXPONENT) surplus = LEAST_EXPONENT - exponent;
  let digits = significand;
  if (surplus > 0n) {
    const half = 1n << (surplus - 1n);
    const rest = significand & ((1n << surplus) - 1n);
    digits = significand >> surplus;
    if (rest > half || (rest === half && (digits & 1n) === 1n)) digits += 1n;
  } else if (surplus < 0n) {
    digits = significand << -surplus;
  }
  // A carry out of the fraction goes into the exponent, as it should.
  const scale = exponent + surplus - LEAST_EXPONENT;
  const bits = digits >= IMPLICIT ? ((scale + 1n) << FRACTION_BITS) + (digits - IMPLICIT) : digits;
  return sign | (bits >= INFINITY ? INFINITY : bits);
}

function bitLength(value: bigint): number {
  const text = value.toString(16);
  return text.length * 4 - Math.clz32(parseInt(text.charAt(0), 16)) + 28;
}
