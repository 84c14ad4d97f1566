import { MpiCall } from '../../protocol/calls';
import { ErrorClass } from '../../protocol/errors';
import { Algorithm, RecordFlag } from '../../protocol/trace';
import { ANY_RANK, FIRST_FREE_CONTEXT, NO_RANK, WORLD_CONTEXT } from '../../protocol/world';
import { Channel } from '../collective/channel';
import type { Steps } from '../collective/steps';
import { CollectiveWork } from '../collective/work';
import { UNDEFINED } from '../constants';
import { MpiError } from '../error';
import type { Rank } from '../rank';
import { Request } from '../request/request';
import { Cartesian } from '../topology/cartesian';
import { DistributedGraph, checkNamedEdges, checkNodes, checkWeights, type NamedEdges } from '../topology/distributed-graph';
import { Graph } from '../topology/graph';
import type { Neighbors, Topology } from '../topology/topology';
import { Assembly } from './assembly';
import { Collectives } from './collectives';
import type { Communicator } from './communicator';

/// Tags of agreements among those of `Assembly.tag`.
const AGREEMENTS = 0x20000000;
/// Tags of connecting to a port among those of `Assembly.tag`; the port's number is below.
const HELLOS = 0x10000000;
const ANSWERS = 0x18000000;

/// What a communicator is besides its group and context.
export interface Kind {
  readonly remote?: readonly number[] | null;
  readonly topology?: Topology | null;
}

/// A communicator as one rank holds it; adds making and freeing (MPI 4.1, 7.4, 7.6 and 8.5).
export class RankCommunicator extends Collectives implements Communicator {
  readonly topology: Topology | null;
  #agreements = 0;

  constructor(runtime: Rank, group: readonly number[], context: number, name: string, { remote = null, topology = null }: Kind = {}) {
    super(runtime, group, context, name, remote);
    this.topology = topology;
  }

  get neighbors(): Neighbors | null {
    return this.topology?.neighbors(this.rank) ?? null;
  }

  dup(): RankCommunicator {
    return this.#making(MpiCall.Dup, (assembly) => this.#agreed(assembly, this.#everybody, this.group, this));
  }

  idup(made: (communicator: Communicator) => void): Request {
    return this.#background(MpiCall.Dup, (assembly) => this.#duplicate(assembly, made));
  }

