import { describe, expect, it } from 'vitest';
import { parseCommand } from './command';
import { LaunchError } from './launcher';

const files = ['mpiEx.py', 'a.py', 'lib/b.py'];
const parse = (line: string) => parseCommand(line, files);
const sentence = (line: string): string => {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof LaunchError) return error.message;
    throw error;
  }
  return '';
};

describe('the launch command', () => {
  it("reads the lecture's lines", () => {
    expect(parse('aprun -n 5 python3 mpiEx.py ')).toEqual({
      launcher: 'aprun', ranks: 5, env: {},
      programs: [{ ranks: 5, program: { kind: 'file', path: 'mpiEx.py' }, args: [], unbuffered: false, mpi4py: false }],
    });
    expect(parse('aprun -n 5 python3 mpiEx.py .001 .01 .1 1 10').programs[0]?.args).toEqual(['.001', '.01', '.1', '1', '10']);
  });

  it('reads the other launchers', () => {
    expect(parse('mpiexec -np 4 --oversubscribe --bind-to core python -u ./a.py x').programs[0]).toMatchObject({ ranks: 4, unbuffered: true, args: ['x'] });
    expect(parse('mpirun --mca btl tcp,self -n 2 python3 a.py').ranks).toBe(2);
    expect(parse('srun --ntasks=8 -N2 python3 a.py').ranks).toBe(8);
    expect(parse('srun -n8 python3 a.py').ranks).toBe(8);
    expect(parse('jsrun -p 3 python3 lib/b.py').programs[0]?.program).toEqual({ kind: 'file', path: 'lib/b.py' });
    expect(parse('python3 a.py')).toMatchObject({ launcher: 'python', ranks: 1 });
    expect(parse('OMP_NUM_THREADS=1 mpiexec -n 2 python3 a.py').env).toEqual({ OMP_NUM_THREADS: '1' });
  });

  it("hands Open MPI's parameters and exported variables on, and answers an algorithm that there is not", () => {
    expect(parse('mpiexec --mca coll_tuned_bcast_algorithm 6 -mca btl self,sm -x A=b=c -x PATH -n 2 python3 a.py').env).toEqual({
      OMPI_MCA_coll_tuned_bcast_algorithm: '6', OMPI_MCA_btl: 'self,sm', A: 'b=c',
    });
    expect(parse('mpiexec -n 1 --mca coll_tuned_allreduce_algorithm Rabenseifner python3 a.py : -n 1 python3 a.py').ranks).toBe(2);
    expect(sentence('mpiexec --mca coll_tuned_bcast_algorithm 10 -n 2 python3 a.py')).toContain('coll_tuned_bcast_algorithm is "10"; it may be 1 (basic_linear), 2 (chain)');
    expect(sentence('OMPI_MCA_coll_tuned_reduce_algorithm=quick mpiexec -n 2 python3 a.py')).toContain('"quick"');
    expect(sentence('mpiexec -n 2 --mca coll_tuned_bcast_algorithm')).toContain('two words');
    expect(() => parseCommand('mpiexec -n 2 python3 a.py', files, { OMPI_MCA_coll_tuned_scan_algorithm: '3' })).toThrow(/1 \(linear\), 2 \(recursive_doubling\)/);
  });

  it('reads several programs, modules and code', () => {
    const both = parse('mpiexec -n 1 python3 a.py master : -n 3 python3 lib/b.py');
    expect(both.ranks).toBe(4);
    expect(both.programs.map((program) => program.ranks)).toEqual([1, 3]);
    expect(parse('mpiexec -n 2 python3 -m mpi4py a.py 1').programs[0]).toMatchObject({ mpi4py: true, program: { kind: 'file', path: 'a.py' }, args: ['1'] });
    expect(parse('mpiexec -n 2 python3 -m mpi4py.bench helloworld').programs[0]).toMatchObject({ program: { kind: 'module', name: 'mpi4py.bench' }, args: ['helloworld'] });
    expect(parse(`python3 -c 'print("a b")' "c d"`).programs[0]).toMatchObject({ program: { kind: 'code', text: 'print("a b")' }, args: ['c d'] });
  });

  it('answers what cannot be run with a sentence', () => {
    expect(sentence('')).toContain('Type a launch command');
    expect(sentence('sudo reboot')).toContain('sudo: command not found');
    expect(sentence('aprun -n 0 python3 a.py')).toContain('not "0"');
    expect(sentence('aprun -n five python3 a.py')).toContain('not "five"');
    expect(sentence('aprun -n')).toContain('takes the number of ranks');
    expect(sentence('aprun -n 129 python3 a.py')).toContain('128');
    expect(sentence('mpiexec -n 100 python3 a.py : -n 100 python3 a.py')).toContain('200 ranks');
    expect(sentence('aprun -n 4')).toContain('which program?');
    expect(sentence('aprun -n 4 python3')).toContain('which program?');
    expect(sentence('aprun -n 4 ./a.py')).toContain('python3 a.py');
    expect(sentence('aprun -n 4 python3 missing.py')).toContain("can't open file 'missing.py'");
    expect(sentence('aprun --frobnicate -n 4 python3 a.py')).toContain('--frobnicate');
    expect(sentence('aprun -n 4 python3 a.py > out.txt')).toContain('">"');
    expect(sentence('aprun -n 4 python3 "a.py')).toContain('not closed');
    expect(sentence('constructor -n 4 python3 a.py')).toContain('command not found');
  });
});
