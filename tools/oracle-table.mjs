// docs/ORACLE.md: the tests of src/ranks/python/mpi4py/tests and the course programs, own and native results side by side.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOracle } from './oracle.mjs';
import { root } from './set-up.mjs';

const cell = ({ passed, failed, skipped }) => [`${passed}`, failed > 0 ? `**${failed} failed**` : '', skipped > 0 ? `${skipped} skipped` : ''].filter((word) => word !== '').join(', ');

/** Writes the table from the results of tools/python-tests.mjs. */
export async function writeOracle(own, natives) {
  const { versions } = await findOracle();
  const find = (results, file, size) => results.find((result) => result.file === file && result.size === size);
  const rows = own.map((result) => {
    const native = find(natives, result.file, result.size);
    return `| ${result.file.replace(/^test_|\.py$/g, '').replaceAll('_', ' ')} | ${result.size} | ${cell(result)} | ${native === undefined ? '' : cell(native)} |`;
  });
  const told = [];
  for (const [where, results] of [['here', own], ['natively', natives]]) {
    const reasons = new Map();
    for (const { size, cases } of results) for (const [name, said] of cases) reasons.set(`${name}: ${said}`, [...(reasons.get(`${name}: ${said}`) ?? []), size]);
    for (const [text, sizes] of reasons) told.push(`- ${where}, ${sizes.length === 1 ? `${sizes[0]} rank${sizes[0] === 1 ? '' : 's'}` : `${sizes.join(', ')} ranks`}: ${text}`);
  }
  const total = (results) => results.reduce((sum, { passed }) => sum + passed, 0);
  writeFileSync(join(root, 'docs/ORACLE.md'), `# Oracle tests

Written by \`npm run test:native\`: the tests in \`src/ranks/python/mpi4py/tests\`, on our engine in Node and under ${versions}. Numbers are
cases passed on every rank. ${total(own)} pass here, ${total(natives)} natively.

| topic | ranks | here | native |
| --- | ---: | ---: | ---: |
${rows.join('\n')}

## Not passed

${told.length === 0 ? 'Nothing.' : told.join('\n')}
`);
}
