import { writeFileSync } from 'node:fs';
export function writeTable() {}
