/// The worker of one rank in a Node worker thread, for the command-line runner and the tests. The program is the user's own here
/// (they started it in their own terminal), so nothing is locked down beyond what Python itself cannot reach.

import { availableParallelism } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromRank, ToRank } from '../../protocol';
import { rankWorker } from './worker';

/// What the runner passes when it makes the worker.
export interface NodeWorkerData {
  /// Folder of the pyodide package, with a slash at the end.
  readonly pyodide: string;
  /// Folder with the stubs of numpy's libraries, named by number (see `libraryStub`).
  readonly stubs: string;
}

if (parentPort === null) throw new Error('this file runs as a worker thread');
const port = parentPort;
const { pyodide, stubs } = workerData as NodeWorkerData;
const handle = rankWorker({
  post: (message: FromRank, transfer) => port.postMessage(message, [...transfer]),
  cores: availableParallelism(),
  place: { indexUrl: pyodide, libraryUrl: (index) => `${stubs}${index}.wasm` },
  lockDown() {},
});
port.on('message', (message: ToRank) => void handle(message));
