import { describe, expect, it } from 'vitest';
import { ANY_RANK, MpiCall, RankState, RecordFlag, packLine, type Outcome, type RankUsage } from '../protocol';
import { parseCommand } from './command';
import type { RankNow } from './launcher';
import { noticesOf, type Ending } from './notices';

const ok: Outcome = { kind: 'ok', code: 0 };
const use = (busySeconds: number, memoryBytes: number): RankUsage => ({ busySeconds, blockedSeconds: 0.6, memoryBytes, bytesRead: 513, bytesWritten: 512 });
const ending = (change: Partial<Ending>): Ending => ({
  command: parseCommand('aprun -n 2 python3 a.py', ['a.py']), outcomes: [ok, ok], usage: [use(0.4, 1024), use(0.7, 4096)], stopped: false, failedFirst: null, broken: null,
  last: [], milliseconds: 1500, elapsed: 1400, cores: 2, abortCode: 0, epoch: 142_889_000, sources: ['a.py'], ...change,
});
const texts = (change: Partial<Ending>): string[] => noticesOf(ending(change)).notices.map(({ text }) => text);
const waiting = (rank: number, change: Partial<RankNow>): RankNow => ({
  rank, state: RankState.Waiting, call: MpiCall.Recv, flags: 0, waitsFor: 1, tag: 0, context: 0, since: 0, sequence: 0, line: packLine(1, 7), unexpected: 0, ...change,
});

describe('what the launcher says at the end', () => {
  it("is aprun's line, from what was measured", () => {
    expect(noticesOf(ending({}))).toEqual({
      code: 0,
      notices: [{ kind: 'resources', text: 'Application 142889 resources: utime ~1s, stime ~1s, Rss ~4, inblocks ~3, outblocks ~2' }],
    });
  });

  it('never claims more time than the processors had', () => {
    expect(texts({ usage: [use(60, 1), use(60, 1)] })[0]).toContain('utime ~3s');
  });

  it('is nothing for launchers that say nothing', () => {
    expect(texts({ command: parseCommand('mpiexec -n 2 python3 a.py', ['a.py']) })).toEqual([]);
  });

  it('names the rank, the error and the line, and what plain mpi4py would do', () => {
    const failure: Outcome = { kind: 'exception', type: 'ValueError', message: 'no', file: 'a.py', line: 3, syntax: null };
    const { code, notices } = noticesOf(ending({ outcomes: [{ kind: 'stopped' }, failure], failedFirst: 1 }));
    expect(code).toBe(1);
    expect(notices[0]).toMatchObject({ kind: 'failure', text: expect.stringContaining('rank 1 ended with an uncaught ValueError (a.py, line 3)') as string });
    expect(notices[1]).toMatchObject({ kind: 'advice', text: expect.stringContaining('python3 -m mpi4py a.py') as string });
  });

  it('does not advise what was done', () => {
    const failure: Outcome = { kind: 'exception', type: 'ValueError', message: 'no', file: 'a.py', line: 3, syntax: null };
    const command = parseCommand('mpiexec -n 2 python3 -m mpi4py a.py', ['a.py']);
    expect(noticesOf(ending({ command, outcomes: [{ kind: 'stopped' }, failure], failedFirst: 1 })).notices).toHaveLength(1);
  });

  it('gives the code of Abort and of sys.exit', () => {
    expect(noticesOf(ending({ outcomes: [{ kind: 'aborted', code: 7 }, null], failedFirst: 0, abortCode: 7 })).code).toBe(7);
    expect(noticesOf(ending({ outcomes: [{ kind: 'ok', code: 3 }, null], failedFirst: 0 }))).toMatchObject({ code: 3, notices: [{ text: expect.stringContaining('exited with code 3') as string }, {}] });
  });

  it('says who waited for whom when it was stopped', () => {
    const last = [waiting(0, {}), waiting(1, { waitsFor: ANY_RANK, flags: RecordFlag.Object, line: 0 }), waiting(2, { state: RankState.Finalizing })];
    const result = noticesOf(ending({ stopped: true, last }));
    expect(result.code).toBe(130);
    expect(result.notices.map(({ text }) => text).slice(0, 4)).toEqual([
      'Stopped after 1.5 s.',
      'rank 0 was waiting in Recv for rank 1 (a.py, line 7).',
      'rank 1 was waiting in recv for any rank.',
      'rank 2 was waiting in MPI_Finalize for the other ranks to end (a.py, line 7).',
    ]);
  });
});
