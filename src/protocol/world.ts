/// The world of one run: one SharedArrayBuffer, laid out here and nowhere else.
///
/// Order in memory: world block, control block of every rank, inboxes, chunk arenas, trace rings, output rings, standard input,
/// published names.
/// Every slot is a 4-byte word read and written with `Atomics` on an `Int32Array`, unless its comment says otherwise.

/// Version of this layout; a worker refuses a world of another version.
export const WORLD_VERSION = 2;

/// Words of the world block, which all ranks share.
export const enum WorldSlot {
  /// `WORLD_VERSION`, so that a stale worker fails with a sentence.
  Version = 0,
  /// Number of ranks in COMM_WORLD.
  Size = 1,
  /// The next free context id. Taken with `Atomics.add` by one rank of a new communicator, which tells the others.
  NextContext = 3,
  /// 0 while the world lives; 1 + world rank of the rank that called Abort or failed.
  AbortedBy = 4,
  /// The error code given to Abort.
  AbortCode = 5,
  /// 1 when the person pressed Stop: every wait ends.
  Stop = 6,
  /// Bytes up to which a standard send is eager.
  EagerLimit = 7,
  /// Absolute byte positions of the standard-input ring (writer: page, reader: rank 0) and 1 in `InputClosed` at end of file.
  InputWritten = 8,
  InputRead = 9,
  InputClosed = 10,
  /// Round-robin number of files seen as program sources; see `SourceLine`.
  Reserved = 11,
  /// 1 while a rank reads or writes the table of published names.
  NamesLock = 12,
  /// The next world-wide sequence number. Taken with `Atomics.add`; orders records of different ranks where clocks cannot.
  /// In a cache line of its own: all ranks write it all the time, and read what is above at every call.
  Sequence = 32,
  /// Ranks that sleep on their doorbells. In a cache line of its own: written at every sleep and wake-up, read by whoever spins.
  Asleep = 48,
}

/// Words of one rank's control block. Written by the rank unless said otherwise, read by the page at any time.
///
/// Cache lines have 16 words: what the rank writes at every call is in the first, what senders write and look at for every message in
/// the third, so that neither takes the other's away.
export const enum RankSlot {
  /// A `RankState`.
  State = 0,
  /// Not 0 when the rank is asked to interrupt its wait: set by the page, put back by the rank. The language has a flag of its own.
  Interrupt = 3,
  /// The `MpiCall` the rank is in, 0 when it computes.
  Call = 4,
  /// World rank it waits for; `ANY_RANK`, or `ALL_RANKS` in a collective.
  WaitsFor = 5,
  /// Tag and context id it waits on.
  WaitTag = 6,
  WaitContext = 7,
  /// Source line the rank is on (see `packLine`), stored at every MPI call.
  Line = 8,
  /// Exit code once `State` is `Exited` or `Failed`.
  ExitCode = 9,
  /// Sequence number at which the current call began.
  CallSequence = 10,
  /// Unexpected messages now queued at this rank, and their bytes.
  UnexpectedCount = 11,
  UnexpectedBytes = 12,
  /// Flag bits of the current call (`RecordFlag`).
  CallFlags = 13,
  /// Float64, milliseconds since the world's start, when the current call began (words 14 and 15).
  CallTime = 14,
  /// Absolute byte positions in the inbox ring: read by the rank, reserved by senders with compare-exchange.
  InboxRead = 16,
  InboxReserved = 32,
  /// Counts events for this rank; senders add 1 and notify. The rank sleeps on it with `Atomics.wait`.
  Doorbell = 33,
  /// 1 while the rank sleeps on its doorbell: only then need a sender pay for `Atomics.notify`.
  Sleeping = 34,
  /// Absolute byte positions in the trace ring (writer: rank, reader: page).
  TraceWritten = 48,
  TraceRead = 49,
  /// Absolute byte positions in the output ring (writer: rank, reader: page).
  OutputWritten = 50,
  OutputRead = 51,
  /// Bytes this rank read from and wrote to files and streams.
  BytesRead = 52,
  BytesWritten = 53,
  /// Milliseconds this rank has spent blocked inside MPI calls, rounded down.
  BlockedTime = 54,
  /// Words 56 to 59, a bit for each world rank: senders that found this rank's inbox full and want their doorbell rung when it has room.
  SpaceWanted = 56,
}

/// 64 words: a rank's control block fills whole cache lines of its own.
export const RANK_BLOCK_WORDS = 64;
export const WORLD_BLOCK_WORDS = 64;

export const enum RankState {
  /// The worker has not begun the program.
  Starting = 0,
  Running = 1,
  /// Blocked inside an MPI call; `WaitsFor` says for whom.
  Waiting = 2,
  /// Blocked in a read of standard input.
  WaitingForInput = 3,
  /// Blocked because the trace or output ring is full and the page has yet to empty it.
  WaitingForPage = 4,
  /// In MPI_Finalize, until all ranks are.
  Finalizing = 5,
  Exited = 6,
  Failed = 7,
  /// In `time.sleep`.
  Sleeping = 8,
}

