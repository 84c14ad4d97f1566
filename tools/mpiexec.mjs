// The command-line runner: npm run mpiexec -- -n 4 prog.py args; with --browser in a headless Chromium; with --trace run.cwtrace the run
// is kept in a file that the page opens
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setUp } from './set-up.mjs';
import { nodeParts } from './node-bundle.mjs';

const folder = process.env.INIT_CWD ?? process.cwd();
const { words, file } = withoutTrace(process.argv.slice(2));
if (file !== null && words.includes('--browser')) leave('mpiexec: --trace is for runs in Node; leave --browser out, or save the trace from the page.');

await setUp((line) => console.error(line));
const { main, trace, places } = await nodeParts();
const runner = await import(main);
const writing = [];
let code = await runner.main(words, folder, makeLauncher);
for (const each of writing) {
  try {
    await each;
  } catch (error) {
    console.error(`mpiexec: the trace could not be written: ${error.message}`);
    if (code === 0) code = 2;
  }
}
if (file !== null && writing.length === 0 && code !== 2) console.error('mpiexec: there is no trace: the run did not begin.');
// What was printed may still be on its way into a pipe.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => (stream.writable ? stream.write('', resolve) : resolve()))));
process.exit(code);

async function makeLauncher(browser) {
  if (browser) return (await import('./browser-launcher.mjs')).createBrowserLauncher();
  const launcher = runner.createNodeLauncher(places);
  if (file === null) return launcher;
  const { recorded, writeTrace } = await import(trace);
  const write = async (recording, about) => writeFileSync(resolve(folder, file), await writeTrace(recording, about));
  return { ...recorded(launcher, (recording, about) => writing.push(write(recording, about))), close: () => launcher.close() };
}

/** Takes `--trace FILE` out of the words before the program; what comes after is the program's. */
function withoutTrace(args) {
  const program = args.findIndex((word) => /\.py$|^(.*\/)?python(3(\.\d+)?)?$/.test(word));
  const at = args.indexOf('--trace');
  // The file that --trace names may itself look like a program.
  if (at < 0 || (program >= 0 && at > program)) return { words: args, file: null };
  const named = args[at + 1];
  if (named === undefined || named.startsWith('-')) leave('mpiexec: --trace takes the name of a file.');
  return { words: args.toSpliced(at, 2), file: named };
}

function leave(sentence) {
  console.error(sentence);
  process.exit(2);
}
