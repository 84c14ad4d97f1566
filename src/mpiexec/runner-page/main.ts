/// The page behind `npm run mpiexec -- --browser`: the launcher of the real page, driven from outside. What it tells goes through
/// `commworldTell`, which the runner (tools/browser-launcher.mjs) puts there; bytes travel as base64.

import { createLauncher } from '../browser';
import type { Figure, LaunchRequest, RankNow, Run, RunResult } from '../launcher';

/// A launch as it comes in: the files are base64.
type Asked = Omit<LaunchRequest, 'files'> & { readonly files: Readonly<Record<string, string>> };

type Told =
  | { readonly kind: 'output'; readonly batch: readonly { readonly rank: number; readonly stream: number; readonly sequence: number; readonly line: number; readonly time: number; readonly bytes: string }[] }
  | { readonly kind: 'figure'; readonly figure: Omit<Figure, 'png'> & { readonly png: string } }
  | { readonly kind: 'trace'; readonly rank: number; readonly records: string }
  | { readonly kind: 'now'; readonly ranks: readonly RankNow[] }
  | { readonly kind: 'inputWanted'; readonly wanted: boolean }
  | { readonly kind: 'ended'; readonly result: Omit<RunResult, 'files'> & { readonly files: Readonly<Record<string, string>> } }
  | { readonly kind: 'failed'; readonly sentence: string };

declare global {
  interface Window {
    commworldTell(run: number, told: Told): Promise<void>;
    commworld: {
      prepare(ranks: number): Promise<void>;
      launch(run: number, request: Asked, traced: boolean): void;
      /// Base64, or null at the end.
      input(run: number, text: string | null): void;
      stop(run: number): void;
    };
  }
}

/// How often the ranks' states are told, milliseconds: they cross two processes.
const STATES_EVERY = 100;
const launcher = createLauncher();
const runs = new Map<number, Run>();

window.commworld = {
  prepare: (ranks) => launcher.prepare(ranks),
  launch(run, request, traced) {
    const tell = (told: Told): void => void window.commworldTell(run, told);
    let told = 0;
    try {
      const files = Object.fromEntries(Object.entries(request.files).map(([path, text]) => [path, decoded(text)]));
      runs.set(run, launcher.launch({ ...request, files }, {
        started() {},
        output: (batch) => tell({ kind: 'output', batch: batch.map((output) => ({ ...output, bytes: encoded(output.bytes) })) }),
        figure: (figure) => tell({ kind: 'figure', figure: { ...figure, png: encoded(figure.png) } }),
        trace(rank, records) {
          if (traced) tell({ kind: 'trace', rank, records: encoded(records) });
        },
        now(ranks) {
          if (performance.now() - told < STATES_EVERY) return;
          told = performance.now();
          tell({ kind: 'now', ranks });
        },
        inputWanted: (wanted) => tell({ kind: 'inputWanted', wanted }),
        ended(result) {
          runs.delete(run);
          const files = Object.entries(result.files).map(([path, bytes]): [string, string] => [path, encoded(bytes)]);
          tell({ kind: 'ended', result: { ...result, files: Object.fromEntries(files) } });
        },
      }));
    } catch (error) {
      tell({ kind: 'failed', sentence: error instanceof Error ? error.message : String(error) });
    }
  },
  input: (run, text) => runs.get(run)?.input(text === null ? null : decoded(text)),
  stop: (run) => runs.get(run)?.stop(),
};

function encoded(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function decoded(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
