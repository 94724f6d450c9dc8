import { join } from 'node:path'
import { folderNames } from '../workspace/documents.ts'
import { diskFileSystem, type FileSystem } from '../workspace/file-system.ts'
import { repositoryRoot } from '../workspace/git.ts'
import { layouts } from '../workspace/layouts.ts'
import { foundInside } from '../workspace/paths.ts'
import { locateTasks } from '../workspace/task-target.ts'
import { lineAt, type Candidate, type Line } from './complete-words.ts'
import type { Io } from './io.ts'

/** Nobody reads more than this to choose from. */
const MOST = 200

/** The most that is read of a document while somebody waits for a key, in bytes. */
const LARGEST = 8 * 1024 * 1024

/**
 * Answers the completion scripts: `complete [--quoted] [--current=WORD] -- WORDS BEFORE IT`;
 * `--quoted` for words as they were typed. The first line says whether file names
 * fit too; then one candidate a line, with what it is behind a tab. Never fails: a key that completes nothing is no error.
 */
export function complete(argv: readonly string[], io: Io): void {
  const dashes = argv.indexOf('--')
  const options = dashes < 0 ? argv : argv.slice(0, dashes)
  const current = options.find((word) => word.startsWith('--current='))?.slice('--current='.length) ?? ''
  const plain = options.includes('--quoted') ? withoutQuotes : (word: string): string => word
  const line = lineAt((dashes < 0 ? [] : argv.slice(dashes + 1)).map(plain), plain(current))
  const found = candidatesOf(io.fs ?? diskFileSystem, line, io)
  const { kind } = line.expected
  const lines = found.filter(({ value }) => isPlain(value)).slice(0, MOST)
  io.stdout.write(
    [
      kind === 'documents' || kind === 'files' ? 'files' : 'none',
      ...lines.map(
        ({ value, about }) => `${line.lead}${value}\t${about.replace(/[\0-\x1f\x7f-\x9f]+/g, ' ').slice(0, 100)}`,
      ),
    ].join('\n') + '\n',
  )
}

/** A word as the shell would take it, an open quote included; nothing in it is expanded. */
function withoutQuotes(word: string): string {
  let text = ''
  let quote = ''
  for (let at = 0; at < word.length; at++) {
    const char = word[at]!
    if (char === '\\' && quote !== "'") text += word[++at] ?? ''
    else if (char === quote) quote = ''
    else if (quote === '' && (char === "'" || char === '"')) quote = char
    else text += char
  }
  return text
}

/** What a line of a shell can hold: no control characters, and none that turn the direction of what is shown. */
// oxlint-disable-next-line no-control-regex
const isPlain = (value: string): boolean => !/[\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(value)

function candidatesOf(fs: FileSystem, line: Line, io: Io): readonly Candidate[] {
  const { expected, part } = line
  const begins = ({ value }: Candidate): boolean => value.toLowerCase().startsWith(part.toLowerCase())
  try {
    if (expected.kind === 'words') return expected.words.filter(begins)
    if (expected.kind === 'documents') return visionsIn(fs, io, part)
    if (expected.kind === 'ids') return idsIn(textOf(fs, line, io), part, expected.states)
    return expected.kind === 'milestones' ? milestonesIn(textOf(fs, line, io)).filter(begins) : []
  } catch {
    return []
  }
}

function textOf(fs: FileSystem, { doc, out }: Line, io: Io): string {
  const { path } = locateTasks(fs, doc, io.cwd, out)
  return new TextDecoder().decode(fs.read(path, LARGEST))
}

/** Folders in the known places, by name or number. Their documents are not looked at. */
function visionsIn(fs: FileSystem, io: Io, part: string): readonly Candidate[] {
  const root = repositoryRoot(fs, io.cwd)
  const wanted = part.toLowerCase()
  const homes = layouts.flatMap(({ homes: own }) => own)
  return homes.flatMap((home) => {
    const folder = join(root, home)
    if (!foundInside(fs, root, folder).inside) return []
    return folderNames(fs, folder)
      .filter((name) => name.toLowerCase().startsWith(wanted) && !/^[._]/.test(name) && name !== 'archive')
      .map((name) => ({ value: name, about: `${home}/${name}` }))
  })
}

const STATES: Readonly<Record<string, string>> = { ' ': 'open', x: 'done', X: 'done', '~': 'started', '-': 'dropped' }

/** Ids at the start of lines with a box, by one pattern over the whole text: reading it would take longer than a key. */
function idsIn(text: string, part: string, states: readonly string[] | null): readonly Candidate[] {
  const begin = part.replace(/[^\w]/g, '\\$&')
  const pattern = new RegExp(
    `^[ \\t>]*(?:[-*+]|\\d{1,9}[.)])[ \\t]+\\[([ xX~-])\\]\\*?[ \\t]+[*_]{0,3}(${begin}[\\w.-]*)[*_:]{0,4}[ \\t]([^\\n]*)`,
    'gim',
  )
  const found: Candidate[] = []
  for (let match = pattern.exec(text); match !== null && found.length < MOST; match = pattern.exec(text)) {
    const [, mark, name, words] = match
    const id = name!.replace(/\.$/, '')
    if (!/^[A-Za-z]{0,10}-?\d[\w.-]*$/.test(id)) continue
    if (states === null || states.includes(STATES[mark!]!)) found.push({ value: id, about: words!.trim() })
  }
  return found
}

function milestonesIn(text: string): readonly Candidate[] {
  const found = new Map<string, string>()
  for (const [, number, title] of text.matchAll(
    /^#{1,6}[ \t][^\n]{0,80}?\bMilestone (\d{1,6})\b[ \t:–—-]*([^\n]*)/gm,
  )) {
    if (!found.has(`M${number}`)) found.set(`M${number}`, title!.trim())
  }
  return [...found].map(([value, about]) => ({ value, about }))
}
