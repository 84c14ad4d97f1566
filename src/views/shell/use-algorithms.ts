/// The algorithms of collectives, for the timeline: read from the launch command, put back into it, and run.

import { useEffect, useMemo, useState } from 'react';
import { ALGORITHM_NAMES } from '../../protocol';
import { commands, commandStore } from '../../state';
import type { AlgorithmActions } from '../timeline';

type Parameters = typeof import('../../mpiexec/parameters');

/// null until the names are loaded, after the first paint.
export function useAlgorithms(): AlgorithmActions | null {
  const [parameters, setParameters] = useState<Parameters | null>(null);
  useEffect(() => {
    void import('../../mpiexec/parameters').then(setParameters);
  }, []);
  return useMemo(() => (parameters === null ? null : actions(parameters)), [parameters]);
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
