import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { detect, type Candidate } from '../../src/exchange/detect.ts'
import type { ExchangeFile } from '../../src/exchange/imported.ts'
import { loadFrontMatter } from '../../src/parse/front-matter.ts'

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
