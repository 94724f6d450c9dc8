import { extensionOf, hasKnownExtension, isBareFile, isNamedFile, isPlainWord, ROOT_FOLDERS } from './file-names.ts'
import { isLetter } from './traits.ts'

/** One path read out of a word: normalised, or outside of the repository. */
export interface PathName {
  readonly path: string
  readonly kind: 'file' | 'directory' | 'glob'
  readonly unresolved: boolean
  readonly escapes: boolean
}

const SYSTEM_ROOT =
  /^\/(?:home|etc|tmp|usr|var|opt|Users|root|private|mnt|dev|proc|sys|Library|Volumes|srv|run|Applications|workspace)(?:\/|$)/
const DOMAIN = /^[\w-]+(?:\.[\w-]+)*\.(?:com|org|io|net|dev|ai|co|gov|edu|app|xyz|me|eu|de|uk|fr|jp|cn|in)$/i
const MIME = /^(?:application|text|image|audio|video|multipart|font|model|message)\/[\w.+*-]+$/
// Bundles of Apple's tools and Python's drop-in folders look like files and are folders.
const FOLDER_WITH_DOT =
  /\.(?:app|xcodeproj|xcworkspace|xcassets|lproj|appiconset|imageset|d|framework|docc|bundle|egg-info)$/

