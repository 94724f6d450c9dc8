import type { Span } from '../../model/source.ts'
import type { PathMention, PathRole } from '../../model/values.ts'
import { blank, collapse } from './clauses.ts'
import { codeSpans, type CodeSpan } from './code-spans.ts'
import { isCode, isCommand, isRequest } from './commands.ts'
import { isOrdinaryFile, isPlainWord } from './file-names.ts'
import { expandBraces, mayBeList, pathName, splitList, type PathName } from './path-names.ts'
import { roleOfOnly, rolesOf } from './path-roles.ts'

export { identifiers } from './identifiers.ts'
export { indexTree, resolvePaths } from './path-resolve.ts'

/** The paths a text names, and those it names outside of the repository, as printed. */
export interface FoundPaths {
  readonly paths: readonly PathMention[]
  /** Absolute, home and climbing paths (`/etc/passwd`, `~/x`, `../../x`): never followed, to be reported. */
  readonly escaping: readonly string[]
}

const NONE: readonly never[] = []
const NO_PATHS: FoundPaths = { paths: [], escaping: [] }

/** A word, or a part of one, that names a path, with the span that its sentence sees. */
interface Named extends Span {
  readonly raw: string
  readonly name: PathName
  /** It stands in a command. */
  readonly command: boolean
}

const URL = /(?<![\p{L}\d])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>)\]`"'、，。]*|www\.[^\s<>)\]`"']*/giu
const LINK = /\]\(\s?<?([^()\s<>]{1,300}(?:\([^()\s<>]{0,60}\)[^()\s<>]{0,300})?)>?(?:\s{1,3}"[^"\n]{0,200}")?\s?\)/g
// What belongs to a word beyond single characters of ASCII.
const LETTERS = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]+/uy
const BRACKETS = /\[[\w.-]{1,60}\](?=[/.\w-])|\([\w.-]{1,40}\)(?=\/)|\{[\w.,/ -]{1,200}\}/y
const BRANCH = /\bbranch(?:es)?:?\s*$/i
const HTTP = /(?<![\p{L}\d])(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s{1,3}[^\s`]+/gu

function blankMatches(text: string, pattern: RegExp): string {
  return text.replace(pattern, (match) => ' '.repeat(match.length))
}

function blankUrls(text: string): string {
  return /:\/\/|www\./i.test(text) ? blankMatches(text, URL) : text
}

function blankRequests(text: string): string {
  return /[TDSEHP]\s/.test(text) ? blankMatches(text, HTTP) : text
}

/** What a text without code has that names a path anywhere: says no to most of them. */
const MAY_NAME = /[/\\]|\.(?!\s|$)|[A-Za-z]:[^:\d\s]|file|CODEOWNERS|LICENSE|NOTICE|gradlew|mvnw/

/** A text that has nothing of it but in its code spans, which are pairs of single backticks: asked in one go. */
const ONLY_IN_CODE =
  /^(?:[^`/\\.:fCLNgm]|`[^`]+`(?!`)|f(?!ile)|C(?!ODEOWNERS)|L(?!ICENSE)|N(?!OTICE)|g(?!radlew)|m(?!vnw)|\.(?=\s|$)|:(?=[:\d\s]|$))*$/
// What a pattern that remembers every character may be asked about.
const SHORT = 1000

function mayNameOutside(source: string, spans: readonly CodeSpan[]): boolean {
  if (spans.length === 0) return MAY_NAME.test(source)
  return !(source.length < SHORT && ONLY_IN_CODE.test(source)) && MAY_NAME.test(collapse(source, spans))
}

const PLAIN = 1
const SPECIAL = 2

/** Characters of ASCII in a word: letters, digits and `_` are plain, the others make it worth a look. */
const OF_WORD = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code)
  OF_WORD[code] = /\w/.test(character) ? PLAIN : '.@~+$*%=#:/\\-'.includes(character) ? SPECIAL : 0
}

