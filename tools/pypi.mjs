// Files of PyPI, pinned by their sha256: from PyPI's file host where it can be reached, else by pip, which knows the machine's mirror.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The bytes of one file; rejects with a sentence that says what was tried. `pip`: arguments of `pip download` that bring this file. */
export async function fromPyPi({ name, url, hash, pip }) {
  const reasons = [];
  for (const [where, fetchFile] of [["PyPI's file host", () => direct(url)], ['pip', () => byPip(pip, name)]]) {
    try {
      const bytes = await fetchFile();
      if (hash !== null && sha256(bytes) !== hash) throw new Error('the file is not the one that is pinned here (another sha256)');
      return bytes;
    } catch (error) {
      reasons.push(`${where}: ${lastLine(error)}`);
    }
  }
  throw new Error(`${name} could not be fetched. ${reasons.join('; ')}. Connect to the internet and try again.`);
}

export const lastLine = (error) => String(error.message ?? error).trim().split('\n').at(-1);

async function direct(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

async function byPip(args, name) {
  const scratch = await mkdtemp(join(tmpdir(), 'commworld-'));
  try {
    await run('python3', ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--dest', scratch, ...args], { timeout: 600_000 }).catch((error) => {
      throw new Error(error.code === 'ENOENT' ? 'python3 with pip is needed for this way and is not installed' : (error.stderr || error.message));
    });
    return await readFile(join(scratch, name));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