  agree(flag: number): number {
    return this.apart(MpiCall.Agree, () => {
      const assembly = new Assembly(this.runtime, this.context | 1, this.#agreementTag());
      return assembly.run(this.#agreement(assembly, flag));
    });
  }

  iagree(flag: number, agreed: (flag: number) => void): Request {
    const { runtime, rank, group } = this;
    const { recorder } = runtime;
    return this.apart(MpiCall.Iagree, () => {
      recorder.flags |= RecordFlag.Nonblocking;
      const number = (recorder.request = recorder.nextRequest());
      const channel = new Channel(runtime, rank, group, this.context | 1, this.#agreementTag());
      const agreement = this.#agreement(new Assembly(runtime, channel.context, channel.tag), flag);
      const steps = function* (): Steps {
        agreed(yield* agreement);
      };
      return new Request(runtime, this.context, new CollectiveWork(channel, steps()), number, false);
    });
  }

  split(color: number, key: number): RankCommunicator | null {
    return this.#making(MpiCall.Split, (assembly) => this.#split(assembly, color, key));
  }

  create(ranks: readonly number[]): RankCommunicator | null {
    return this.#making(MpiCall.Create, (assembly) => {
      this.#checkRanks(ranks);
      if (this.remote !== null) return this.#split(assembly, ranks.includes(this.rank) ? 0 : UNDEFINED, ranks.indexOf(this.rank));
      const group = ranks.map((rank) => this.group[rank] as number);
      return ranks.includes(this.rank) ? this.#agreed(assembly, group, group) : null;
    });
  }

  createGroup(ranks: readonly number[], tag: number): RankCommunicator {
    return this.apart(MpiCall.CreateGroup, () => {
      this.#checkRanks(ranks);
      if (!ranks.includes(this.rank)) throw new MpiError(ErrorClass.Group, 'this process is not in the group');
      return found(
        new Assembly(this.runtime, this.context | 1, Assembly.tag(tag)),
        ranks.map((rank) => this.group[rank] as number),
      );
    });
  }

  createIntercomm(localLeader: number, peers: Communicator | null, remoteLeader: number, tag: number): RankCommunicator {
    return this.#making(MpiCall.CreateIntercomm, (assembly) => {
      if (this.remote !== null) throw new MpiError(ErrorClass.Comm, 'this is an intercommunicator already');
      if (!Number.isInteger(localLeader) || localLeader < 0 || localLeader >= this.size) {
        throw new MpiError(ErrorClass.Arg, `the local leader is ${localLeader}; the communicator has ranks 0 to ${this.size - 1}`);
      }
      let bridge: (() => readonly number[]) | null = null;
      if (this.rank === localLeader) {
        if (peers === null) throw new MpiError(ErrorClass.Comm, 'the peer communicator is null at the leader');
        const reachable = peers.remote ?? peers.group;
        const other = reachable[remoteLeader];
        if (other === undefined || other === this.runtime.worldRank) throw new MpiError(ErrorClass.Arg, `the remote leader is ${remoteLeader}; the peer communicator has ranks 0 to ${reachable.length - 1}`);
        bridge = () => joined(new Assembly(this.runtime, peers.context | 1, Assembly.tag(tag)), this.group, other);
      }
      return between(assembly, this.group, localLeader, bridge);
    });
  }

  merge(high: boolean): RankCommunicator {
    return this.#making(MpiCall.Merge, (assembly) => {
      if (this.remote === null) throw new MpiError(ErrorClass.Comm, 'this is not an intercommunicator');
      const remote = this.remote;
      const everybody = this.#everybody;
      const answers = assembly.run(assembly.gather(everybody, [high ? 1 : 0]));
      const theirs = answers[everybody.indexOf(remote[0] as number)]?.[0] === 1;
      // Both the same: the side whose first process has the lower world rank comes first.
      const first = theirs === high ? everybody[0] === this.group[0] : !high;
      const group = first ? [...this.group, ...remote] : [...remote, ...this.group];
      return this.#agreed(assembly, group, group);
    });
  }

  accept(port: number, root: number): RankCommunicator {
    return this.#meet(MpiCall.Accept, root, port, function* (hello, answer, group) {
      const [client = NO_RANK, ...remote] = yield* hello.receive(ANY_RANK);
      const context = hello.runtime.newContext();
      yield* answer.send(client, [context, ...group]);
      return [context, ...remote];
    });
  }

  connect(server: number, port: number, root: number): RankCommunicator {
    return this.#meet(MpiCall.Connect, root, port, function* (hello, answer, group) {
      yield* hello.send(server, [hello.runtime.worldRank, ...group]);
      return yield* answer.receive(server);
    });
  }

  createCartesian(dims: readonly number[], periods: readonly boolean[]): RankCommunicator | null {
    return this.#making(MpiCall.CreateCart, (assembly) => this.#placed(assembly, new Cartesian(dims, periods)));
  }

  createGraph(index: readonly number[], edges: readonly number[]): RankCommunicator | null {
    return this.#making(MpiCall.CreateGraph, (assembly) => this.#placed(assembly, new Graph(index, edges)));
  }

  createDistributedGraph(named: NamedEdges): RankCommunicator {
    return this.#making(MpiCall.CreateDistGraph, (assembly) => {
      this.#checkIntra();
      checkNamedEdges(named, this.size);
      const { sources, degrees, destinations, weights } = named;
      const all = assembly.run(assembly.gather(this.group, [sources.length, weights === null ? 0 : 1, ...sources, ...degrees, ...destinations, ...(weights ?? [])]));
      const topology = DistributedGraph.partOf(this.rank, all.map(edgesOf));
      return this.#agreed(assembly, this.group, this.group, { topology });
    });
  }

  createDistributedGraphAdjacent(topology: DistributedGraph): RankCommunicator {
    return this.#making(MpiCall.CreateDistGraphAdjacent, (assembly) => {
      this.#checkIntra();
      checkNodes([...topology.sources, ...topology.destinations], this.size);
      checkWeights(topology.sourceWeights, topology.sources.length);
      checkWeights(topology.destinationWeights, topology.destinations.length);
      return this.#agreed(assembly, this.group, this.group, { topology });
    });
  }

  subGrid(remain: readonly boolean[]): RankCommunicator {
    return this.#making(MpiCall.CartSub, (assembly) => {
      const { topology } = this;
      if (!(topology instanceof Cartesian)) throw new MpiError(ErrorClass.Topology, 'the communicator has no Cartesian topology');
      const stays = (_: unknown, axis: number): boolean => remain[axis] === true;
      const slice = new Cartesian(topology.dims.filter(stays), topology.periods.filter(stays));
      // The slice is told by the coordinates that go; its ranks count by those that stay.
      const place = (rank: number): string => topology.coordsOf(rank).filter((_, axis) => remain[axis] !== true).join();
      const own = place(this.rank);
      const group = this.group.filter((_, rank) => place(rank) === own);
      return this.#agreed(assembly, group, group, { topology: slice });
    });
  }

  free(): void {
    this.#release(MpiCall.Free);
  }

  disconnect(): void {
    this.#release(MpiCall.Disconnect);
  }

  /// For the engine: a call that not all ranks of this communicator make, from its record's begin to its end.
  protected apart<T>(call: MpiCall, body: () => T): T {
    return recorded(this.runtime, () => this.enter(call, false, UNDEFINED, 0, 0, 0), body);
  }

  #making<T>(call: MpiCall, body: (assembly: Assembly) => T): T {
    return this.within(call, ({ context, tag }) => {
      this.runtime.recorder.algorithm = Algorithm.Binomial;
      return body(new Assembly(this.runtime, context, tag));
    });
  }

  // A nonblocking call, which runs on after it.
  #background(call: MpiCall, steps: (assembly: Assembly) => Steps): Request {
    return this.start(({ runtime }) => ({
      call, root: null, bytes: 0, typeId: 0,
      check: () => undefined,
      *steps({ context, tag }) {
        runtime.recorder.algorithm = Algorithm.Binomial;
        yield* steps(new Assembly(runtime, context, tag));
      },
    }));
  }

  *#duplicate(assembly: Assembly, made: (communicator: Communicator) => void): Steps {
    const [context] = yield* assembly.share(this.#everybody, () => [this.runtime.newContext()]);
    made(new RankCommunicator(this.runtime, this.group, context as number, '', this));
  }

  // Agreements are numbered apart from collectives: between the two, ranks need not keep an order.
  #agreementTag(): number {
    return Assembly.tag(AGREEMENTS | (this.#agreements++ & (AGREEMENTS - 1)));
  }

  *#agreement(assembly: Assembly, flag: number): Steps<number> {
    const flags = yield* assembly.gather(this.#everybody, [flag]);
    return flags.reduce((all, [one = 0]) => all & one, -1);
  }

  // World ranks of both groups in an order that is the same on all.
  get #everybody(): readonly number[] {
    const { group, remote } = this;
    if (remote === null) return group;
    return (group[0] as number) < (remote[0] as number) ? [...group, ...remote] : [...remote, ...group];
  }

  // A communicator whose context the first of `members` takes and tells the others.
  #agreed(assembly: Assembly, members: readonly number[], group: readonly number[], kind: Kind = {}): RankCommunicator {
    const [context] = assembly.run(assembly.share(members, () => [this.runtime.newContext()]));
    return new RankCommunicator(this.runtime, group, context as number, '', kind);
  }

  #split(assembly: Assembly, color: number, key: number): RankCommunicator | null {
    if (!Number.isInteger(color) || (color < 0 && color !== UNDEFINED)) throw new MpiError(ErrorClass.Arg, `color is ${color}; it must be 0 or more, or UNDEFINED`);
    const everybody = this.#everybody;
    const answers = assembly.run(assembly.gather(everybody, [color, key]));
    if (color === UNDEFINED) return null;
    const part = (group: readonly number[]): number[] =>
      group
        .map((world, rank) => {
          const [theirs = UNDEFINED, order = 0] = answers[everybody.indexOf(world)] ?? [];
          return { world, rank, color: theirs, key: order };
        })
        .filter((member) => member.color === color)
        .sort((a, b) => a.key - b.key || a.rank - b.rank)
        .map((member) => member.world);
    const group = part(this.group);
    if (this.remote === null) return this.#agreed(assembly, group, group);
    const remote = part(this.remote);
    // A colour that only one side has gives no intercommunicator (MPI 4.1, 7.4.2).
    if (remote.length === 0) return null;
    const own = group[0] as number;
    const other = remote[0] as number;
    return this.#agreed(assembly, own < other ? [...group, ...remote] : [...remote, ...group], group, { remote });
  }

  // The first ranks of this communicator with a topology; null for the others.
  #placed(assembly: Assembly, topology: Cartesian | Graph): RankCommunicator | null {
    this.#checkIntra();
    if (topology.size > this.size) throw new MpiError(ErrorClass.Arg, `the topology has ${topology.size} places for ${this.size} ranks`);
    if (this.rank >= topology.size) return null;
    const group = this.group.slice(0, topology.size);
    return this.#agreed(assembly, group, group, { topology });
  }

  #release(call: MpiCall): void {
    this.within(call, () => {
      if (this.context < FIRST_FREE_CONTEXT) throw new MpiError(ErrorClass.Comm, 'COMM_WORLD and COMM_SELF cannot be freed');
      this.markFreed();
    });
  }

  // The roots of two groups say hello over the world's context; `talk` gives the new context, then the other group.
  #meet(call: MpiCall, root: number, port: number, talk: (hello: Assembly, answer: Assembly, group: readonly number[]) => Steps<readonly number[]>): RankCommunicator {
    const { runtime } = this;
    return this.#making(call, (assembly) => {
      this.#checkIntra();
      if (this.group[root] === undefined) throw new MpiError(ErrorClass.Root, `root is ${root}; the communicator has ranks 0 to ${this.size - 1}`);
      const about = (offset: number): Assembly => new Assembly(runtime, WORLD_CONTEXT | 1, Assembly.tag(offset | port));
      const bridge = this.rank === root ? () => assembly.run(talk(about(HELLOS), about(ANSWERS), this.group)) : null;
      return between(assembly, this.group, root, bridge);
    });
  }

  #checkIntra(): void {
    if (this.remote !== null) throw new MpiError(ErrorClass.Comm, 'this call is for intracommunicators');
  }

  #checkRanks(ranks: readonly number[]): void {
    if (new Set(ranks).size !== ranks.length || ranks.some((rank) => !Number.isInteger(rank) || rank < 0 || rank >= this.size)) {
      throw new MpiError(ErrorClass.Group, `the group ${ranks.join(', ')} is not a set of ranks of this communicator`);
    }
  }
}

