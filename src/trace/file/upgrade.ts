/// Files of older versions are brought up to date step by step, each step from one version to the next.

import { Unreadable } from './bytes';
import { TRACE_FORMAT, TRACE_VERSION } from './header';

/// A block of a file: its tag, and what follows the tag and the length.
export interface Block {
  readonly tag: number;
  readonly body: Uint8Array;
}

/// From one version to the next. Either throws on what it cannot make sense of.
export interface Upgrade {
  header(older: object): object;
  /// One block of the older version as blocks of the next.
  block(older: Block): readonly Block[];
}

/// `UPGRADES[i]` turns version i + 1 into version i + 2; there are `TRACE_VERSION - 1` of them.
const UPGRADES: readonly Upgrade[] = [];

/// The header in today's form, and what turns each block into today's. `oldest` is the version that the first of `steps` takes.
export function upgraded(header: unknown, steps: readonly Upgrade[] = UPGRADES, oldest = 1): { readonly header: object; block(block: Block): readonly Block[] } {
  if (typeof header !== 'object' || header === null || Reflect.get(header, 'format') !== TRACE_FORMAT) throw new Unreadable('it is not a trace of Commworld');
  const version: unknown = Reflect.get(header, 'version');
  if (typeof version !== 'number' || !Number.isInteger(version) || version < oldest) throw new Unreadable('it names no version of the format that ever was');
  if (version > TRACE_VERSION) throw new Unreadable(`it has version ${version} of the format, and this page knows versions up to ${TRACE_VERSION}; reload the page to get its newest`);
  const taken = steps.slice(version - oldest);
  try {
    return {
      header: taken.reduce((older, step) => step.header(older), header),
      block: (block) => taken.reduce<readonly Block[]>((blocks, step) => blocks.flatMap((older) => step.block(older)), [block]),
    };
  } catch {
    throw new Unreadable(`it has version ${version} of the format and is damaged: it could not be brought up to date`);
  }
}
