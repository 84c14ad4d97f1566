"""Runs one program as `python3 prog.py args` would, in an interpreter that was restored from a snapshot."""

import atexit
import importlib
import io
import json
import os
import runpy
import sys
import time
import traceback
import types

from _commworld import packages

HOME = '/home/student'
_PACKAGE = '/site-packages/mpi4py/'

#: Set by the runner after restoring: milliseconds to nothing, sleeping where Stop can reach.
_sleep = None
#: Set by the runner: whether the world is ending, so that no traceback is owed.
_ending = None


def ready():
    """Makes a restored interpreter fit for a stranger's program; returns what runs it."""
    after_restore()
    close_doors()
    return run


def after_restore():
    """Makes this interpreter differ from the others made from the same snapshot: seeds, times, modules that start MPI."""
    import random

    random.seed()
    np_random = sys.modules.get('numpy.random')
    if np_random is not None:
        np_random.seed()
    sys.modules.pop('mpi4py.MPI', None)
    mpi4py = sys.modules.get('mpi4py')
    if mpi4py is not None and hasattr(mpi4py, 'MPI'):
        del mpi4py.MPI
    time.sleep = sleep
    sys.path[:] = [entry for entry in sys.path if entry]


def close_doors():
    """Removes the ways from Python to the worker's JavaScript (see docs/SECURITY.md). Called before the program's first line."""
    import pyodide
    import pyodide.code
    import _pyodide._importhook as hook

    proxy = pyodide.ffi.JsProxy
    # Not only off the import path: whoever asks the garbage collector finds every object that still holds one of JavaScript's.
    hook.jsfinder.jsproxies.clear()
    for name, module in list(sys.modules.items()):
        spec = getattr(module, '__spec__', None)
        loaders = [loader for loader in (getattr(spec, 'loader', None), getattr(module, '__loader__', None)) if type(loader).__name__ == 'JsLoader']
        if loaders or name in ('js', 'pyodide_js'):
            del sys.modules[name]
            for holder in [*loaders, spec]:
                if hasattr(holder, '__dict__'):
                    holder.__dict__.clear()
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != 'JsFinder']
    for name in [name for name in sys.modules if name.split('.')[0] in ('pyodide', '_pyodide', '_pyodide_core', 'pyodide_js', 'webbrowser', 'micropip')]:
        module = sys.modules.pop(name)
        held = vars(module)
        for attribute in [key for key, value in held.items() if isinstance(value, proxy) or key in _OUTWARD]:
            held.pop(attribute)
    sys.meta_path.insert(0, _ClosedDoors())


#: Functions of Pyodide's modules that lead to JavaScript or the network.
_OUTWARD = frozenset(('run_js', 'js', 'create_proxy', 'create_once_callable', 'open_url', 'pyfetch', 'to_js'))


class _ClosedDoors:
    """Refuses the modules that lead out of the rank, in a sentence."""

    closed = frozenset(('js', 'pyodide_js', 'pyodide', '_pyodide', '_pyodide_core', 'micropip'))

    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in self.closed:
            raise ModuleNotFoundError(
                f"No module named '{name}': a rank has no way to the browser page, only to its own memory, the shared files and MPI", name=name)
        return None


def sleep(seconds, /):
    """sleep(seconds)

    Delay execution for a given number of seconds. The argument may be a floating-point number for subsecond precision.
    """
    if seconds is None or isinstance(seconds, str):
        raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer or float")
    seconds = float(seconds)
    if seconds < 0:
        raise ValueError('sleep length must be non-negative')
    _sleep(seconds)


def open_streams(buffering):
    """Standard streams over the rank's descriptors, with the buffering asked for: 'line', 'none' (-u) or 'block'."""
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, 'r', closefd=False)), encoding='utf-8', errors='surrogateescape')
    raw = io.FileIO(1, 'w', closefd=False)
    if buffering == 'none':
        out = io.TextIOWrapper(_Unbuffered(raw), encoding='utf-8', errors='surrogateescape', write_through=True)
    else:
        out = io.TextIOWrapper(io.BufferedWriter(raw), encoding='utf-8', errors='surrogateescape', line_buffering=buffering == 'line')
    sys.stdout = sys.__stdout__ = out
    err = io.TextIOWrapper(io.BufferedWriter(io.FileIO(2, 'w', closefd=False)), encoding='utf-8', errors='backslashreplace', line_buffering=True)
    sys.stderr = sys.__stderr__ = err


class _Unbuffered(io.RawIOBase):
    """A raw stream that a TextIOWrapper with write_through accepts as its buffer."""

    def __init__(self, raw):
        self._raw = raw

    def writable(self):
        return True

    def fileno(self):
        return self._raw.fileno()

    def write(self, data):
        view = memoryview(data).cast('B')
        done = 0
        while done < len(view):
            done += self._raw.write(view[done:])
        return done


def run(order):
    """Runs the program of `order` (JSON: kind, target, args, buffering, mpi4py, env, packages) and returns its outcome as JSON."""
    order = json.loads(order)
    if order['kind'] == 'ahead':
        packages.ahead(order['modules'])
        return ''
    os.environ.update(order['env'])
    os.chdir(HOME)
    packages.offer(order['packages'])
    open_streams(order['buffering'])
    main = types.ModuleType('__main__')
    main.__builtins__ = __builtins__
    sys.modules['__main__'] = main
    sys.argv = [order['target'], *order['args']]
    outcome = _guard(lambda: _execute(order, main))
    outcome = _leave(outcome)
    return json.dumps(outcome)