/// For the engine: a communicator of a group of world ranks, this process's among them, that have nothing in common but the world.
export function found(assembly: Assembly, group: readonly number[]): RankCommunicator {
  const [context] = assembly.run(assembly.share(group, () => [assembly.runtime.newContext()]));
  return new RankCommunicator(assembly.runtime, group, context as number, '');
}

/// For the engine, at a leader: the new context, then the world ranks of the other group. `other`: the other leader's world rank.
export function joined(assembly: Assembly, group: readonly number[], other: number): readonly number[] {
  const takes = assembly.runtime.worldRank < other;
  const context = takes ? assembly.runtime.newContext() : 0;
  const [theirContext, ...remote] = assembly.run(assembly.exchange(other, [context, ...group]));
  return [takes ? context : (theirContext as number), ...remote];
}

/// For the engine: an intercommunicator; `bridge` is `joined` at the leader, null elsewhere.
export function between(assembly: Assembly, group: readonly number[], leader: number, bridge: (() => readonly number[]) | null): RankCommunicator {
  const first = group[leader] as number;
  const [context, ...remote] = assembly.run(assembly.share([first, ...group.filter((world) => world !== first)], () => bridge?.() ?? []));
  if (remote.some((world) => group.includes(world))) throw new MpiError(ErrorClass.Comm, 'the two groups have processes in common');
  return new RankCommunicator(assembly.runtime, group, context as number, '', { remote });
}

/// For the engine: a call from its record's begin to its end.
export function recorded<T>(runtime: Rank, begin: () => void, body: () => T): T {
  begin();
  let result: T;
  try {
    result = body();
  } catch (error) {
    throw runtime.fail(error);
  }
  runtime.end();
  return result;
}

function edgesOf([count = 0, weighted = 0, ...rest]: readonly number[]): NamedEdges {
  const degrees = rest.slice(count, 2 * count);
  const edges = degrees.reduce((sum, degree) => sum + degree, 0);
  const at = 2 * count;
  return { sources: rest.slice(0, count), degrees, destinations: rest.slice(at, at + edges), weights: weighted === 1 ? rest.slice(at + edges) : null };
}
