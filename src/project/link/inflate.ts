/// Raw deflate (RFC 1951) with a limit on what comes out.

import { Inflate } from 'fflate';

export type Inflated = { readonly kind: 'ok'; readonly bytes: Uint8Array } | { readonly kind: 'too-large' } | { readonly kind: 'damaged' };

// Deflate grows bytes by at most 1032: one step of this many makes at most half a megabyte before the count is looked at.
const STEP_BYTES = 512;

/// Stops as soon as more than `limit` bytes have come out; never holds much more than that.
export function inflateUpTo(limit: number, packed: Uint8Array): Inflated {
  const parts: Uint8Array[] = [];
  let total = 0;
  let finished = false;
  const stream = new Inflate((part, final) => {
    parts.push(part);
    total += part.length;
    finished = final;
  });
  try {
    for (let at = 0; at < packed.length; at += STEP_BYTES) {
      stream.push(packed.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= packed.length);
      if (total > limit) return { kind: 'too-large' };
    }
  } catch {
    return { kind: 'damaged' };
  }
  if (!finished) return { kind: 'damaged' };
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { kind: 'ok', bytes };
}
