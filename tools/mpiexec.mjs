// The command-line runner: npm run mpiexec -- -n 4 prog.py args; with --browser in a headless Chromium
import { setUp } from './set-up.mjs';
import { nodeParts } from './node-bundle.mjs';

await setUp((line) => console.error(line));
const { main, places } = await nodeParts();
const runner = await import(main);
const makeLauncher = async (browser) => (browser ? (await import('./browser-launcher.mjs')).createBrowserLauncher() : runner.createNodeLauncher(places));
const code = await runner.main(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd(), makeLauncher);
// What was printed may still be on its way into a pipe.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => (stream.writable ? stream.write('', resolve) : resolve()))));
process.exit(code);
