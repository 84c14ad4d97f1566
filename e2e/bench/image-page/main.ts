/// Measures in one page what an interpreter costs: restored from the snapshot, and booted plainly by Pyodide itself with numpy imported.

import lockUrl from 'pyodide/pyodide-lock.json?url';
import stdlibUrl from 'pyodide/python_stdlib.zip?url';
import wheelUrl from '../../../.cache/python/numpy.whl?url';
import interpreterUrl from 'pyodide/pyodide.asm.wasm?url';
import RankWorkerScript from '../../../src/ranks/python/browser.worker?worker';
import PlainWorkerScript from './plain.worker?worker';
import { loadImage } from '../../../src/mpiexec/browser-image';
import type { FromRank } from '../../../src/protocol';
import type { RankWorker } from '../../../src/mpiexec/workers';

const makeWorker = (): RankWorker => {
  const worker = new RankWorkerScript();
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => (worker.onmessage = ({ data }: MessageEvent<FromRank>) => listener(data)),
    terminate: () => worker.terminate(),
  };
};

async function measure(rounds: number): Promise<{ restored: number; plain: number }[]> {
  const image = await loadImage(makeWorker, [], () => {});
  const module = await WebAssembly.compileStreaming(fetch(interpreterUrl));
  const [stdlib, wheel] = await Promise.all([stdlibUrl, wheelUrl].map(async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer())));
  // Pyodide's own lock file: the image holds one without packages.
  const lock = await (await fetch(lockUrl)).text();
  const samples: { restored: number; plain: number }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const restored = await timed((done) => {
      const worker = makeWorker();
      worker.onMessage((message) => {
        worker.terminate();
        if (message.kind !== 'ready') throw new Error(`the interpreter did not start: ${JSON.stringify(message)}`);
        done();
      });
      worker.post({ kind: 'boot', image });
    });
    const plain = await timed((done) => {
      const worker = new PlainWorkerScript();
      worker.onmessage = () => {
        worker.terminate();
        done();
      };
      worker.postMessage({ module, stdlib, wheel, lock });
    });
    if (round > 0) samples.push({ restored, plain });
  }
  return samples;
}

function timed(body: (done: () => void) => void): Promise<number> {
  const began = performance.now();
  return new Promise((resolve) => body(() => resolve(performance.now() - began)));
}

Object.assign(window, { measure });
