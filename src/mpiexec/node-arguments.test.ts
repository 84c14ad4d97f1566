import { describe, expect, it } from 'vitest';
import { rankEnvironment, readArguments } from './node-arguments';

const command = (...args: string[]): string => readArguments(args, {}).command;

describe('words of the command-line runner', () => {
  it('adds what may be left out: the launcher, python3', () => {
    expect(command('-n', '4', 'prog.py', 'a')).toBe('mpiexec -n 4 python3 prog.py a');
    expect(command('mpirun', '-np', '4', 'python3', '-u', 'prog.py')).toBe('mpirun -np 4 python3 -u prog.py');
    expect(command('python3', 'prog.py')).toBe('python3 prog.py');
    expect(command('-n', '1', 'a.py', ':', '-n', '2', 'b.py', 'c.py')).toBe('mpiexec -n 1 python3 a.py : -n 2 python3 b.py c.py');
    expect(command('-n', '4', '--browser', 'prog.py')).toBe('mpiexec -n 4 python3 prog.py');
    expect(command('-n', '4', '--oversubscribe', 'prog.py')).toBe('mpiexec -n 4 --oversubscribe python3 prog.py');
    expect(command('-n', '2', 'python3', '-m', 'mpi4py', 'prog.py')).toBe('mpiexec -n 2 python3 -m mpi4py prog.py');
  });

  it('quotes what a shell would have unquoted', () => {
    expect(command('-n', '1', 'p.py', 'a b', "it's", '$X', '')).toBe(`mpiexec -n 1 python3 p.py 'a b' 'it'"'"'s' '$X' ''`);
  });

  it('takes its own options before the program and leaves those after it', () => {
    expect(readArguments(['--browser', '--tag-output', '--timeout', '2.5', '--eager-limit', '0', '-n', '2', 'p.py', '--browser', '--timeout', 'x'], {})).toEqual({
      command: 'mpiexec -n 2 python3 p.py --browser --timeout x', settings: { eagerLimit: 0, buffering: 'line' }, browser: true, tagged: true, timeout: 2.5,
    });
  });

  it('reads the environment as Python and Open MPI do', () => {
    expect(readArguments(['p.py'], { PYTHONUNBUFFERED: '1', MPIEXEC_TIMEOUT: '9' })).toMatchObject({ settings: { buffering: 'none' }, timeout: 9 });
    expect(rankEnvironment({ OMP_NUM_THREADS: '1', PATH: '/bin', HOME: '/root', npm_config_x: '1', EMPTY: '' })).toEqual({ OMP_NUM_THREADS: '1', EMPTY: '' });
  });

  it('says what is wrong', () => {
    expect(() => readArguments(['--timeout', 'soon', 'p.py'], {})).toThrow('--timeout takes seconds, not "soon".');
    expect(() => readArguments(['--buffering', 'often', 'p.py'], {})).toThrow('line, none or block');
    expect(() => readArguments(['--eager-limit'], {})).toThrow('takes a value');
  });
});
