/// What stays in a rank's global scope: the language itself, memory and time. Everything else (network, storage, other threads, messages
/// to the page) goes, from the scope and from its prototypes, before the program's first line runs.
const KEPT: ReadonlySet<string> = new Set([
  // ECMAScript.
  'Object', 'Function', 'Array', 'Number', 'parseFloat', 'parseInt', 'Infinity', 'NaN', 'undefined', 'Boolean', 'String', 'Symbol', 'Date', 'Promise',
  'RegExp', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'SuppressedError', 'globalThis', 'JSON', 'Math',
  'Intl', 'ArrayBuffer', 'Atomics', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float16Array', 'Float32Array', 'Float64Array',
  'Uint8ClampedArray', 'BigUint64Array', 'BigInt64Array', 'DataView', 'Map', 'BigInt', 'Set', 'Iterator', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Proxy', 'Reflect',
  'SharedArrayBuffer', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape', 'isFinite', 'isNaN', 'constructor', 'toString', 'valueOf',
  'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString', '__proto__', '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__',
  // What CPython's runtime uses while it runs.
  'self', 'WebAssembly', 'TextDecoder', 'TextEncoder', 'performance', 'Performance', 'crypto', 'Crypto', 'console', 'queueMicrotask',
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'EventTarget', 'Event', 'MessageEvent', 'WorkerGlobalScope', 'DedicatedWorkerGlobalScope', 'addEventListener',
  'dispatchEvent', 'removeEventListener',
]);

/// Empties a worker's global scope down to what is kept. Throws when something cannot be closed: better no run than an open one.
/// The worker's Content-Security-Policy is the second wall: `connect-src 'none'`, no `eval`.
export function lockDown(scope: object): void {
  for (let level: object | null = scope; level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level) as object | null) {
    for (const name of Object.getOwnPropertyNames(level)) {
      // Deleted first and looked at only if that fails: a look would make the browser build each of a thousand interfaces.
      if (KEPT.has(name) || Reflect.deleteProperty(level, name) || isConstant(level, name)) continue;
      if (!Reflect.defineProperty(level, name, { value: undefined, configurable: false, writable: false })) {
        throw new Error(`the worker's ${name} cannot be closed`);
      }
    }
  }
}

/// Numbers fixed into the scope, such as TEMPORARY, reach nothing.
function isConstant(level: object, name: string): boolean {
  const property = Object.getOwnPropertyDescriptor(level, name);
  return property?.configurable === false && (typeof property.value === 'number' || typeof property.value === 'string');
}
