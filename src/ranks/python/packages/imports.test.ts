import { describe, expect, it } from 'vitest';
import { importedModules, importsAhead, importsOf } from './imports';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('imports read off a program', () => {
  it.each([
    ['import numpy as np, scipy.linalg as la', ['numpy', 'scipy']],
    ['from matplotlib import pyplot as plt', ['matplotlib']],
    ['from mpl_toolkits.mplot3d import (\n  Axes3D,  # one\n  art3d)', ['mpl_toolkits']],
    ['if rank == 0: import pandas', ['pandas']],
    ['x = 1; import scipy', ['scipy']],
    ['def plot():\n    import matplotlib.pyplot', ['matplotlib']],
    ['import os, \\\n  scipy', ['os', 'scipy']],
    ['m = __import__("scipy.stats")\nimportlib.import_module(\'pandas\')', ['scipy', 'pandas']],
    ['"""\nimport scipy\n"""\n# import pandas\nprint("import matplotlib\\n")\ns = \'import six\'', []],
    ["r'''a'''; f'{x!r}'\nimport scipy", ['scipy']],
    ['from . import scipy', []],
    ['important = 3\nfrom_here = 4', []],
  ])('%j', (source, modules) => {
    expect([...importedModules(source)].sort()).toEqual([...modules].sort());
  });

  it('that no condition stands before are known with their dots', () => {
    const source = `import numpy, scipy.linalg as la; import pandas
from matplotlib import (pyplot as plt,
    cm)
if rank == 0: import scipy.io
if rank == 0:
    import scipy.stats
def late():
    import scipy.fft
from scipy.sparse import *
`;
    expect(importsAhead(source, new Set(['scipy', 'matplotlib']))).toEqual(['scipy.linalg', 'matplotlib', 'matplotlib.pyplot', 'matplotlib.cm', 'scipy.sparse']);
  });

  it("follows the program's own files, and only those it imports", () => {
    const files = {
      'main.py': bytes('import field\nfrom tools import draw'),
      'field.py': bytes('import scipy'),
      'tools/__init__.py': bytes(''),
      'tools/draw.py': bytes('import matplotlib\nimport main'),
      'other.py': bytes('import pandas'),
      'sub/main.py': bytes('import near'),
      'sub/near.py': bytes('import six'),
    };
    const of = (path: string): string[] => [...importsOf(files, [{ path }])];
    expect(of('main.py')).toEqual(expect.arrayContaining(['scipy', 'matplotlib']));
    expect(of('main.py')).not.toContain('pandas');
    expect(of('sub/main.py')).toEqual(['near', 'six']);
    expect([...importsOf(files, [{ code: 'import other' }])]).toEqual(['other', 'pandas']);
    expect([...importsOf(files, [{ path: 'missing.py' }])]).toEqual([]);
  });
});
