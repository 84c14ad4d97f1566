import { describe, expect, test } from 'vitest';
import { parseCommand } from './command';
import { MpiCall } from '../protocol';
import { algorithmParameter, algorithmsOf, parameterOf, ranksPerNode, withParameter } from './parameters';

const BCAST = 'coll_tuned_bcast_algorithm';
const files = ['a.py'];

describe('an algorithm in the launch command', () => {
  test.each([
    ['mpiexec -n 4 python3 a.py', 'mpiexec --mca coll_tuned_use_dynamic_rules 1 --mca coll_tuned_bcast_algorithm binomial -n 4 python3 a.py'],
    ['mpirun --mca coll_tuned_bcast_algorithm 1 -n 4 python3 a.py', 'mpirun --mca coll_tuned_use_dynamic_rules 1 --mca coll_tuned_bcast_algorithm binomial -n 4 python3 a.py'],
    ['aprun -n 4 python3 a.py', 'OMPI_MCA_coll_tuned_use_dynamic_rules=1 OMPI_MCA_coll_tuned_bcast_algorithm=binomial aprun -n 4 python3 a.py'],
  ])('%s', (before, after) => {
    const line = withParameter(before, BCAST, 'binomial');
    expect(line).toBe(after);
    expect(parseCommand(line, files).env).toMatchObject({ OMPI_MCA_coll_tuned_bcast_algorithm: 'binomial', OMPI_MCA_coll_tuned_use_dynamic_rules: '1' });
    expect(parameterOf(line, BCAST)).toBe('binomial');
    expect(withParameter(line, BCAST, 'chain')).toBe(after.replace('binomial', 'chain'));
    expect(parameterOf(withParameter(line, BCAST, null), BCAST)).toBeNull();
  });
  test('taken out leaves what was there before', () => {
    for (const line of ['mpiexec -n 4 python3 a.py x=1', 'A=1 mpiexec -n 4 python3 a.py', 'srun -n 2 python3 a.py']) expect(withParameter(withParameter(line, BCAST, 'chain'), BCAST, null)).toBe(line);
  });
  test('does not take another one along', () => {
    const both = withParameter(withParameter('mpiexec -n 2 python3 a.py', BCAST, 'chain'), 'coll_tuned_reduce_algorithm', 'linear');
    const one = withParameter(both, BCAST, null);
    expect(parseCommand(one, files).env).toEqual({ OMPI_MCA_coll_tuned_reduce_algorithm: 'linear', OMPI_MCA_coll_tuned_use_dynamic_rules: '1' });
  });
});

describe('the algorithms offered', () => {
  test('are ones that the launch command takes', () => {
    for (const call of [MpiCall.Bcast, MpiCall.Ireduce, MpiCall.Allreduce, MpiCall.Barrier]) {
      expect(algorithmsOf(call).length).toBeGreaterThan(2);
      for (const { name } of algorithmsOf(call)) expect(() => parseCommand(withParameter('mpiexec -n 4 python3 a.py', algorithmParameter(call) ?? '', name), files)).not.toThrow();
    }
  });
  test('are none for a call without', () => expect([algorithmsOf(MpiCall.Send), algorithmParameter(MpiCall.Split)]).toEqual([[], null]));
});

test.each([
  ['aprun -n 70 -N 24 python3 a.py', 24], ['aprun -n 70 -N24 python3 a.py', 24], ['mpiexec -n 8 -N 4 python3 a.py', 4], ['mpirun -np 8 --npernode 2 python3 a.py', 2], ['mpiexec -n 8 -ppn 4 python3 a.py', 4],
  ['mpiexec -n 8 --map-by ppr:2:node python3 a.py', 2], ['srun -n 8 --ntasks-per-node=4 python3 a.py', 4], ['srun -N 2 -n 8 python3 a.py', null], ['mpiexec -n 8 python3 a.py', null], ['mpiexec -n 8 --map-by core python3 a.py', null],
])('%s puts %s ranks on a node', (line, count) => expect(ranksPerNode(line)).toBe(count));
