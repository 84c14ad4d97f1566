export { installBridge, type Bridge, type BridgeOptions } from './bridge';
export type { PythonModule } from './emscripten';
