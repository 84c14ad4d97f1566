/// The Python files that every interpreter holds in site-packages: mpi4py and the runner's own part. Path to text.
const texts: Record<string, string> = import.meta.glob(['./mpi4py/**/*.py', './_commworld/*.py', '!./mpi4py/tests/**'], { query: '?raw', import: 'default', eager: true });

export const pythonSources: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(texts).map(([path, text]) => [path.replace(/^\.\//, ''), text]),
);
