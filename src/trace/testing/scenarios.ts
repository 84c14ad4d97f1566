/// For tests: runs of the lecture's programs and of their usual mistakes, as scripted worlds.

import { Algorithm, MpiCall, Protocol } from '../../protocol';
import type { Recording } from '../recording';
import { ScriptedWorld } from './scripted-world';

const all = (ranks: number): number[] => Array.from({ length: ranks }, (_, rank) => rank);

/// Leaves together, as Finalize does.
function finalize(world: ScriptedWorld): void {
  const others = all(world.ranks).slice(1);
  world.collective(MpiCall.Finalize, all(world.ranks), [...others.map((rank) => [rank, 0] as const), ...others.map((rank) => [0, rank] as const)], { algorithm: Algorithm.Linear });
}

/// Every rank prints its rank and the size, in another order than that of ranks.
export function hello(ranks = 5): Recording {
  const world = new ScriptedWorld(ranks, (rank) => ((rank * 7) % ranks) * 0.4);
  for (const rank of all(ranks).sort((a, b) => world.clock[a]! - world.clock[b]!)) {
    world.compute(rank, 0.2);
    world.print(rank, `${rank} ${ranks}\n`, 8);
  }
  finalize(world);
  return world.recording();
}

/// Everybody but rank 0 sends three doubles to rank 0, which receives in the order of ranks and prints.
export function sendToZero(ranks = 5): Recording {
  const world = new ScriptedWorld(ranks, (rank) => (rank === 0 ? 0.05 : ((rank * 3) % ranks) * 0.11));
  const posted = world.post(0);
  const messages = all(ranks).slice(1).map((rank) => world.send(rank, 0, { values: [0.55387189, 0.66794639 / rank, 0.87675483], line: 10 }));
  messages.forEach((message, i) => {
    if (i === 0) world.receiveFrom(0, message, posted, { line: 14 });
    else world.receive(0, message, { line: 14 });
    world.print(0, `[0.55387189 ${0.66794639 / (i + 1)} 0.87675483]\n`, 15);
  });
  finalize(world);
  return world.recording();
}

/// bcast, gather, Reduce(op=MAX), with the prints between them.
export function collectives(ranks = 3): Recording {
  const world = new ScriptedWorld(ranks, (rank) => (rank === 0 ? 0.3 : rank * 0.07));
  const others = all(ranks).slice(1);
  const down: [number, number][] = [];
  for (let mask = 1; mask < ranks; mask *= 2) for (let rank = 0; rank < mask && rank + mask < ranks; rank++) down.push([rank, rank + mask]);
  world.collective(MpiCall.Bcast, all(ranks), down, { root: 0, line: 13, object: true });
  for (const rank of all(ranks).reverse()) world.print(rank, `Rank ${rank} has array [10. 11. 12.]\n`, 14);
  world.collective(MpiCall.Gather, all(ranks), others.map((rank) => [rank, 0]), { root: 0, line: 17, object: true, algorithm: Algorithm.Linear });
  for (const rank of others) world.print(rank, `Rank ${rank} has array None\n`, 18);
  world.print(0, 'Rank 0 has array [array([0.55387189, 0.66794639, 0.87675483]), …]\n', 18);
  for (const rank of all(ranks)) world.compute(rank, 0.1 + ((rank * 5) % 3) * 0.2);
  for (const rank of all(ranks)) world.print(rank, `Rank ${rank} has accuracy [0.85215258]\n`, 22);
  world.collective(MpiCall.Reduce, all(ranks), [...down].reverse().map(([a, b]) => [b, a]), { root: 0, line: 25 });
  world.print(0, 'maximum accuracy is [0.85215258]\n', 26);
  finalize(world);
  return world.recording();
}

/// Two ranks that both receive first, a third that waits in a barrier, and a message nobody takes.
export function deadlock(): Recording {
  const world = new ScriptedWorld(4);
  world.print(0, 'rank 0 starts\n', 4);
  world.send(2, 3, { values: [1, 2, 3], tag: 9, line: 12 });
  world.hang(0, MpiCall.Recv, 1, { line: 7, tag: 0 });
  world.hang(1, MpiCall.Recv, 0, { line: 7, tag: 0 });
  world.hangInCollective(2, MpiCall.Barrier, 14);
  world.hangInCollective(3, MpiCall.Barrier, 14);
  return world.recording(['deadlock.py'], 2);
}

/// Nonblocking exchange with the neighbours, a rendezvous, a synchronous send, and a message to oneself.
export function exchange(ranks = 4): Recording {
  const world = new ScriptedWorld(ranks);
  const receives = all(ranks).map((rank) => world.irecv(rank, (rank + ranks - 1) % ranks, 9));
  const sends = all(ranks).map((rank) => world.isend(rank, (rank + 1) % ranks, { values: [rank, rank + 0.5], tag: 4, line: 10 }));
  for (const rank of all(ranks)) world.compute(rank, 0.3 + rank * 0.04);
  for (const rank of all(ranks)) {
    world.wait(rank, receives[rank]!, sends[(rank + ranks - 1) % ranks]!.message, 12);
    world.wait(rank, sends[rank]!, null, 13);
  }
  world.compute(1, 0.6);
  world.rendezvous(0, 1, { values: Array.from({ length: 4000 }, (_, i) => i), tag: 5, line: 16, receiveLine: 18 });
  world.rendezvous(2, 3, { values: [1], tag: 6, line: 20, receiveLine: 22, protocol: Protocol.Synchronous, call: MpiCall.Ssend });
  const own = world.isend(3, 3, { values: [3], line: 25 });
  world.receive(3, own.message, { line: 26 });
  return world.recording(['exchange.py']);
}

/// `ranks` ranks gather to rank 0 by plain messages, then a barrier.
export function many(ranks = 70): Recording {
  const world = new ScriptedWorld(ranks, (rank) => ((rank * 37) % ranks) * 0.05);
  const messages = all(ranks).slice(1).map((rank) => world.send(rank, 0, { values: [rank], line: 10 }));
  messages.sort((a, b) => a.arrives - b.arrives).forEach((message) => world.receive(0, message, { line: 14, any: true }));
  const pairs: [number, number][] = [];
  for (let step = 1; step < ranks; step *= 2) for (const rank of all(ranks)) pairs.push([rank, (rank + step) % ranks]);
  world.collective(MpiCall.Barrier, all(ranks), pairs, { line: 16, algorithm: Algorithm.Dissemination });
  return world.recording();
}

/// A ping-pong of `rounds` rounds between two ranks.
export function pingPong(rounds: number): Recording {
  const world = new ScriptedWorld(2);
  for (let i = 0; i < rounds; i++) {
    const ping = world.send(0, 1, { values: [i], flight: 0.002, line: 5 });
    world.receive(1, ping, { line: 9 });
    const pong = world.send(1, 0, { values: [i], flight: 0.002, line: 10 });
    world.receive(0, pong, { line: 6 });
  }
  return world.recording();
}