/// In place of a world rank.
export const ANY_RANK = -1;
export const ALL_RANKS = -2;
export const NO_RANK = -3;

/// A source line in one word: index into the run's list of source files (12 bits) and 1-based line (20 bits); 0 is unknown.
export function packLine(file: number, line: number): number {
  return ((file & 0xfff) << 20) | Math.min(line, 0xfffff);
}
export function unpackLine(word: number): { file: number; line: number } {
  return { file: (word >>> 20) & 0xfff, line: word & 0xfffff };
}

/// What decides the layout. Sizes are bytes, powers of two.
export interface WorldOptions {
  readonly ranks: number;
  /// Bytes up to which a standard send is eager; 0 makes every send synchronous. Open MPI's shared-memory default is 4096.
  readonly eagerLimit: number;
  readonly inboxBytes: number;
  /// One chunk of a large message, and how many a sender may have under way.
  readonly chunkBytes: number;
  readonly chunks: number;
  readonly traceBytes: number;
  readonly outputBytes: number;
}

export const DEFAULT_EAGER_LIMIT = 4096;
export const MAX_RANKS = 128;
export const INPUT_RING_BYTES = 65536;
/// The table of published names (MPI 4.1, 11.9.4): the number of characters in the first word, then JSON in UTF-16.
export const NAMES_BYTES = 16384;
/// Open files: whether the slot is in use, its lock, and the shared file pointer (64 bits).
export const FILE_SLOTS = 128;
export const FILE_SLOT_WORDS = 4;

/// Options for a world of `ranks` ranks: rings shrink as ranks grow, so that 128 ranks stay below 160 MB.
export function worldOptions(ranks: number, eagerLimit: number = DEFAULT_EAGER_LIMIT): WorldOptions {
  const few = ranks <= 16;
  return {
    ranks,
    eagerLimit,
    inboxBytes: few ? 1 << 19 : 1 << 18,
    chunkBytes: 1 << 16,
    chunks: few ? 8 : 4,
    traceBytes: few ? 1 << 21 : 1 << 18,
    outputBytes: few ? 1 << 18 : 1 << 16,
  };
}

/// Byte offsets of the parts of a world.
export interface WorldLayout {
  readonly options: WorldOptions;
  readonly bytes: number;
  /// Word index of a rank's control block.
  control(rank: number): number;
  /// Byte offsets.
  inbox(rank: number): number;
  chunks(rank: number): number;
  /// Word index of the state words of a sender's chunks (0 free, 1 in use), one word each.
  chunkStates(rank: number): number;
  trace(rank: number): number;
  output(rank: number): number;
  readonly input: number;
  readonly names: number;
  readonly fileSlots: number;
}

const align = (bytes: number): number => (bytes + 63) & ~63;

export function worldLayout(options: WorldOptions): WorldLayout {
  const { ranks } = options;
  const controlWords = WORLD_BLOCK_WORDS;
  const chunkStateWords = controlWords + ranks * RANK_BLOCK_WORDS;
  const inbox = align((chunkStateWords + ranks * 64) * 4);
  const chunks = align(inbox + ranks * options.inboxBytes);
  const trace = align(chunks + ranks * options.chunks * options.chunkBytes);
  const output = align(trace + ranks * options.traceBytes);
  const input = align(output + ranks * options.outputBytes);
  return {
    options,
    bytes: input + INPUT_RING_BYTES + NAMES_BYTES + FILE_SLOTS * FILE_SLOT_WORDS * 4,
    control: (rank) => controlWords + rank * RANK_BLOCK_WORDS,
    inbox: (rank) => inbox + rank * options.inboxBytes,
    chunks: (rank) => chunks + rank * options.chunks * options.chunkBytes,
    chunkStates: (rank) => chunkStateWords + rank * 64,
    trace: (rank) => trace + rank * options.traceBytes,
    output: (rank) => output + rank * options.outputBytes,
    input,
    names: input + INPUT_RING_BYTES,
    fileSlots: input + INPUT_RING_BYTES + NAMES_BYTES,
  };
}

/// A new world, its block filled in. Throws RangeError on more than `MAX_RANKS` ranks or fewer than one.
export function createWorld(options: WorldOptions): SharedArrayBuffer {
  if (!Number.isInteger(options.ranks) || options.ranks < 1 || options.ranks > MAX_RANKS) {
    throw new RangeError(`a world has 1 to ${MAX_RANKS} ranks, not ${options.ranks}`);
  }
  const buffer = new SharedArrayBuffer(worldLayout(options).bytes);
  const words = new Int32Array(buffer);
  words[WorldSlot.Version] = WORLD_VERSION;
  words[WorldSlot.Size] = options.ranks;
  words[WorldSlot.Sequence] = 1;
  words[WorldSlot.NextContext] = FIRST_FREE_CONTEXT;
  words[WorldSlot.EagerLimit] = options.eagerLimit;
  return buffer;
}

/// Context ids: each communicator takes two, the even one for point-to-point and the odd one above it for collectives.
export const WORLD_CONTEXT = 0;
export const SELF_CONTEXT = 2;
export const FIRST_FREE_CONTEXT = 4;
