import { RankSlot, RankState, Stream, TRACE_SWITCH, VARIABLES_SWITCH, WorldSlot, worldLayout, type FromRank, type Outcome, type RankUsage, type ToRank } from '../../../protocol';
import { LiveScheduler, Mpi, tunedSettings } from '../../../mpi';
import { Disk } from '../../disk';
import { installBridge } from '../bridge';
import { mountDisk, type FileUse } from '../files/disk-mount';
import type { Interpreter } from '../image/interpreter';
import type { Asking, WantedPackages } from '../packages/wanted';
import { InputReader } from './input';
import { OutputWriter } from './output';

export type RunMessage = Extract<ToRank, { kind: 'run' }>;
export type Exited = Extract<FromRank, { kind: 'exited' }>;

const HOME = '/home/student';
/// Where Python's tempfile puts its files.
const TEMPORARY = '/tmp';

/// Runs one rank's program in a restored interpreter, to its end. Blocks the worker for as long as the program runs.
/// `execute` is `_commworld.launch.run`; `cores` decides how long a waiting rank spins;
/// `ask` asks the page for a package.
export function runRank({ api, module, packages }: Interpreter, wanted: WantedPackages, execute: (order: string) => string, message: RunMessage, cores: number, ask: (name: string) => void): Exited {
  const { rank, world, options, epoch, program } = message;
  const words = new Int32Array(world);
  const control = worldLayout(options).control(rank);
  const began = performance.now();
  const origin = performance.timeOrigin - epoch;
  // Bound: asking a worker's scope for `performance` costs a browser more than the clock does.
  const clock = performance.now.bind(performance);
  const now = (): number => origin + clock();
  const use: FileUse = { read: 0, written: 0 };
  let blocked = 0;
  const addBlocked = (milliseconds: number): void => {
    blocked += milliseconds;
  };
  const ending = (): boolean => Atomics.load(words, WorldSlot.Stop) !== 0 || Atomics.load(words, WorldSlot.AbortedBy) !== 0;

  wanted.lend(message.libraries);
  const asking: Asking = {
    ask,
    wait(flag, value) {
      const state = Atomics.exchange(words, control + RankSlot.State, RankState.WaitingForPage);
      const from = performance.now();
      while (Atomics.load(flag, 0) === value && !ending()) Atomics.wait(flag, 0, value, 50);
      Atomics.store(words, control + RankSlot.State, state);
      addBlocked(performance.now() - from);
      return Atomics.load(flag, 0) !== value;
    },
  };
  mountDisk(module.FS, HOME, TEMPORARY, new Disk(message.disk), use);
  const bridge = installBridge(module, (host) => {
    const interrupted = (): void => {
      Atomics.store(words, control + RankSlot.Interrupt, 0);
      host.interrupted();
    };
    return new Mpi(world, options, rank, { ...host, interrupted }, LiveScheduler.for(options.ranks, cores, clock), { algorithms: tunedSettings(program.env).algorithms, record: program.env[TRACE_SWITCH] !== '0' });
  }, {
    now,
    sources: message.sources.map((path) => `${HOME}/${path}`),
    sleep(seconds: number) {
      const state = Atomics.exchange(words, control + RankSlot.State, RankState.Sleeping);
      const from = performance.now();
      const until = from + seconds * 1000;
      // Interrupts ring the doorbell; the short naps are for the one that rang between the look and the sleep.
      for (let left = until - from; left > 0 && !ending() && (words[control + RankSlot.Interrupt] ?? 0) === 0; left = until - performance.now()) {
        Atomics.wait(words, control + RankSlot.Doorbell, Atomics.load(words, control + RankSlot.Doorbell), Math.min(left, 50));
      }
      Atomics.store(words, control + RankSlot.State, state);
      addBlocked(performance.now() - from);
    },
    ending,
    variables: program.env[TRACE_SWITCH] !== '0' && (program.env[VARIABLES_SWITCH] === undefined ? program.variables : program.env[VARIABLES_SWITCH] !== '0'),
    mount: (name) => wanted.mount(name, asking),
    show: (description, image) => output.figure(description, image),
  });
  const output = new OutputWriter(world, options, rank, now, () => bridge.line(), () => bridge.mpi?.numbered());
  const input = new InputReader(world, options, rank, addBlocked);
  api.setStdin({ read: (buffer: Uint8Array) => input.read(buffer), isatty: false });
  const writer = (stream: Stream) => ({
    write(bytes: Uint8Array) {
      output.write(stream, bytes);
      return bytes.length;
    },
    isatty: false,
  });
  api.setStdout(writer(Stream.Stdout));
  api.setStderr(writer(Stream.Stderr));
  api.setInterruptBuffer(new Uint8Array(message.interrupt));

  const target = program.program;
  const order = {
    kind: target.kind,
    target: target.kind === 'file' ? target.path : target.kind === 'module' ? target.name : target.text,
    args: program.args,
    buffering: program.buffering,
    mpi4py: program.runMpi4py,
    env: program.env,
    packages: packages.flatMap(({ imports }) => imports),
  };
  Atomics.store(words, control + RankSlot.State, RankState.Running);
  let outcome: Outcome;
  try {
    outcome = JSON.parse(execute(JSON.stringify(order))) as Outcome;
    if (outcome.kind !== 'stopped') bridge.ended();
  } catch (error) {
    outcome = outcomeOf(error, ending(), (sentence) => output.write(Stream.Stderr, new TextEncoder().encode(`rank ${rank}: the interpreter ended: ${sentence}\n`)));
  }
  if (Atomics.load(words, WorldSlot.AbortedBy) === rank + 1) outcome = { kind: 'aborted', code: Atomics.load(words, WorldSlot.AbortCode) };
  const code = exitCode(outcome);
  Atomics.store(words, control + RankSlot.ExitCode, code);
  Atomics.store(words, control + RankSlot.State, code === 0 ? RankState.Exited : RankState.Failed);

  const waited = Math.max(blocked, 0) + Atomics.load(words, control + RankSlot.BlockedTime);
  const usage: RankUsage = {
    busySeconds: Math.max(0, performance.now() - began - waited) / 1000,
    blockedSeconds: waited / 1000,
    memoryBytes: module.HEAP8.length,
    bytesRead: use.read,
    bytesWritten: use.written + Atomics.load(words, control + RankSlot.BytesWritten),
  };
  return { kind: 'exited', rank, usage, outcome };
}

/// What an error means that came out of Python itself rather than out of the program.
function outcomeOf(error: unknown, ending: boolean, write: (sentence: string) => void): Outcome {
  // os._exit: Emscripten's ExitStatus.
  if (typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number') return { kind: 'ok', code: error.status & 0xff };
  // The interrupt that ends a rank may come while the runner is already dealing with the end of the world.
  if (ending) return { kind: 'stopped' };
  // The interpreter gave up (out of memory, a fatal error): there is no Python left to write a traceback.
  const sentence = error instanceof Error ? (error.message.split('\n').findLast((line) => line.trim() !== '') ?? error.name) : String(error);
  write(sentence);
  return { kind: 'exception', type: 'FatalError', message: sentence, file: '', line: 0, syntax: null };
}

/// What `mpiexec` would see of this process.
export function exitCode(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'ok':
    case 'aborted':
      return outcome.code;
    case 'exception':
      return 1;
    case 'stopped':
      return 130;
  }
}