def _execute(order, main):
    kind, target = order['kind'], order['target']
    if kind == 'module':
        sys.path.insert(0, HOME)
        packages.step_aside(HOME)
        sys.argv[0] = '-m'
        runpy._run_module_as_main(target, alter_argv=True)
        return
    if kind == 'code':
        sys.path.insert(0, '')
        sys.argv[0] = '-c'
        packages.step_aside(HOME)
        path, source = '<string>', target
    else:
        path = os.path.join(HOME, target)
        sys.path.insert(0, os.path.dirname(path))
        if os.path.isdir(sys.path[0]):
            packages.step_aside(sys.path[0])
        try:
            with open(path, 'rb') as file:
                source = file.read()
        except OSError as error:
            sys.stderr.write(f"python3: can't open file '{path}': [Errno {error.errno}] {error.strerror}\n")
            raise SystemExit(2) from None
        main.__file__ = path
        main.__cached__ = None
        importlib.import_module('linecache').checkcache()
    main.__spec__ = None
    main.__loader__ = None
    code = compile(source, path, 'exec', dont_inherit=True)
    if order['mpi4py']:
        # As mpi4py.run does; that an exception then ends every rank is the launcher's doing here in any case.
        importlib.import_module('mpi4py.MPI')
    exec(code, main.__dict__)


def _guard(body):
    """Runs `body` and turns how it ended into an outcome; writes the traceback a terminal would show."""
    try:
        body()
    except SystemExit as ending:
        return _system_exit(ending)
    except BaseException as error:
        if _ended_by_world(error):
            return {'kind': 'stopped'}
        return _uncaught(error)
    return {'kind': 'ok', 'code': 0}


def _ended_by_world(error):
    """Whether an error is only how this rank learned that the run is over: an interrupt, an input that ended, or what the program made of them."""
    return type(error).__name__ == 'WorldEnded' or _ending()


def _system_exit(ending):
    code = ending.code
    if code is None:
        return {'kind': 'ok', 'code': 0}
    if isinstance(code, int):
        return {'kind': 'ok', 'code': code & 0xFF}
    sys.stderr.write(f'{code}\n')
    return {'kind': 'ok', 'code': 1}


def _uncaught(error):
    packages.explain(error)
    step = error.__traceback__
    # The runner's own frames come first; a terminal would not show them.
    while step is not None and (step.tb_frame.f_globals is globals() or step.tb_frame.f_code.co_filename == '<frozen runpy>'):
        step = step.tb_next
    error.__traceback__ = step = _without_package_tail(step)
    try:
        sys.stdout.flush()
    except Exception:
        pass
    try:
        sys.excepthook(type(error), error, step)
    except BaseException:
        traceback.print_exception(type(error), error, step)
    last = traceback.extract_tb(step)
    outcome = {
        'kind': 'exception',
        'type': type(error).__name__,
        'message': str(error),
        'file': _relative(last[-1].filename) if last else '',
        'line': (last[-1].lineno or 0) if last else 0,
        'syntax': None,
    }
    own = [frame for frame in last if frame.filename.startswith(HOME)]
    if own:
        outcome['file'], outcome['line'] = _relative(own[-1].filename), own[-1].lineno or 0
    if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(HOME):
        line = error.lineno or 1
        column = error.offset or 1
        outcome['file'], outcome['line'] = _relative(error.filename), line
        outcome['syntax'] = {
            'file': _relative(error.filename),
            'line': line,
            'column': max(column, 1),
            'endLine': error.end_lineno or line,
            'endColumn': max(error.end_offset or 0, column + 1),
            'message': f'{type(error).__name__}: {error.msg}',
        }
    return outcome


def _without_package_tail(step):
    """Cuts the frames inside mpi4py that an error was raised from: natively that is compiled code, and the student's line is the news."""
    last, frame = None, step
    while frame is not None:
        if _PACKAGE not in frame.tb_frame.f_code.co_filename:
            last = frame
        frame = frame.tb_next
    if last is not None:
        last.tb_next = None
    return step


def _relative(path):
    return path[len(HOME) + 1:] if path.startswith(HOME + '/') else path


def _leave(outcome):
    """What CPython does at exit: atexit functions (MPI_Finalize among them), then the streams."""
    if outcome['kind'] == 'ok':
        # MPI's function runs by itself and last, as it does for being registered first: what atexit runs, it also reports, and a
        # run that ends while a rank is in MPI_Finalize is no error of that rank. Nor is an interrupt that atexit would report.
        report = sys.unraisablehook
        sys.unraisablehook = lambda problem: None if _ending() else report(problem)
        environment = sys.modules.get('mpi4py._mpi.environment')
        if environment is not None:
            atexit.unregister(environment._at_exit)
        steps = [atexit._run_exitfuncs]
        if 'mpi4py.MPI' in sys.modules:
            steps.append(environment._at_exit)
        for step in steps:
            ending = _guard(step)
            if ending['kind'] != 'ok':
                outcome = ending
                break
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException as error:
            if _ended_by_world(error):
                outcome = {'kind': 'stopped'}
    return outcome
