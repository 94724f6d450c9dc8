import type { Span } from '../../model/source.ts'
import type { PathMention, PathRole } from '../../model/values.ts'
import { codeSpans } from './code-spans.ts'
import { isCode, isCommand, isRequest } from './commands.ts'
import { isPlainWord } from './file-names.ts'
import { expandBraces, pathName, splitList } from './path-names.ts'
import { rolesOf } from './path-roles.ts'

export { identifiers } from './identifiers.ts'
export { indexTree, resolvePaths } from './path-resolve.ts'

/** The paths a text names, and those it names outside of the repository, as printed. */
export interface FoundPaths {
  readonly paths: PathMention[]
  /** Absolute, home and climbing paths (`/etc/passwd`, `~/x`, `../../x`): never followed, to be reported. */
  readonly escaping: string[]
}

/** A word that may be a path, with the span that its sentence sees. */
interface Candidate extends Span {
  readonly word: string
  readonly code: boolean
  readonly command: boolean
}

const URL = /(?<![\p{L}\d])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>)\]`"'、，。]*|www\.[^\s<>)\]`"']*/giu
const LINK = /\]\(\s?<?([^()\s<>]{1,300}(?:\([^()\s<>]{0,60}\)[^()\s<>]{0,300})?)>?(?:\s{1,3}"[^"\n]{0,200}")?\s?\)/g
const PLAIN = '\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{N}_.@~+$*%=#:/\\\\-'
const WORD = new RegExp(
  `(?:[${PLAIN}]|\\[[\\w.-]{1,60}\\](?=[/.\\w-])|\\([\\w.-]{1,40}\\)(?=\\/)|\\{[\\w.,/ -]{1,200}\\})+`,
  'gu',
)
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

/** Words of a text with their offsets, without the punctuation around them. */
function words(text: string): { word: string; start: number; end: number }[] {
  const found: { word: string; start: number; end: number }[] = []
  for (const match of text.matchAll(WORD)) {
    if (isPlainWord(match[0])) continue
    const lead = /^\*{1,2}[/.]/.test(match[0]) ? '' : /^(?:[*#:=%+]|~(?!\/))*/.exec(match[0])![0]
    // `_src/a.ts_` is emphasis, `__init__.py` a name.
    const emphasis = /^_{1,2}(?=[^_].*_$)/.exec(match[0].slice(lead.length))?.[0].length ?? 0
    const start = match.index + lead.length + emphasis
    const tailed = text.slice(start, match.index + match[0].length)
    const end = start + trimTail(tailed, emphasis > 0)
    if (end > start) found.push({ word: text.slice(start, end), start, end })
  }
  return found
}

function trimTail(word: string, emphasis: boolean): number {
  // `src/**` and `src/...` end in what they mean.
  if (/\/(?:\*{1,2}|\.\.\.)$/.test(word)) return word.length
  let end = word.length
  while (end > 0 && (/[.,:;!?*~%=+#\\-]/.test(word[end - 1]!) || (emphasis && word[end - 1] === '_'))) end--
  return end
}

function codeCandidates(span: Span, content: string, source: string): Candidate[] {
  const trimmed = content.trim()
  const whole = (word: string): Candidate => ({ word, code: true, command: false, start: span.start, end: span.end })
  if (!/\s/.test(trimmed) || /^\S*\{[^{}]*\}\S*$/.test(trimmed)) {
    return isCode(trimmed) || /\bbranch(?:es)?:?\s*$/i.test(source.slice(Math.max(0, span.start - 12), span.start))
      ? []
      : [whole(trimmed)]
  }
  if (isRequest(trimmed)) return []
  const command = isCommand(trimmed)
  if (!command && isCode(trimmed)) return []
  return words(blankUrls(trimmed)).map(({ word }) => ({ ...whole(word), code: false, command }))
}

function candidates(source: string): Candidate[] {
  const spans = codeSpans(source)
  let masked = ''
  let from = 0
  const found: Candidate[] = []
  for (const span of spans) {
    masked += source.slice(from, span.start) + '\u0001'.repeat(span.end - span.start)
    from = span.end
    found.push(...codeCandidates(span, span.content, source))
  }
  masked = blankRequests(blankUrls(masked + source.slice(from)))
  const linked = masked.includes('](')
  for (const link of linked ? masked.matchAll(LINK) : []) {
    const open = source.lastIndexOf('[', link.index)
    const label = link.index - open < 200 ? source.slice(open + 1, link.index).replace(/[`*]/g, '') : ''
    // `[src/a.ts](../../src/a.ts)`: the label says it as seen from the root.
    if (label !== '' && pathName(label, true) !== null) continue
    const start = link.index + link[0].indexOf(link[1]!)
    found.push({ word: link[1]!, code: false, command: false, start, end: start + link[1]!.length })
  }
  if (linked) masked = blankMatches(masked, LINK)
  for (const word of words(masked)) found.push({ ...word, code: false, command: false })
  return found.sort((a, b) => a.start - b.start)
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
  const named: { candidate: Candidate; raw: string; name: NonNullable<ReturnType<typeof pathName>> }[] = []
  for (const candidate of candidates(text)) {
    for (const word of expandBraces(candidate.word)) {
      for (const part of splitList(word)) {
        const name = pathName(part, candidate.code)
        if (name !== null) named.push({ candidate, raw: part === candidate.word ? candidate.word : part, name })
      }
    }
  }
  if (named.length === 0) return { paths: [], escaping: [] }
  const marks = named.map(({ candidate }) => ({ start: candidate.start, end: candidate.end }))
  const roles = rolesOf(text, marks)
  const paths = new Map<string, PathMention>()
  const escaping = new Set<string>()
  named.forEach(({ candidate, raw, name }, index) => {
    const role: PathRole = candidate.command ? 'read' : roles[index]!
    if (name.escapes) escaping.add(raw)
    else keep(paths, { raw, path: name.path, role, kind: name.kind, unresolved: name.unresolved })
  })
  return { paths: [...paths.values()], escaping: [...escaping] }
}
