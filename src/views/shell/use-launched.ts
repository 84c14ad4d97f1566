/// For the timeline, what the launch command says of nodes and of the algorithms of collectives; put back into it, and run.

import { useEffect, useMemo, useState } from 'react';
import { ALGORITHM_NAMES } from '../../protocol';
import { aboutOf, commands, commandStore } from '../../state';
import type { Recording } from '../../trace';
import type { AlgorithmActions } from '../timeline';

type Parameters = typeof import('../../mpiexec/parameters');

/// How a run was launched, and how its collectives may work; null until that is loaded, after the first paint.
export interface Launched {
  readonly algorithms: AlgorithmActions | null;
  /// Ranks on a node, as the command of the run said.
  readonly perNode: number | null;
}

export function useLaunched(recording: Recording | null): Launched {
  const [parameters, setParameters] = useState<Parameters | null>(null);
  useEffect(() => {
    void import('../../mpiexec/parameters').then(setParameters);
  }, []);
  const algorithms = useMemo(() => (parameters === null ? null : actions(parameters)), [parameters]);
  const perNode = recording === null || parameters === null ? null : parameters.ranksPerNode(aboutOf(recording).command);
  // A run from a file cannot be run again with another algorithm: its program is not the one in the editor.
  const opened = recording !== null && aboutOf(recording).file !== null;
  return { algorithms: opened ? null : algorithms, perNode };
}

function actions({ algorithmParameter, algorithmsOf, parameterOf, withParameter }: Parameters): AlgorithmActions {
  return {
    of: (call) => algorithmsOf(call).map(({ name, algorithm }) => ({ name, words: ALGORITHM_NAMES[algorithm] ?? '' })),
    chosen: (call) => {
      const parameter = algorithmParameter(call);
      const value = parameter === null ? null : parameterOf(commandStore.getState().text, parameter);
      // A number stands for its place in the list.
      return value === null ? null : (algorithmsOf(call)[Number(value) - 1]?.name ?? value);
    },
    choose: (call, name) => {
      const parameter = algorithmParameter(call);
      if (parameter === null) return;
      commands.typeCommand(withParameter(commandStore.getState().text, parameter, name));
      commands.runCommand();
    },
  };
}
