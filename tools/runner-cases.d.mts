/// A run of the command-line runner: its streams, exit code, lines of stdout in order of the alphabet, and the folder's files afterwards.
export interface RunnerResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

export interface RunnerCase {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  readonly options?: object;
  /// `expect` is the test framework's.
  check(expect: unknown, result: RunnerResult): void;
}

export const CASES: readonly RunnerCase[];
export function runIn(files: Readonly<Record<string, string>>, words: readonly string[], options?: object): Promise<RunnerResult>;
