// Real runs, kept by the command-line runner with --trace.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTrace, writeTrace } from '../src/trace/index.ts';
import { columnsOf } from '../src/trace/testing/columns.ts';
import { runIn } from './runner-cases.mjs';

const folder = mkdtempSync(join(tmpdir(), 'commworld-trace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const course = (name) => readFileSync(join(import.meta.dirname, '../e2e/programs/course', name), 'utf8');

async function traced(name, text, words, env = {}, more = {}) {
  const file = join(folder, `${name}.cwtrace`);
  const result = await runIn({ [name]: text, 'unused.py': 'secret = 1\n' }, ['--trace', file, ...words, name], { env, ...more });
  if (!existsSync(file)) throw new Error(`no trace was written; the runner ended with ${result.code}: ${result.stderr}`);
  const bytes = new Uint8Array(readFileSync(file));
  const read = await readTrace(bytes, name);
  if (!read.ok) throw new Error(read.sentence);
  return { result, bytes, ...read.value };
}

describe('--trace keeps a run', () => {
  it.each([
    ['stencil_neighbours.py', ['-n', '4'], {}],
    ['objects.py', ['-n', '4'], { COMMWORLD_VARIABLES: '1' }],
    ['two_groups.py', ['-n', '5', '--eager-limit', '0'], {}],
  ])('of %s, which comes back the same from file after file', { timeout: 60_000 }, async (name, words, env) => {
    const { result, recording, about, bytes } = await traced(name, course(name), words, env);
    expect(result.code).toBe(0);
    expect(about.outcome).toMatchObject({ code: 0, stopped: false });
    expect(about.command).toContain(`python3 ${name}`);
    expect(recording.faults).toEqual([]);
    expect(recording.ranks).toBe(Number(words[1]));
    expect(recording.messages.length).toBeGreaterThan(3);
    expect(recording.variables.length > 0).toBe(env.COMMWORLD_VARIABLES === '1');
    // All that was printed is in it, and of the folder only what lines point into.
    const printed = Array.from({ length: recording.prints.length }, (_, row) => Buffer.from(recording.prints.written(row)).toString()).join('');
    expect(printed.length).toBe(result.stdout.length + result.stderr.length);
    expect(recording.texts[recording.sources.indexOf(name)]).toBe(course(name));
    expect(recording.texts[recording.sources.indexOf('unused.py')]).toBeNull();
    const again = await writeTrace(recording, about);
    expect(again).toEqual(bytes);
    const back = await readTrace(again, name);
    expect(back.ok && columnsOf(back.value.recording)).toEqual(columnsOf(recording));
  });

  it('that a signal ended', { timeout: 60_000 }, async () => {
    const program = 'from mpi4py import MPI\ncomm = MPI.COMM_WORLD\ncomm.Barrier()\nprint("waiting", flush=True)\ncomm.recv(source=1 - comm.rank)\n';
    const { recording, about, bytes, result } = await traced('ring.py', program, ['-n', '2'], {}, { until: 'waiting', then: (child) => child.kill('SIGTERM') });
    expect(result.code).toBe(143);
    expect(about.outcome?.stopped).toBe(true);
    expect(recording.ended).toBe(true);
    expect(await writeTrace(recording, about)).toEqual(bytes);
  });

  it('and says what it cannot write or was not told', { timeout: 60_000 }, async () => {
    const missing = await runIn({ 'p.py': 'print(1)\n' }, ['--trace', '/nowhere/at/all.cwtrace', '-n', '1', 'p.py']);
    expect([missing.code, missing.stdout]).toEqual([2, '1\n']);
    expect(missing.stderr).toContain('mpiexec: the trace could not be written: ');
    const unnamed = await runIn({ 'p.py': 'print(1)\n' }, ['-n', '1', '--trace']);
    expect([unnamed.code, unnamed.stderr]).toEqual([2, 'mpiexec: --trace takes the name of a file.\n']);
    // After the program's name it is the program's.
    const own = await runIn({ 'p.py': 'import sys\nprint(sys.argv[1:])\n' }, ['-n', '1', 'p.py', '--trace', 'x']);
    expect(own.stdout).toBe("['--trace', 'x']\n");
  });
});
