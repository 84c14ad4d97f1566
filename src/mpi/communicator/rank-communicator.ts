import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { Algorithm } from '../../protocol/trace';
import { FIRST_FREE_CONTEXT } from '../../protocol/world';
import { allgather } from '../collective/allgather';
import { ByteBlocks } from '../collective/blocks';
import { broadcast } from '../collective/broadcast';
import { piece } from '../collective/channel';
import { UNDEFINED } from '../constants';
import { MpiError } from '../error';
import { Collectives } from './collectives';
import type { Communicator } from './communicator';

/// A communicator as one rank holds it; adds making and freeing (MPI 4.1, 7.4).
export class RankCommunicator extends Collectives implements Communicator {
  dup(): RankCommunicator {
    return this.within(MpiCall.Dup, null, 0, 0, () => {
      const blocks = new ByteBlocks(1, false);
      if (this.rank === 0) blocks.put(0, words(this.runtime.newContext()));
      this.runtime.recorder.algorithm = Algorithm.Binomial;
      broadcast(this.channel, blocks, 0, Algorithm.Binomial);
      return new RankCommunicator(this.runtime, this.group, wordAt(blocks.get(0), 0), '');
    });
  }

  split(color: number, key: number): RankCommunicator | null {
    return this.within(MpiCall.Split, null, 0, 0, () => {
      if (!Number.isInteger(color) || (color < 0 && color !== UNDEFINED)) throw new MpiError(ErrorClass.Arg, `color is ${color}; it must be 0 or more, or UNDEFINED`);
      const blocks = new ByteBlocks(this.size, false);
      blocks.put(this.rank, words(color, key));
      this.runtime.recorder.algorithm = Algorithm.Bruck;
      allgather(this.channel, blocks, Algorithm.Bruck);
      if (color === UNDEFINED) return null;
      const members = blocks
        .all()
        .map((bytes, rank) => ({ rank, color: wordAt(bytes, 0), key: wordAt(bytes, 1) }))
        .filter((member) => member.color === color)
        .sort((a, b) => a.key - b.key || a.rank - b.rank);
      return this.#found(members.map((member) => member.rank));
    });
  }

  create(ranks: readonly number[]): RankCommunicator | null {
    return this.within(MpiCall.Create, null, 0, 0, () => {
      const distinct = new Set(ranks);
      if (distinct.size !== ranks.length || ranks.some((rank) => !Number.isInteger(rank) || rank < 0 || rank >= this.size)) {
        throw new MpiError(ErrorClass.Group, `the group ${ranks.join(', ')} is not a set of ranks of this communicator`);
      }
      return distinct.has(this.rank) ? this.#found(ranks) : null;
    });
  }

  free(): void {
    this.within(MpiCall.Free, null, 0, 0, () => {
      if (this.context < FIRST_FREE_CONTEXT) throw new MpiError(ErrorClass.Comm, 'COMM_WORLD and COMM_SELF cannot be freed');
      this.markFreed();
    });
  }

  // A communicator of these of our ranks, of which this is one: the first takes a context and tells the others.
  #found(ranks: readonly number[]): RankCommunicator {
    const leader = ranks[0] as number;
    let context: number;
    if (this.rank === leader) {
      context = this.runtime.newContext();
      const sends = ranks.slice(1).map((rank) => this.channel.startSend(rank, piece(words(context))));
      for (const send of sends) this.channel.waitSend(send);
    } else context = wordAt(this.channel.receive(leader), 0);
    return new RankCommunicator(
      this.runtime,
      ranks.map((rank) => this.world(rank)),
      context,
      '',
    );
  }
}

function words(...values: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer);
}

function wordAt(bytes: Uint8Array, index: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(index * 4, true);
}
