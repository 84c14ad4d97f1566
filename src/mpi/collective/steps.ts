import type { Waitable } from '../request/operation';

/// A collective under way: a generator that yields what it waits for and is resumed when that is done.
///
/// One source serves all three kinds of call: a blocking one waits for what is yielded, a nonblocking or persistent one is resumed from the
/// rank's progress (`CollectiveOperation`). Between two yields nothing blocks.
export type Steps<T = void> = Generator<Waitable, T, void>;
