/// Pyodide's lock file without its packages: an interpreter has what its image holds and loads nothing by itself, and reading the names
/// of three hundred packages would be part of every start.
export function emptyLock(text: string): string {
  const lock = JSON.parse(text) as object;
  return JSON.stringify({ ...lock, packages: {} });
}