/** Cuts what points into a file: `:12-40`, `:~181`, `#L12`, `::test_name`. */
export function cutSuffix(word: string): string {
  if (!/[:#]/.test(word)) return word
  return word
    .replace(/(?:::[^/]*|#L?\d[\w-]*|#[\w-]+)$/, '')
    .replace(/:~?L?\d{1,7}(?:[-–:,]~?L?\d{1,7}){0,8}$/, '')
    .replace(/:$/, '')
}

/** `src/{a,b}.ts` names two files. At most 64 names come out of one word. */
export function expandBraces(word: string): string[] {
  let names = [word]
  if (!word.includes('{')) return names
  for (let round = 0; round < 4; round++) {
    const next: string[] = []
    for (const name of names) {
      const open = /\{([^{}]*,[^{}]*)\}/.exec(name)
      if (open === null) next.push(name)
      else
        for (const part of open[1]!.split(','))
          next.push(name.slice(0, open.index) + part.trim() + name.slice(open.index + open[0].length))
    }
    if (next.length === names.length || next.length > 64) return next.length > 64 ? names : next
    names = next
  }
  return names
}

function normalise(path: string): { path: string; escapes: boolean } {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return { path, escapes: true }
  }
  return { path: parts.join('/'), escapes: false }
}

function isGlob(path: string): boolean {
  return /[*?<>]|\{[^{}]*\}|\.\.\.|…|###/.test(path)
}

/** In running text a slash is not enough: `and/or`, `TCP/IP`, `docs/tests`. */
function isBarePath(segments: readonly string[], last: string, directory: boolean): boolean {
  if (directory) return segments.length > 0 && segments.every((part) => /[\p{Ll}.[(]/u.test(part) && !/^\d/.test(part))
  return hasKnownExtension(last) || isNamedFile(last) || (isGlob(last) && extensionOf(last) !== '')
}

function isCodePath(segments: readonly string[], last: string, directory: boolean): boolean {
  if (isBarePath(segments, last, directory)) return true
  const first = segments[0] ?? ''
  const known = ROOT_FOLDERS.has(first) || /^\.\w/.test(first)
  if (isGlob(last)) return known || segments.length > 2
  return known || (/^[a-z][a-z0-9]{0,9}$/.test(extensionOf(last)) && !first.includes('.') && /^[\w.-]+$/.test(last))
}

function rejected(word: string): boolean {
  if (/^[-@$%&=|!+:,]/.test(word) || /\w@\w|[$=]|\$\{|^path\/to\/|\/\/|:\/|^\*+$|^[\w.-]+:[^/]*$/.test(word))
    return true
  if (MIME.test(word) && !hasKnownExtension(word)) return true
  const first = word.split('/', 1)[0]!
  return word.includes('/') && DOMAIN.test(first) && !hasKnownExtension(first)
}

function outside(word: string): boolean {
  return SYSTEM_ROOT.test(word) || (word.startsWith('~') && word.includes('/')) || /^[A-Za-z]:[^:\d]/.test(word)
}

// Letters, digits, `_`, `.` and `-` between slashes, every part beginning with one of the first three: a spelling that
// needs no reading, as most paths have it. Two points in a row are more.
const SPELLED_OUT = /^(?!path\/to\/)\w[\w-]*(?:\.[\w-]+)*\.?(?:\/\w[\w-]*(?:\.[\w-]+)*\.?)+$/

/** {@link pathName} of a word that is {@link SPELLED_OUT}. */
function spelledOut(word: string, code: boolean): PathName | null {
  if (!isLetter(word.charCodeAt(0)) && !/[A-Za-z]/.test(word)) return null
  const last = word.slice(word.lastIndexOf('/') + 1)
  if (hasKnownExtension(last)) return { path: word, kind: 'file', unresolved: false, escapes: false }
  const first = word.slice(0, word.indexOf('/'))
  if (!hasKnownExtension(word) && (MIME.test(word) || (first.includes('.') && DOMAIN.test(first)))) return null
  if (!isNamedFile(last)) {
    if (!code) return null
    const extension = extensionOf(last)
    if (!ROOT_FOLDERS.has(first) && (!/^[a-z][a-z0-9]{0,9}$/.test(extension) || first.includes('.'))) return null
    if (extension === '' || FOLDER_WITH_DOT.test(last))
      return { path: word, kind: 'directory', unresolved: false, escapes: false }
  }
  return { path: word, kind: 'file', unresolved: false, escapes: false }
}

/**
 * The path a word names, or null. `code` says that it stands in a code span, where `src/components` is a path; in
 * running text a path needs an extension or a closing slash.
 */
export function pathName(source: string, code: boolean): PathName | null {
  if (SPELLED_OUT.test(source)) return spelledOut(source, code)
  if (isPlainWord(source)) return null
  let word = cutSuffix(source)
  if (code && /^[\w.-]+(?:\\[\w.-]+)+$/.test(word) && hasKnownExtension(word)) word = word.replaceAll('\\', '/')
  if (outside(word)) return { path: word, kind: 'file', unresolved: false, escapes: true }
  if (word === '' || rejected(word) || !/[\p{L}]/u.test(word)) return null
  const ellipsis = /^(?:\.\.\.|…)\/(?=.)/.exec(word)?.[0].length ?? 0
  const rooted = /^\.?\/(?=[^/])/.test(word)
  const body = word.slice(ellipsis)
  const directory = body.endsWith('/')
  const { path, escapes } = normalise(body)
  const segments = path.split('/')
  const last = segments[segments.length - 1]!
  // `./~/a.md` and `/C:/a.md` reach outside only once they are normalised.
  if (escapes || outside(path) || path.startsWith('~'))
    return hasKnownExtension(last) || code ? { path: word, kind: 'file', unresolved: false, escapes: true } : null
  if (path === '' || /^\.+$/.test(path) || last === '...') return null
  const slashed = segments.length > 1 || directory
  // `/tasks/:id` and `/execute` are routes and commands; `/Makefile` is a file at the root.
  if (word.startsWith('/') && (directory || !(hasKnownExtension(last) || isNamedFile(last)))) return null
  if (/\/:/.test(word)) return null
  const accepted = slashed ? (code ? isCodePath : isBarePath)(segments, last, directory) : isBareFile(last)
  if (!accepted) return null
  const file = hasKnownExtension(last) || isNamedFile(last) || (extensionOf(last) !== '' && !FOLDER_WITH_DOT.test(last))
  const kind = isGlob(path) ? 'glob' : directory || !file ? 'directory' : 'file'
  return {
    path,
    kind,
    unresolved: kind === 'file' && (ellipsis > 0 || (segments.length === 1 && !rooted)),
    escapes: false,
  }
}

/** A point stands before the last slash: {@link splitList} may find several names in the word. */
export function mayBeList(word: string): boolean {
  const dot = word.indexOf('.')
  return dot >= 0 && dot < word.lastIndexOf('/')
}

/** `research.md/data-model.md` is a list of files; the slash of a folder follows no file name. */
export function splitList(word: string): string[] {
  if (!mayBeList(word)) return [word]
  const parts = word.split('/')
  const isFile = (part: string): boolean => hasKnownExtension(part) && !FOLDER_WITH_DOT.test(part)
  if (!parts.slice(0, -1).some(isFile)) return [word]
  const files: string[] = []
  let folder = ''
  for (const part of parts) {
    if (isFile(part) || part === parts[parts.length - 1]) {
      files.push(folder + part)
      folder = ''
    } else folder += `${part}/`
  }
  return files
}
