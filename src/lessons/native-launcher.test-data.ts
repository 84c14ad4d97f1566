/// A launcher over the machine's own `mpiexec` and mpi4py, for tests that ask whether the course is right under a real MPI.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LaunchRequest, Launcher, RunEvents, RunResult } from '../mpiexec/launcher';
import { NO_RANK, RankState, Stream } from '../protocol';

/// Commands are those of checks: `mpiexec -n 3 python3 prog.py args`. Runs under `-m mpi4py`, or one failed rank would leave the others hanging.
export const nativeLauncher: Pick<Launcher, 'launch'> = {
  launch(request, events) {
    const folder = mkdtempSync(join(tmpdir(), 'course-'));
    for (const [path, bytes] of Object.entries(request.files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const words = request.command.split(/\s+/);
    const [, , ranks = '1', , ...program] = words;
    const outputs = join(folder, '.outputs');
    const child = spawn('mpiexec', ['--allow-run-as-root', '--oversubscribe', '--output-filename', outputs, '-n', ranks, '/usr/bin/python3', '-m', 'mpi4py', ...program], { cwd: folder });
    let stopped = false;
    child.stdout.resume();
    child.stderr.resume();
    const done = new Promise<RunResult>((resolve) => {
      child.once('close', (code) => {
        deliver(outputs, Number(ranks), events);
        const result = resultOf(Number(ranks), stopped ? 130 : code ?? 1, stopped, request, folder);
        rmSync(folder, { recursive: true, force: true });
        events.ended(result);
        resolve(result);
      });
    });
    queueMicrotask(() => {
      events.started({ ranks: Number(ranks), sources: [], epoch: 0, now: () => 0 });
      // Nothing can be seen of the ranks but that they run.
      events.now([{ rank: 0, state: RankState.Running, call: 0, flags: 0, waitsFor: NO_RANK, tag: 0, context: 0, since: 0, sequence: 0, line: 0, unexpected: 0 }]);
    });
    return {
      done,
      stop() {
        stopped = true;
        child.kill('SIGTERM');
      },
      input(line) {
        if (line === null) child.stdin.end();
        else child.stdin.write(`${line}\n`);
      },
    };
  },
};

function deliver(outputs: string, ranks: number, events: RunEvents): void {
  const width = String(ranks - 1).length;
  for (let rank = 0; rank < ranks; rank += 1) {
    for (const [name, stream] of [['stdout', Stream.Stdout], ['stderr', Stream.Stderr]] as const) {
      const file = join(outputs, '1', `rank.${String(rank).padStart(width, '0')}`, name);
      // Open MPI keeps no order between ranks here.
      if (existsSync(file)) events.output([{ rank, sequence: rank + 1, stream, line: 0, time: 0, bytes: readFileSync(file) }]);
    }
  }
}

function resultOf(ranks: number, code: number, stopped: boolean, request: LaunchRequest, folder: string): RunResult {
  const written = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => [entry.name, new Uint8Array(readFileSync(join(folder, entry.name)))] as const);
  return { ranks, code, stopped, outcomes: [], notices: [], syntax: null, milliseconds: 0, usage: [], files: { ...request.files, ...Object.fromEntries(written) } };
}
