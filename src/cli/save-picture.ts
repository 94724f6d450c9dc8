import { resolve } from 'node:path'
import { displayPath } from '../workspace/paths.ts'
import { readSourceIfThere, sourceContent } from '../workspace/source-file.ts'
import { writePair } from '../workspace/write.ts'
import type { Call } from './arguments.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import type { Session } from './session.ts'

/** Writes a picture where the user says, and tells so; never over what intentk reads or writes itself. */
export function savePicture({ fs, located }: Session, call: Call, { cwd }: Io, file: string, content: string): string {
  const path = resolve(cwd, file)
  const shown = displayPath(cwd, path)
  const own = [...located.documents.map((document) => document.path), located.output, located.lock]
  const real = fs.stat(path) === null ? path : fs.realpath(path)
  if (own.some((one) => one !== null && (one === path || (fs.stat(one) !== null && fs.realpath(one) === real))))
    throw new Misuse(`${shown} is a document of the plan, and would be lost.`, 'Name another file with `--save`.')
  if (call.switches.has('dry-run')) return `Would write ${shown}`
  const there = readSourceIfThere(fs, path, shown)
  const before = there === null ? null : sourceContent(there)
  writePair(fs, { root: null, document: { path, before, after: content }, lock: null, lockPath: `${path}.lock.json` })
  return `${before === content ? 'Unchanged' : 'Wrote'} ${shown}`
}
