import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { detect, type Candidate } from '../../src/exchange/detect.ts'
import type { ExchangeFile } from '../../src/exchange/imported.ts'
import { loadFrontMatter } from '../../src/parse/front-matter.ts'
import { runHere, type Ran } from '../cli/support.ts'

/** The text files below a folder. */
export function filesBelow(folder: string): readonly ExchangeFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:md|json|txt|ya?ml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({
      path: relative(folder, path).split(sep).join('/'),
      text: readFileSync(path, 'utf8').replace(/^\ufeff/, ''),
    }))
}

export async function candidatesOf(files: readonly ExchangeFile[], name = 'Example'): Promise<readonly Candidate[]> {
  const frontMatter = await loadFrontMatter(files.map(({ text }) => text))
  return detect({ files, from: 'source', name, frontMatter }).candidates
}

interface Item {
  readonly source: string
  readonly id: string
  readonly text: string
  readonly state: string
  readonly to: string
  readonly task: string
}

interface Data {
  readonly status: string
  readonly format: string
  readonly vision: string
  readonly items: readonly Item[]
  readonly warnings: readonly string[]
}

/** Imports, and answers what `--json` says. */
export async function bring(
  folder: string,
  path: string,
  ...options: readonly string[]
): Promise<{ ran: Ran; data: Data }> {
  const ran = await runHere(folder, ['import', path, '--json', ...options])
  return { ran, data: (JSON.parse(ran.stdout) as { data: Data }).data }
}

export const read = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8')
export const short = ({ id, state, to, task }: Item): string => `${id}|${state}|${to}|${task}`
export const taskLines = (text: string): readonly string[] =>
  text.split('\n').filter((line) => /^- \[.\] T\d/.test(line))
