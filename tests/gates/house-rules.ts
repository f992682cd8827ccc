import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A sentence that names the file and the cure. */
export type Complaint = string;

const rooms = 'src/*/';
const maxReadmeLines = 25;
/** AssemblyScript, which no linter reads; elsewhere lint counts lines. */
const unlinted = /^src[\\/]engine[\\/]kernels[\\/]assembly[\\/]/;
const maxFileLines = 300;
const emptyName = /^(index|misc|common)\.|\b(utils?|helpers?|managers?)\b/;
const fileName = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|js)$/;
const disableComment = /(?:\/\/|\/\*)\s*eslint-disable(?:-next-line|-line)?(?<rest>.*)/;

function checkName(path: string): Complaint[] {
  const name = path.split('/').at(-1) ?? '';
  const complaints: Complaint[] = [];
  if (!fileName.test(name)) complaints.push(`${path}: name files in kebab-case.`);
  if (emptyName.test(name)) {
    complaints.push(`${path}: name the file after its main export; this name says nothing.`);
  }
  return complaints;
}

function checkDisables(path: string, source: string): Complaint[] {
  return source.split('\n').flatMap((line, lineIndex) => {
    const rest = disableComment.exec(line)?.groups?.['rest'];
    if (rest === undefined) return [];
    const [rules = '', reason = ''] = rest.replace('*/', '').split(' -- ');
    const where = `${path}:${String(lineIndex + 1)}`;
    if (rules.trim() === '') return [`${where}: name the rule that is disabled.`];
    return reason.trim() === '' ? [`${where}: give the reason: eslint-disable… rule -- why.`] : [];
  });
}

function checkLength(path: string, source: string): Complaint[] {
  const lineCount = source.trimEnd().split('\n').length;
  return unlinted.test(path) && lineCount > maxFileLines
    ? [`${path}: ${String(lineCount)} lines; ${String(maxFileLines)} are enough.`]
    : [];
}

async function checkReadme(folder: string, room: string): Promise<Complaint[]> {
  const path = join(folder, room, 'README.md');
  if (!existsSync(path)) return [`${room}: a room says in its README.md what it is for.`];
  const lineCount = (await readFile(path, 'utf8')).trimEnd().split('\n').length;
  return lineCount > maxReadmeLines
    ? [`${room}README.md: ${String(lineCount)} lines; ${String(maxReadmeLines)} are enough.`]
    : [];
}

/** Checks what no other gate does: names of files, reasons of disabled rules, lengths, READMEs of rooms. */
export async function checkHouseRules(folder: string): Promise<Complaint[]> {
  const complaints: Complaint[] = [];
  for await (const path of glob('{src,workers,server,tests}/**/*.{ts,js}', { cwd: folder })) {
    complaints.push(...checkName(path));
    const source = await readFile(join(folder, path), 'utf8');
    complaints.push(...checkDisables(path, source), ...checkLength(path, source));
  }
  for await (const room of glob([rooms, 'workers/', 'server/', 'tests/'], { cwd: folder })) {
    complaints.push(...(await checkReadme(folder, room.replace(/[\\/]*$/, '/'))));
  }
  return complaints.sort();
}

if (import.meta.main) {
  const complaints = await checkHouseRules(process.cwd());
  for (const complaint of complaints) console.log(complaint);
  process.exitCode = complaints.length === 0 ? 0 : 1;
}
