/// What the bridge uses of Pyodide's Emscripten module: CPython's C API as wasm exports. Pointers and sizes are 4-byte integers;
/// a function that returns a new reference gives 0 when it has set Python's error.
export interface PythonModule {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  readonly HEAP32: Int32Array;
  /// `body` may also be a function that a wasm module exports: then nothing is compiled, and `signature` is not looked at.
  addFunction(body: (self: number, args: number, count: number, names: number) => number, signature: string): number;
  _malloc(bytes: number): number;
  _free(address: number): void;

  readonly _PyLong_Type: number;
  readonly _PyCode_Type: number;
  readonly _PyFloat_Type: number;
  readonly _PyComplex_Type: number;
  readonly _PyUnicode_Type: number;
  readonly _PyBytes_Type: number;
  readonly _PyByteArray_Type: number;
  readonly _PyDict_Type: number;
  readonly _PySet_Type: number;
  readonly _PyFrozenSet_Type: number;
  readonly _PyRange_Type: number;
  readonly _PyCell_Type: number;
  readonly _PyModule_Type: number;
  readonly _PyFunction_Type: number;
  readonly _PyCFunction_Type: number;
  readonly _PyMethod_Type: number;
  readonly _PyType_Type: number;
  readonly _PyList_Type: number;
  readonly _PyTuple_Type: number;
  readonly __Py_NoneStruct: number;
  readonly __Py_TrueStruct: number;
  readonly __Py_FalseStruct: number;
  /// Addresses of variables that point at exception classes.
  readonly _PyExc_RuntimeError: number;
  readonly _PyExc_TypeError: number;
  readonly _PyExc_NotImplementedError: number;
  readonly _PyExc_OverflowError: number;
  readonly _PyExc_KeyError: number;

  _Py_IncRef(object: number): void;
  _Py_DecRef(object: number): void;

  _PyLong_AsLong(object: number): number;
  _PyLong_AsUnsignedLongMask(object: number): number;
  _PyLong_AsDouble(object: number): number;
  _PyLong_FromDouble(value: number): number;
  _PyLong_FromLong(value: number): number;
  _PyLong_FromUnsignedLong(value: number): number;
  _PyLong_AsDouble(object: number): number;
  _PyLong_FromDouble(value: number): number;
  _PyFloat_FromDouble(value: number): number;
  _PyFloat_AsDouble(object: number): number;
  _PyUnicode_InternFromString(text: number): number;
  _PyUnicode_FromStringAndSize(text: number, bytes: number): number;
  _PyUnicode_AsUTF8AndSize(object: number, size: number): number;
  _PyBytes_FromStringAndSize(bytes: number, size: number): number;
  _PyBytes_AsString(object: number): number;
  _PyBytes_Size(object: number): number;
  _PyTuple_New(size: number): number;
  _PyTuple_SetItem(tuple: number, index: number, item: number): number;
  _PyTuple_GetItem(tuple: number, index: number): number;
  _PyTuple_Size(tuple: number): number;
  _PyList_New(size: number): number;
  /// Puts the next place, key and value (borrowed) at the addresses; 0 at the end.
  _PyDict_Next(dictionary: number, place: number, key: number, value: number): number;
  __PySet_NextEntry(set: number, place: number, key: number, hash: number): number;
  _PyList_SetItem(list: number, index: number, item: number): number;
  _PyList_GetItem(list: number, index: number): number;
  _PyList_Size(list: number): number;
  _PyMemoryView_FromMemory(address: number, bytes: number, flags: number): number;

  _PyCapsule_IsValid(capsule: number, name: number): number;
  _PyCapsule_GetPointer(capsule: number, name: number): number;

  _PyObject_CheckBuffer(object: number): number;
  _PyObject_GetBuffer(object: number, view: number, flags: number): number;
  _PyBuffer_Release(view: number): void;
  _PyBuffer_FillInfo(view: number, object: number, address: number, bytes: number, readonly: number, flags: number): number;
  _PyObject_Call(callable: number, args: number, kwargs: number): number;
  _PyObject_CallNoArgs(callable: number): number;
  /// `args` is the address of `count` pointers, followed by the values of the keywords that the tuple `names` (or 0) has.
  _PyObject_Vectorcall(callable: number, args: number, count: number, names: number): number;
  _PyObject_IsInstance(object: number, type: number): number;
  _PyObject_IsTrue(object: number): number;
  _PyObject_GetAttr(object: number, name: number): number;
  _PyObject_SetAttr(object: number, name: number, value: number): number;

  _PyErr_Occurred(): number;
  _PyErr_Clear(): void;
  _PyErr_SetString(type: number, text: number): void;
  _PyErr_SetObject(type: number, value: number): void;
  _PyErr_GetRaisedException(): number;
  _PyErr_SetRaisedException(exception: number): void;
  _PyErr_CheckSignals(): number;

  _PyImport_ImportModule(name: number): number;
  _PyDescr_NewMethod(type: number, definition: number): number;
  _PyDescr_NewClassMethod(type: number, definition: number): number;
  _PyType_GenericAlloc(type: number, items: number): number;
  _PyCFunction_NewEx(definition: number, self: number, module: number): number;

  _PyThreadState_Get(): number;
  _PyEval_SaveThread(): number;
  _PyEval_RestoreThread(thread: number): void;
  _PyEval_GetFrame(): number;
  _PyFrame_GetBack(frame: number): number;
  _PyFrame_GetCode(frame: number): number;
  _PyFrame_GetLineNumber(frame: number): number;
  _PyFrame_GetLasti(frame: number): number;
  _PyCode_Addr2Line(code: number, instruction: number): number;
}
