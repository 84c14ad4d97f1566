// The command-line runner: npm run mpiexec -- -n 4 prog.py args
import { fetchMpi4py } from './fetch-mpi4py.mjs';
import { fetchPackages } from './fetch-packages.mjs';
import { fetchNumpy } from './fetch-numpy.mjs';
import { nodeParts } from './node-bundle.mjs';

await fetchPackages((line) => console.error(line));
await fetchNumpy((line) => console.error(line));
await fetchMpi4py((line) => console.error(line));
const { main, places } = await nodeParts();
const runner = await import(main);
const code = await runner.main(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd(), places);
// What was printed may still be on its way into a pipe.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit(code);
