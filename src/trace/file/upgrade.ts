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

/// The steps, of which the first takes version `oldest`; the last makes `TRACE_VERSION`.
export interface Upgrades {
  readonly oldest: number;
  readonly steps: readonly Upgrade[];
}

export const UPGRADES: Upgrades = { oldest: 1, steps: [] };

/// The header in today's form, and what turns each block into today's. Throws `Unreadable`.
export function upgraded(header: unknown, { oldest, steps }: Upgrades): { readonly header: object; block(block: Block): readonly Block[] } {
  if (typeof header !== 'object' || header === null || Reflect.get(header, 'format') !== TRACE_FORMAT) throw new Unreadable('it is not a trace of Commworld');
  const version: unknown = Reflect.get(header, 'version');
  if (typeof version !== 'number' || !Number.isInteger(version) || version < oldest) throw new Unreadable('it names no version of the format that ever was');
  if (version > TRACE_VERSION) throw new Unreadable(`it has version ${version} of the format, and this page knows versions up to ${TRACE_VERSION}; reload the page to get its newest`);
  const taken = steps.slice(version - oldest);
  const attempt = <T>(step: () => T): T => {
    try {
      return step();
    } catch {
      throw new Unreadable(`it has version ${version} of the format and is damaged: it could not be brought up to date`);
    }
  };
  return {
    header: attempt(() => taken.reduce((older, step) => step.header(older), header)),
    block: (block) => attempt(() => taken.reduce<readonly Block[]>((blocks, step) => blocks.flatMap((older) => step.block(older)), [block])),
  };
}
