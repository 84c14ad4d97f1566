/// Pyodide's own declarations cover `loadPyodide`; its compiled module and its hidden options (used with reason in image/) are declared here.
declare module 'pyodide/pyodide.asm.mjs' {
  const createPyodideModule: (settings: object) => Promise<object>;
  export default createPyodideModule;
}
declare module 'pyodide/pyodide.mjs' {
  import type { PyodideAPI } from 'pyodide';
  export function loadPyodide(options: object): Promise<PyodideAPI>;
}
