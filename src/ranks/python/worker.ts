import type { FromRank, ToRank } from '../../protocol';
import { startInterpreter, type Interpreter } from './image/interpreter';
import { packMemory } from './image/memory-image';
import type { Place } from './image/module';
import { WantedPackages } from './packages/wanted';
import { runRank } from './program/rank';

/// One worker's life, the same in a browser and in Node: make an image, or boot from one and run one program.
/// A worker runs one program only: the next rank gets a fresh interpreter from the snapshot.
export interface WorkerPort {
  post(message: FromRank, transfer: readonly ArrayBuffer[]): void;
  /// Processors of the machine, which decides how long a waiting rank spins.
  readonly cores: number;
  readonly place: Place;
  /// Closes everything the program must not reach. Called when the interpreter stands and before the program's first line.
  lockDown(): void;
}

export function rankWorker(port: WorkerPort): (message: ToRank) => Promise<void> {
  let booted: { readonly interpreter: Interpreter; readonly wanted: WantedPackages; execute(order: string): string } | null = null;
  return async (message) => {
    try {
      switch (message.kind) {
        case 'make-image': {
          const { api } = await startInterpreter(message.parts, null, port.place);
          api.runPython('from _commworld import preload');
          // Pyodide found numpy installed and noted it; a snapshot is refused when its tables differ from those of a fresh start.
          for (const name of Object.keys(api.loadedPackages)) delete api.loadedPackages[name];
          const memory = packMemory(api.makeMemorySnapshot());
          port.post({ kind: 'image', memory }, [memory.buffer]);
          return;
        }
        case 'boot': {
          const began = performance.now();
          const interpreter = await startInterpreter(message.image, message.image.memory, port.place);
          // After this Pyodide's own ways to run code are closed; this one function is what is left.
          const launch = interpreter.api.pyimport('_commworld.launch') as { ready(): (order: string) => string };
          booted = { interpreter, wanted: new WantedPackages(interpreter.packages, interpreter.site), execute: launch.ready() };
          port.lockDown();
          port.post({ kind: 'ready', milliseconds: performance.now() - began }, []);
          return;
        }
        case 'ahead': {
          if (booted === null) throw new Error('modules were named before their interpreter stood');
          booted.wanted.lend(message.libraries);
          booted.wanted.mountReady(booted.interpreter.packages.flatMap(({ imports }) => imports));
          booted.execute(JSON.stringify({ kind: 'ahead', modules: message.modules }));
          return;
        }
        case 'run': {
          if (booted === null) throw new Error('a program was sent before its interpreter stood');
          port.post(runRank(booted.interpreter, booted.wanted, booted.execute, message, port.cores, (name) => port.post({ kind: 'wants', name }, [])), []);
          return;
        }
      }
    } catch (error) {
      port.post({ kind: 'broken', sentence: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }, []);
    }
  };
}