/** The end of what continues a word at an offset; the offset itself where nothing does. */
function sticky(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Words of a text with their offsets, without the punctuation around them. */
function words(text: string): { word: string; start: number; end: number }[] {
  const found: { word: string; start: number; end: number }[] = []
  for (let at = 0; at < text.length;) {
    const from = at
    let plain = true
    while (at < text.length) {
      const code = text.charCodeAt(at)
      const kind = code < 128 ? OF_WORD[code]! : 0
      if (kind === PLAIN) at++
      else {
        if (kind === SPECIAL) at++
        else {
          const end =
            code >= 128
              ? sticky(LETTERS, text, at)
              : code === 0x5b || code === 0x28 || code === 0x7b
                ? sticky(BRACKETS, text, at)
                : at
          if (end === at) break
          at = end
        }
        plain = false
      }
    }
    if (at === from) at++
    else if (!plain || !isPlainWord(text.slice(from, at))) bare(text, from, at, found)
  }
  return found
}

/** Adds a word without the marks and the punctuation around it. */
function bare(text: string, from: number, to: number, found: { word: string; start: number; end: number }[]): void {
  const word = text.slice(from, to)
  const lead = /^\*{1,2}[/.]/.test(word) ? '' : /^(?:[*#:=%+]|~(?!\/))*/.exec(word)![0]
  // `_src/a.ts_` is emphasis, `__init__.py` a name.
  const emphasis = /^_{1,2}(?=[^_].*_$)/.exec(word.slice(lead.length))?.[0].length ?? 0
  const start = from + lead.length + emphasis
  const end = start + trimTail(text.slice(start, to), emphasis > 0)
  if (end > start) found.push({ word: text.slice(start, end), start, end })
}

function trimTail(word: string, emphasis: boolean): number {
  // `src/**` and `src/...` end in what they mean.
  if (/\/(?:\*{1,2}|\.\.\.)$/.test(word)) return word.length
  let end = word.length
  while (end > 0 && (/[.,:;!?*~%=+#\\-]/.test(word[end - 1]!) || (emphasis && word[end - 1] === '_'))) end--
  return end
}

// Nothing that code is told by.
const SIMPLE = /^[\w./-]*$/

/** The name of a branch stands at an offset: `branch feature/x`. */
function isBranch(source: string, at: number): boolean {
  // Most often a blank and a word: one letter says no.
  const code = source.charCodeAt(at - 1) === 0x20 ? source.charCodeAt(at - 2) | 0x20 : 0
  if (code >= 0x61 && code <= 0x7a && code !== 0x68 && code !== 0x73) return false
  return BRANCH.test(source.slice(Math.max(0, at - 12), at))
}

/** Adds what a word names. `span` is its own, or that of the code it stands in. */
function addNames(found: Named[], word: string, { start, end }: Span, code: boolean, command: boolean): void {
  const braces = word.includes('{')
  if (!braces && !mayBeList(word)) {
    const name = pathName(word, code)
    if (name !== null) found.push({ start, end, raw: word, name, command })
    return
  }
  const parts = braces ? expandBraces(word).flatMap(splitList) : splitList(word)
  for (const raw of parts) {
    const name = pathName(raw, code)
    if (name !== null) found.push({ start, end, raw, name, command })
  }
}

/** Adds what a code span names. */
function namesInCode(found: Named[], span: CodeSpan, source: string): void {
  const { content, start, end } = span
  // Most spans are a path or a plain word; one pattern tells either.
  if (content.includes('/') && isOrdinaryFile(content)) {
    if (isBranch(source, start)) return
    const name: PathName = { path: content, kind: 'file', unresolved: false, escapes: false }
    found.push({ start, end, raw: content, name, command: false })
    return
  }
  const word = content.trim()
  if (isPlainWord(word)) return
  const simple = SIMPLE.test(word)
  if (simple || !/\s/.test(word) || /^\S*\{[^{}]*\}\S*$/.test(word)) {
    if ((simple || !isCode(word)) && !isBranch(source, start)) addNames(found, word, span, true, false)
    return
  }
  if (isRequest(word)) return
  const command = isCommand(word)
  if (!command && isCode(word)) return
  for (const one of words(blankUrls(word))) addNames(found, one.word, span, false, command)
}

/** Adds what is named outside of code, which is blanked out in `masked`. */
function namesInText(found: Named[], source: string, masked: string): void {
  const linked = masked.includes('](')
  for (const link of linked ? masked.matchAll(LINK) : NONE) {
    const open = source.lastIndexOf('[', link.index)
    const label = link.index - open < 200 ? source.slice(open + 1, link.index).replace(/[`*]/g, '') : ''
    // `[src/a.ts](../../src/a.ts)`: the label says it as seen from the root.
    if (label !== '' && pathName(label, true) !== null) continue
    const start = link.index + link[0].indexOf(link[1]!)
    addNames(found, link[1]!, { start, end: start + link[1]!.length }, false, false)
  }
  for (const one of words(linked ? blankMatches(masked, LINK) : masked)) addNames(found, one.word, one, false, false)
}

/** What a text names, in its order. */
function namesIn(source: string): Named[] {
  const spans = codeSpans(source)
  const found: Named[] = []
  for (let at = 0; at < spans.length; at++) namesInCode(found, spans[at]!, source)
  if (!mayNameOutside(source, spans)) return found
  const inCode = found.length
  namesInText(found, source, blankRequests(blankUrls(blank(source, spans))))
  return found.length === inCode ? found : found.sort((a, b) => a.start - b.start)
}

function mentionOf({ command, raw, name }: Named, role: PathRole): PathMention {
  return { raw, path: name.path, role: command ? 'read' : role, kind: name.kind, unresolved: name.unresolved }
}

/** A path that is written anywhere in the text is written; otherwise the first mention stands. */
function keep(known: Map<string, PathMention>, mention: PathMention): void {
  const before = known.get(mention.path)
  if (before === undefined) known.set(mention.path, mention)
  else if (before.role === 'read' && mention.role === 'write') known.set(mention.path, { ...before, role: 'write' })
}

/**
 * The paths a text names, in order and each once, with their role: written unless the words around say that it is only
 * read. URLs, routes, MIME types, package names, versions and identifiers are no paths.
 */
export function findPaths(text: string): FoundPaths {
  const named = text === '' ? NONE : namesIn(text)
  if (named.length === 0) return NO_PATHS
  if (named.length > 1) return several(text, named)
  const only = named[0]!
  if (only.name.escapes) return { paths: NONE, escaping: [only.raw] }
  return { paths: [mentionOf(only, roleOfOnly(text, only))], escaping: NONE }
}

function several(text: string, named: readonly Named[]): FoundPaths {
  const roles = rolesOf(text, named)
  const paths = new Map<string, PathMention>()
  let escaping: Set<string> | null = null
  for (let index = 0; index < named.length; index++) {
    const one = named[index]!
    if (one.name.escapes) (escaping ??= new Set()).add(one.raw)
    else keep(paths, mentionOf(one, roles[index]!))
  }
  return { paths: [...paths.values()], escaping: escaping === null ? NONE : [...escaping] }
}
