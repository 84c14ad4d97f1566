"""`python -m mpi4py prog.py args`: an uncaught exception on one rank ends the run on all, instead of leaving the others waiting."""

import sys


def set_abort_status(status):
    """Abort at exit with the code that an exception or an exit status stands for."""
    if isinstance(status, SystemExit):
        status = 0 if status.code is None else status.code
        status = status if isinstance(status, int) else 1
    elif isinstance(status, KeyboardInterrupt):
        status = 130
    elif not isinstance(status, int):
        status = 1
    mpi = sys.modules.get("mpi4py.MPI")
    if mpi is not None and status:
        mpi._set_abort_status(status)


def run_command_line(args):
    """Run `prog.py args`, `-m module args` or `-c code args`."""
    import runpy
    if args[0] == "-":
        sys.argv[:] = args
        return runpy.run_path("/dev/stdin", run_name="__main__")
    if args[0] == "-c":
        sys.argv[:] = ["-c", *args[2:]]
        import __main__
        return exec(compile(args[1], "<string>", "exec"), vars(__main__))
    if args[0] == "-m":
        sys.argv[:] = args[1:]
        return runpy.run_module(args[1], run_name="__main__", alter_sys=True)
    import os
    sys.argv[:] = args
    sys.path.insert(0, os.path.dirname(os.path.realpath(args[0])))
    return runpy.run_path(args[0], run_name="__main__")


def _usage(error=None):
    text = """usage: python3 -m mpi4py [options] <pyfile> [arg] ...
   or: python3 -m mpi4py [options] -m <mod> [arg] ...
   or: python3 -m mpi4py [options] -c <cmd> [arg] ...
   or: python3 -m mpi4py [options] - [arg] ...

options:
  --version            show version number and exit
  --mpi-std-version    show MPI standard version and exit
  --mpi-lib-version    show MPI library version and exit
  -h|--help            show this help message and exit
  -rc <key=value,...>  set 'mpi4py.rc.key=value'"""
    if error:
        print(error, file=sys.stderr)
        print(text, file=sys.stderr)
        raise SystemExit(1)
    print(text)
    raise SystemExit(0)


def _options(args):
    """Take the options before the program off `args`."""
    from . import __version__, rc
    args = list(args)
    while args and args[0].startswith("-") and args[0] not in ("-m", "-c", "-"):
        option = "-" + args.pop(0).lstrip("-")
        option, equals, value = option.partition("=")
        if option in ("-h", "-help"):
            _usage()
        elif option == "-version":
            print(f"mpi4py {__version__}")
            raise SystemExit(0)
        elif option in ("-mpi-std-version", "-mpi-lib-version"):
            rc.initialize = rc.finalize = False
            from . import MPI
            print("%d.%d" % MPI.Get_version() if option == "-mpi-std-version" else MPI.Get_library_version())
            raise SystemExit(0)
        elif option == "-rc":
            if not equals and not args:
                _usage("Argument expected for option: -rc")
            _set_rc(value if equals else args.pop(0))
        else:
            _usage("Unknown option: " + option)
    if not args:
        _usage("No path specified for execution")
    if args[0] in ("-m", "-c") and len(args) < 2:
        _usage("Argument expected for option: " + args[0])
    return args


def _set_rc(text):
    from ast import literal_eval

    from . import rc
    for entry in text.split(","):
        key, _, value = entry.partition("=")
        if not key or not value:
            _usage("Cannot parse rc option: " + entry)
        try:
            value = literal_eval(value)
        except ValueError:
            pass
        rc(**{key: value})


def main():
    """What `python -m mpi4py` does."""
    args = _options(sys.argv[1:])
    try:
        run_command_line(args)
    except (SystemExit, KeyboardInterrupt) as error:
        set_abort_status(error)
        raise
    except BaseException:
        set_abort_status(1)
        raise


if __name__ == "__main__":
    main()
