import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { diskFileSystem, type FileSystem } from '../../src/workspace/file-system.ts'
import { filesOf, makeFolder, removeFolder, runHere, type Ran } from './support.ts'

/* Runs of `execute` with notes of what the last one answered, and without. */

export const plan = `# Export
## Overview
Rows go out.
## Milestone 1: Rows
- [ ] Write \`src/csv.ts\`
- [ ] Write \`src/tsv.ts\` (depends on \`src/csv.ts\`)
- [ ] Extend \`store.ts\`
## Milestone 2: Report
- [ ] Write \`src/report.ts\`
- [ ] Tests as described

## Project Structure

\`\`\`text
src/
├── rows/
│   └── row.ts
└── report/
    └── page.ts
\`\`\`
`
/** A vision with what an answer may depend on beside the plan. */
export const whole: Readonly<Record<string, string>> = {
  'visions/001-export/plan.md': plan,
  'visions/001-export/goal.md': '# Goal\n\n**Goal**: Rows can be read.\n',
  '.intentk/config.yaml': 'tests: auto\n',
  '.intentk/constitution.md': '# Constitution\n\n## Principles\n\n- Small steps\n',
}

export const at = 'visions/001-export'
export const notes = '.git/intentk/up-to-date'
export const note = `${notes}/visions%2F001-export%2Fexecute.md.json`

export const folders: string[] = []
/** To be called after each test. */
export const removeFolders = (): void => folders.splice(0).forEach(removeFolder)

export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = makeFolder(files)
  folders.push(folder)
  return folder
}

/** What is there but for notes. */
export const plainFiles = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(filesOf(folder)).filter(([path]) => !path.startsWith('.git/')))

export function put(folder: string, path: string, content: string | null): void {
  const target = join(folder, path)
  if (content === null) return rmSync(target, { force: true })
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, content)
}

/** Runs with notes, and tells whether it answered from one: a run that compiled to nothing new leaves another. */
export async function noting(folder: string, argv: readonly string[], build = 'one', over: Partial<FileSystem> = {}) {
  let left = 0
  const keep: FileSystem['keep'] = (path, bytes) => {
    left++
    diskFileSystem.keep(path, bytes)
  }
  const ran = await runHere(folder, argv, { build, fs: { ...diskFileSystem, keep, ...over } })
  return { ran, left }
}

export const plainly = (folder: string, argv: readonly string[]): Promise<Ran> => runHere(folder, argv, { build: '' })
