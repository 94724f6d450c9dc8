import { basename, dirname, extname, join, resolve } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Conflict } from '../model/merge.ts'
import type { SourceFile } from '../model/source.ts'
import { mergeLockFiles } from '../merge/heal/three-way-lock.ts'
import { mergeThree } from '../merge/three-way.ts'
import { openPlaces, shownDiagnostic } from '../query/places.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { readSource, readSourceIfThere, sourceContent } from '../workspace/source-file.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import { count } from './compiled.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Outcome } from './outcome.ts'
import { diagnosticLines } from './report.ts'
import { oneLine, type Line } from './terminal.ts'

interface Result {
  readonly text: string
  readonly conflicts: readonly Conflict[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Merges three versions of an execute.md, or of its lock, as git asks for it: the ancestor, the own version, which the
 * result replaces, and the other one. Ends with 3 where both sides changed the same field.
 */
export async function run(call: Call, io: Io): Promise<Outcome> {
  const [base, ours, theirs, shown = ours] = call.ids
  if (base === undefined || ours === undefined || theirs === undefined || shown === undefined)
    throw new Misuse(
      '`intentk merge-driver` needs three files: the common ancestor, the own version and the other one.',
      '`intentk init --git` tells git to call it.',
    )
  const fs = io.fs ?? diskFileSystem
  const read = (path: string): SourceFile => readSource(fs, resolve(io.cwd, path), shown)
  const [before, mine, other] = [read(base), read(ours), read(theirs)]
  const isLock = shown.endsWith('.lock.json')
  const result = isLock
    ? { text: mergeLockFiles(before.text, mine.text, other.text), conflicts: [], diagnostics: [] }
    : mergeDocuments(before, mine, other, lockBeside(fs, resolve(io.cwd, shown)))
  if (!call.switches.has('dry-run')) write(fs, resolve(io.cwd, ours), mine, result.text)
  return answer(shown, mine, result)
}

function mergeDocuments(base: SourceFile, ours: SourceFile, theirs: SourceFile, lock: string | null): Result {
  const { written, conflicts, diagnostics } = mergeThree(base.text, ours.text, theirs.text, lock, ours.path)
  return { text: written, conflicts, diagnostics }
}

/** The lock as it is on the disk, for the ids that are used up; while git merges it may be of any version. */
function lockBeside(fs: FileSystem, path: string): string | null {
  const lock = join(dirname(path), `${basename(path, extname(path))}.lock.json`)
  try {
    return readSourceIfThere(fs, lock, lock)?.text ?? null
  } catch {
    return null
  }
}

function write(fs: FileSystem, path: string, ours: SourceFile, text: string): void {
  const before = sourceContent(ours)
  const after = ours.bom ? `\ufeff${text}` : text
  writePair(fs, { root: null, document: { path, before, after }, lock: null, lockPath: `${path}.lock.json` })
}

function answer(shown: string, ours: SourceFile, { text, conflicts, diagnostics }: Result): Outcome {
  const places = openPlaces([{ ...ours, text }])
  const found = diagnostics.map((diagnostic) => shownDiagnostic(diagnostic, places))
  const open = conflicts.map(({ about, field, base, mine, plan, place }) => {
    const { line } = places.spot({ file: ours.path, ...place })
    return { about, field, base, ours: mine, theirs: plan, line }
  })
  const notes: Line[] = open.flatMap(({ about, field, ours: mine, theirs, line }): Line[] => [
    `  ${shown}:${line ?? 1} ${about} ${field}`,
    `    ours   ${oneLine(mine)}`,
    `    theirs ${oneLine(theirs)}`,
  ])
  return {
    code: open.length > 0 ? 3 : 0,
    data: { file: shown, conflicts: open },
    diagnostics: found,
    out: [],
    notes: [
      ...(open.length === 0
        ? []
        : [`Both sides changed ${count(open.length, 'field')} of ${shown}; ours stays.`, ...notes]),
      ...diagnosticLines(found, 10, `intentk merge-driver`),
    ],
  }
}
