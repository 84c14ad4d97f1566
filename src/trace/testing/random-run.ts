/// For tests: arbitrary valid runs.

import fc from 'fast-check';
import { MpiCall } from '../../protocol';
import { type Message, ScriptedWorld } from './scripted-world';

type Step =
  | { readonly kind: 'compute'; readonly rank: number; readonly time: number }
  | { readonly kind: 'send'; readonly rank: number; readonly to: number; readonly flight: number }
  | { readonly kind: 'receive'; readonly pick: number }
  | { readonly kind: 'rendezvous'; readonly rank: number; readonly to: number }
  | { readonly kind: 'barrier' }
  | { readonly kind: 'print'; readonly rank: number };

const index = fc.nat(1000);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('compute' as const), rank: index, time: fc.double({ min: 0, max: 2, noNaN: true }) }),
  fc.record({ kind: fc.constant('send' as const), rank: index, to: index, flight: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('receive' as const), pick: index }),
  fc.record({ kind: fc.constant('rendezvous' as const), rank: index, to: index }),
  fc.constant({ kind: 'barrier' as const }),
  fc.record({ kind: fc.constant('print' as const), rank: index }),
);

/// Worlds of 1 to 6 ranks whose clocks disagree by up to a millisecond, so that times alone would put receipts before departures.
export const scriptedRun: fc.Arbitrary<ScriptedWorld> = fc
  .record({ ranks: fc.integer({ min: 1, max: 6 }), skew: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 }), steps: fc.array(step, { maxLength: 60 }) })
  .map(({ ranks, skew, steps }) => {
    const world = new ScriptedWorld(ranks);
    const flying: Message[] = [];
    for (const each of steps) {
      switch (each.kind) {
        case 'compute': world.compute(each.rank % ranks, each.time); break;
        case 'print': world.print(each.rank % ranks, 'x\n'); break;
        case 'send': flying.push(world.send(each.rank % ranks, each.to % ranks, { flight: each.flight, values: [1] })); break;
        case 'receive': {
          const [message] = flying.splice(each.pick % Math.max(1, flying.length), 1);
          if (message !== undefined) world.receive(message.receiver, message);
          break;
        }
        case 'rendezvous': if (each.rank % ranks !== each.to % ranks) world.rendezvous(each.rank % ranks, each.to % ranks, { values: [1, 2] }); break;
        case 'barrier': {
          const members = Array.from({ length: ranks }, (_, rank) => rank);
          world.collective(MpiCall.Barrier, members, [...members.slice(1).map((rank) => [rank, 0] as const), ...members.slice(1).map((rank) => [0, rank] as const)]);
        }
      }
    }
    world.skew(skew);
    return world;
  });
