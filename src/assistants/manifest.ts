/** What init put into a file that other people write too. */
export interface SectionRecord {
  /** Of the section as it was written. */
  readonly sha256: string
  /** What was put before it. */
  readonly before: string
  /** What it replaced. */
  readonly instead: string
  /** The file was made for it. */
  readonly made: boolean
}

/** What init has written: `.intentk/manifest.json`. A file that no longer has its hash is a person's. */
export interface Manifest {
  /** The release that wrote it. */
  readonly version: string
  readonly assistants: readonly string[]
  /** The folder of the generic assistant; '' without it. */
  readonly commandsDir: string
  /** SHA-256 of each file, line ends read as `\n`, by path. */
  readonly files: Readonly<Record<string, string>>
  readonly sections: Readonly<Record<string, SectionRecord>>
  /** Folders that were made, and go when they are empty. */
  readonly folders: readonly string[]
}

export const emptyManifest: Manifest = {
  version: '',
  assistants: [],
  commandsDir: '',
  files: {},
  sections: {},
  folders: [],
}

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))

/** The manifest as it is written: one entry a line, in order, so that branches merge. */
export function printManifest(manifest: Manifest): string {
  const { version, assistants, commandsDir, files, sections, folders } = manifest
  const value = {
    schemaVersion: 1,
    version,
    assistants: [...new Set(assistants)].toSorted(),
    commandsDir,
    files: sorted(files),
    sections: Object.fromEntries(
      Object.entries(sorted(sections)).map(([path, { sha256, before, instead, made }]) => [
        path,
        { sha256, before, instead, made },
      ]),
    ),
    folders: [...new Set(folders)].toSorted(),
  }
  return `${JSON.stringify(value, null, 2)}\n`
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

function isSection(value: unknown): value is SectionRecord {
  if (!isRecord(value)) return false
  const { sha256, before, instead, made } = value
  return isHash(sha256) && isBreaks(before) && isReplaced(instead) && typeof made === 'boolean'
}

// It is put back into a file when a section goes: nothing but what init can have taken out is believed.
const isBreaks = (value: unknown): boolean =>
  typeof value === 'string' && /^(?:\r?\n){0,2}(?:prompts:\r?\n)?$/.test(value)
const isReplaced = (value: unknown): boolean => typeof value === 'string' && /^[ \t[\]\r\n]{0,40}$/.test(value)

/** Reads a manifest; the reason, as the end of a sentence, where it cannot be used. A repository may ship anything. */
export function parseManifest(text: string): Manifest | string {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return /^<{7}/m.test(text) ? 'it holds conflict markers of git' : 'it is not valid JSON'
  }
  if (!isRecord(value)) return 'it is not an object'
  const { schemaVersion, version, assistants, commandsDir, files, sections, folders } = value
  if (schemaVersion !== 1) return `its schemaVersion is ${JSON.stringify(schemaVersion) ?? 'missing'}, not 1`
  if (typeof version !== 'string' || !isTexts(assistants) || typeof commandsDir !== 'string' || !isTexts(folders))
    return 'one of its values has another type than it should'
  if (!isRecord(files) || !Object.values(files).every(isHash)) return 'its files have no hashes'
  if (!isRecord(sections) || !Object.values(sections).every(isSection)) return 'its sections have no hashes'
  return {
    version,
    assistants,
    commandsDir,
    files: files as Readonly<Record<string, string>>,
    sections: sections as Readonly<Record<string, SectionRecord>>,
    folders,
  }
}

/**
 * Whether init can have written a file of this path. A manifest that came along with a repository must not make
 * `--remove` take anything else away.
 */
export function canBeOurs(path: string): boolean {
  if (path === '.intentk/config.yaml') return true
  return path.split('/').some((part) => /^intentk(?:[.-]|$)/.test(part))
}
