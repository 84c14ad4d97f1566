import { Stream } from '../protocol';

const NEWLINE = 10;

/// Puts rank and stream before every line, as Open MPI's `--tag-output` does: `[1,2]<stdout>: text`. A line that comes in pieces is held
/// until it is whole, so that no two ranks share one.
export class TaggedOutput {
  readonly #open = new Map<string, Uint8Array[]>();

  /// The whole lines that `bytes` complete, tagged.
  lines(rank: number, stream: Stream, bytes: Uint8Array): Uint8Array {
    const key = tag(rank, stream);
    const held = this.#open.get(key) ?? [];
    const done: Uint8Array[] = [];
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      done.push(Buffer.from(key), ...held.splice(0), bytes.subarray(from, end + 1));
      from = end + 1;
    }
    if (from < bytes.length) held.push(bytes.slice(from));
    this.#open.set(key, held);
    return Buffer.concat(done);
  }

  /// What is left at the end: lines without a newline.
  rest(): { readonly stream: Stream; readonly bytes: Uint8Array }[] {
    const left = [...this.#open].filter(([, held]) => held.length > 0);
    this.#open.clear();
    return left.map(([key, held]) => ({ stream: key.includes('stderr') ? Stream.Stderr : Stream.Stdout, bytes: Buffer.concat([Buffer.from(key), ...held, Buffer.from('\n')]) }));
  }
}

const tag = (rank: number, stream: Stream): string => `[1,${rank}]<${stream === Stream.Stderr ? 'stderr' : 'stdout'}>: `;
