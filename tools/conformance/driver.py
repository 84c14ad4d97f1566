"""Runs one file of mpi4py's test suite on this rank and tells what becomes of every named case.

python3 driver.py MODULE [--native FOLDER] [--exclude CASE…]

Each event is a line of JSON after a record separator, on stdout or, with --native, in a file of the rank's own in FOLDER:
{"cases": [...]}, {"start": case}, {"case": case, "outcome": "passed" | "failed" | "skipped", "reason": text}, {"end": true}.
The suite's own `main.py` prepares Python as it does natively; nothing of the suite is changed.
"""

import json
import os
import sys
import traceback
import types
import unittest

SEPARATOR = "\x1e"


def _arguments():
    module, *rest = sys.argv[1:]
    folder = None
    if rest[:1] == ["--native"]:
        folder, rest = rest[1], rest[2:]
    excluded = set(rest[1:]) if rest[:1] == ["--exclude"] else set()
    return module, folder, excluded


def _teller(folder):
    if folder is None:
        out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    else:
        from mpi4py import MPI
        out = open(os.path.join(folder, f"rank-{MPI.COMM_WORLD.Get_rank()}.jsonl"), "w", encoding="utf-8")

    def tell(**event):
        out.write(f"\n{SEPARATOR}{json.dumps(event)}\n")
        out.flush()

    return tell


def _cases(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _cases(test)
        else:
            yield test


class Result(unittest.TestResult):
    """Tells outcomes by the names of cases; a class or module that cannot be set up fails or skips all of its cases."""

    def __init__(self, tell, names):
        super().__init__()
        self.tell = tell
        self.names = names
        self.told = set()

    def _say(self, test, outcome, reason=""):
        case = test.id()
        if case in self.names:
            cases = [case]
        else:
            # "setUpClass (test_x.Class)", "setUpModule (test_x)"
            scope = case[case.find("(") + 1:].rstrip(")") + "."
            cases = [name for name in self.names if name.startswith(scope)] or [case]
        for name in cases:
            if name not in self.told or outcome == "failed":
                self.told.add(name)
                self.tell(case=name, outcome=outcome, reason=reason)

    def startTest(self, test):
        super().startTest(test)
        self.tell(start=test.id())

    def addSuccess(self, test):
        self._say(test, "passed")

    def addSkip(self, test, reason):
        self._say(test, "skipped", reason)

    def addFailure(self, test, error):
        self._say(test, "failed", _text(error))

    addError = addFailure

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self._say(test, "failed", f"{subtest!s}\n{_text(error)}")

    def addExpectedFailure(self, test, error):
        self._say(test, "passed")

    def addUnexpectedSuccess(self, test):
        self._say(test, "failed", "passes, though a failure is expected")


def _text(error):
    text = "".join(traceback.format_exception(*error))
    return text if len(text) < 4000 else f"{text[:800]}\n…\n{text[-3000:]}"


def main():
    name, folder, excluded = _arguments()
    sys.path.insert(0, os.getcwd())
    # As `main.py` does with its defaults.
    sys.modules["cupy"] = sys.modules["numba"] = None
    import main as suite_main
    suite_main.setup_unittest(types.SimpleNamespace())
    tell = _teller(folder)
    tests = list(_cases(suite_main.TestLoader().loadTestsFromName(name)))
    names = [test.id() for test in tests]
    tell(cases=names)
    result = Result(tell, names)
    # The suite's order of cases is every rank's order; only whole cases are left out.
    unittest.TestSuite(_grouped([test for test in tests if test.id() not in excluded])).run(result)
    tell(end=True)


def _grouped(tests):
    """Class by class, so that class fixtures run once."""
    suites = {}
    for test in tests:
        suites.setdefault(type(test), unittest.TestSuite()).addTest(test)
    return suites.values()


main()
