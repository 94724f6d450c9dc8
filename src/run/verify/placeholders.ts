import type { Failure } from '../contract.ts'

/** More than this is generated, or data. */
const LONGEST_TEXT = 2_000_000
const LONGEST_LINE = 2000
const MOST = 50

/** What a comment begins with, by the ending of a file. */
const slashes = /(?:\/\/|\/\*|^\s*\*)[\s*!/]{0,8}/
const hashes = /#[\s#!]{0,8}/
const dashes = /--[\s-]{0,8}/
const tags = /<!--\s{0,8}/

const comments: Readonly<Record<string, readonly RegExp[]>> = {
  py: [hashes],
  rb: [hashes],
  sh: [hashes],
  bash: [hashes],
  ps1: [hashes, /<#\s{0,8}/],
  yaml: [hashes],
  yml: [hashes],
  toml: [hashes],
  r: [hashes],
  pl: [hashes],
  ex: [hashes],
  exs: [hashes],
  tf: [hashes, slashes],
  php: [hashes, slashes],
  sql: [dashes, slashes],
  lua: [dashes],
  hs: [dashes],
  html: [tags],
  xml: [tags],
  md: [tags],
  mdx: [tags, slashes],
  vue: [tags, slashes],
  svelte: [tags, slashes],
}

/** Files without comments, or in which nothing is a placeholder by its form. */
const passedOver = new Set(['json', 'jsonl', 'csv', 'tsv', 'lock', 'svg', 'map', 'snap', 'patch', 'diff', 'log'])
const prose = new Set(['md', 'mdx', 'txt', 'rst', 'adoc'])

// A marker that opens the comment; `TODO list` and the like are what a program is about.
const MARKER =
  /^@?(?:TODO|FIXME|TBD)(?![\w-])(?!\s{1,4}(?:apps?|lists?|items?|applications?|api|entr(?:y|ies)|tasks?|comments?|markers?|notes?)\b)/
// Headings such as `Other methods` are none: without dots only what can mean nothing else.
const ELIDED =
  /^(?:your (?:code|implementation|logic) (?:goes )?here|(?:the )?implementation (?:goes here|omitted)|(?:implement|add|insert) (?:this|me|your \w{1,20}|the (?:logic|code|implementation)) (?:here|later)|(?:the )?(?:rest of (?:the |your )?(?:code|implementation|file|function|class|method|logic)|(?:existing|remaining|other) (?:code|implementation|methods|functions|logic)) (?:here|unchanged|remains?(?: the same| unchanged)?|stays? the same)|(?:the )?(?:rest of (?:the |your )?(?:code|implementation|file|function|class|method|logic)|(?:existing|remaining|other) (?:code|implementation|methods|functions|logic)).{0,20}?(?:\.{3}|…))|^(?:\.{3}|…)\s{0,4}(?:(?:the )?rest|existing|remaining|other|your|implementation|more|same|previous|code)\b/i
const PROSE_MARKER =
  /^(?:[-*+]\s{1,4})?(?:\*\*|__)?(?:TODO|FIXME|TBD)(?:\*\*|__)?\s?(?:[:：]|$)|\[(?:TODO|TBD|FIXME|INSERT[^\]]{0,60})\]/

const STUB: readonly RegExp[] = [
  /\b(?:throw|raise)\b.{0,60}["'`].{0,80}\b(?:not (?:yet )?implemented|unimplemented|implement me|TODO)\b/i,
  /\bthrow\s{1,4}new\s{1,4}(?:NotImplementedException|NotImplementedError)\b/,
  // With words of its own it says what is not possible, which is no placeholder.
  /\braise\s{1,4}NotImplementedError\b(?!\s?\(\s?[^)\s])/,
  /\bUnsupportedOperationException\(\s?"(?:[Nn]ot (?:yet )?implemented|TODO)/,
  /\b(?:todo|unimplemented)!\s?\(/,
  /\b(?:panic|fatalError|error|abort|fail)\(\s?["'`](?:[Nn]ot (?:yet )?implemented|[Uu]nimplemented|TODO|[Ii]mplement me)/,
  /^\s{0,80}(?:=\s?)?(?:TODO\(|\?\?\?\s{0,4}$)/,
  /\b(?:it|test|describe)\.todo\(/,
]
/** A method that others have to give is complete as it is. */
const ABSTRACT =
  /@(?:abc\.)?abstractmethod|@(?:typing\.)?overload|\b(?:abstract|subclass(?:es)?|overrid(?:e|den|ing))\b/i

/**
 * Placeholders that an attempt left in a file: markers that open a comment, stubs that only throw, bodies of nothing
 * but `pass` or `...`, words that stand for code. `before` is the file's text before the attempt: what stood there
 * already is not looked at. null: there was no file. undefined: there was one and nobody knows its text; then only
 * stubs count, since a marker may be old.
 */
export function findPlaceholders(file: string, text: string, before: string | null | undefined): readonly Failure[] {
  const ending = /\.([A-Za-z0-9]{1,10})$/.exec(file)?.[1]?.toLowerCase() ?? ''
  if (passedOver.has(ending) || text.length > LONGEST_TEXT || text.slice(0, 8000).includes('\0')) return []
  const old = new Map<string, number>()
  for (const line of typeof before === 'string' ? before.split('\n') : [])
    old.set(line.trim(), (old.get(line.trim()) ?? 0) + 1)
  const lines = text.split('\n').map((line) => line.trimEnd())
  const isTest = /(?:^|[/_.-])tests?(?:[/_.-]|$)/i.test(file)
  const found: Failure[] = []
  let fence = ''
  for (const [at, line] of lines.entries()) {
    const left = old.get(line.trim()) ?? 0
    if (left > 0) old.set(line.trim(), left - 1)
    const mark = prose.has(ending) ? (/^\s{0,12}(`{3,}|~{3,})/.exec(line)?.[1] ?? '') : ''
    if (mark !== '') fence = fence === '' ? mark.slice(0, 3) : mark.startsWith(fence) ? '' : fence
    if (left > 0 || fence !== '' || line.length > LONGEST_LINE || found.length >= MOST) continue
    const what = placeholderIn(lines, at, ending, { onlyStubs: before === undefined, isTest })
    if (what !== '')
      found.push({ kind: 'placeholder', file, line: at + 1, message: `${what}: ${line.trim().slice(0, 200)}` })
  }
  return found
}

function placeholderIn(
  lines: readonly string[],
  at: number,
  ending: string,
  { onlyStubs, isTest }: { readonly onlyStubs: boolean; readonly isTest: boolean },
): string {
  const line = lines[at]!
  if (prose.has(ending)) return !onlyStubs && isProseMarker(line) ? 'a placeholder is left' : ''
  const comment = commentOf(line, ending)
  const code = comment === null ? line : line.slice(0, comment.start)
  const around = [lines[at - 3], lines[at - 2], lines[at - 1], line].join('\n')
  if (STUB.some((stub) => isStub(stub, code)) && !ABSTRACT.test(around) && !isAbstractMethod(lines, at, ending))
    return 'it is not implemented'
  if (isEmptyBody(lines, at, ending, isTest)) return 'a body does nothing'
  if (onlyStubs || comment === null) return ''
  if (MARKER.test(comment.words)) return 'a marker is left'
  return ELIDED.test(comment.words) ? 'code is left out' : ''
}

/** A stub that is no part of a text. */
function isStub(stub: RegExp, code: string): boolean {
  const found = stub.exec(code)
  return found !== null && !inString(code, found.index)
}

/** A method of a Python class that others in the file are made from: raising is how it says that they have to give it. */
function isAbstractMethod(lines: readonly string[], at: number, ending: string): boolean {
  if (ending !== 'py' || !lines[at]!.includes('raise NotImplementedError')) return false
  let def = at - 1
  while (def >= 0 && at - def < 60 && !(DEF.test(lines[def]!) && indentOf(lines[def]!) < indentOf(lines[at]!))) def--
  const [, name] = /^\s{0,80}class\s{1,4}(\w{1,100})/.exec(def < 0 ? '' : ownerOf(lines, def)) ?? []
  if (name === undefined) return false
  if (/^_?(?:Base|Abstract)|(?:Base|Mixin|Interface|Protocol|ABC)$/.test(name)) return true
  return lines.some(
    (line) => line.includes(name) && new RegExp(`^\\s{0,80}class\\s[^(]{1,100}\\([^)]{0,300}\\b${name}\\b`).test(line),
  )
}

const isProseMarker = (line: string): boolean =>
  PROSE_MARKER.test(line.trim()) || MARKER.test(/<!--\s{0,8}(.*)/.exec(line)?.[1] ?? '')

/** The words of a comment on a line, and where it begins; null where there is none. Signs in strings begin none. */
function commentOf(line: string, ending: string): { readonly start: number; readonly words: string } | null {
  for (const sign of comments[ending] ?? [slashes]) {
    const found = sign.exec(line)
    if (found !== null && !inString(line, found.index))
      return { start: found.index, words: line.slice(found.index + found[0].length) }
  }
  return null
}

/** Whether a quote is open before a column; a letter before an apostrophe is a word. */
function inString(line: string, column: number): boolean {
  let quote = ''
  for (let at = 0; at < column; at++) {
    const char = line[at]!
    if (quote !== '') {
      if (char === '\\') at++
      else if (char === quote) quote = ''
    } else if (char === '"' || char === '`' || (char === "'" && !/\w/.test(line[at - 1] ?? ''))) quote = char
  }
  return quote !== ''
}

/** Names of functions that may well do nothing. */
const NOTHING_TO_DO =
  /\bdef\s{1,4}(?:__\w{1,60}__|(?:on|handle|visit|do|unknown|log|before|after|pre|post)_\w{1,60}|set[uU]p\w{0,20}|tear[dD]own\w{0,20}|close|flush|reset|start|stop|no_?op|null_?\w{0,40}|dummy\w{0,40}|_{1,3})\s{0,4}\(/

/** A Python function whose whole body is `pass` or `...`, but for its docstring. */
function isEmptyBody(lines: readonly string[], at: number, ending: string, isTest: boolean): boolean {
  if (ending !== 'py' || !/^\s{1,80}(?:pass|\.{3})(?:\s{0,10}#.{0,200})?$/.test(lines[at]!)) return false
  const indent = indentOf(lines[at]!)
  // The function's own line stands above, with nothing but a docstring in between.
  let above = at - 1
  let inDocstring = false
  for (; above >= 0 && at - above < 60; above--) {
    const line = lines[above]!.trim()
    const quotes = line.split(/"""|'''/).length - 1
    if (quotes % 2 === 1) inDocstring = !inDocstring
    else if (line !== '' && quotes === 0 && !inDocstring && !line.startsWith('#')) break
  }
  const head = headOf(lines, above)
  if (head === -1 || indentOf(lines[head]!) >= indent) return false
  // Tests are full of functions that are there to do nothing.
  if (isTest && !/\bdef\s{1,4}test_/.test(lines[head]!)) return false
  const around = lines.slice(Math.max(0, head - 3), at + 1).join('\n')
  const owner = ownerOf(lines, head)
  const isAbstract = ABSTRACT.test(around) || /\((?:.{0,200}\b)?(?:Protocol|ABC)\b/.test(owner)
  return !isAbstract && !NOTHING_TO_DO.test(lines[head]!)
}

const DEF = /^\s{0,80}(?:async\s{1,4})?def\s/

/** The line with the `def` of a head that ends on a line; -1 where it is the head of something else. */
function headOf(lines: readonly string[], end: number): number {
  const last = lines[end] ?? ''
  if (!/:\s{0,10}(?:#.{0,200})?$/.test(last)) return -1
  if (DEF.test(last)) return end
  // A wrapped head closes its parenthesis on a line of its own.
  if (!last.trimStart().startsWith(')')) return -1
  for (let up = end - 1; up >= 0 && end - up < 20; up--) {
    if (indentOf(lines[up]!) === indentOf(last)) return DEF.test(lines[up]!) ? up : -1
  }
  return -1
}

/** The line of the class around a method; '' for a function of its own. */
function ownerOf(lines: readonly string[], at: number): string {
  const indent = indentOf(lines[at]!)
  for (let up = at - 1; up >= 0 && at - up < 2000; up--) {
    const line = lines[up]!
    if (line.trim() !== '' && indentOf(line) < indent) return /^\s{0,80}class\s/.test(line) ? line : ''
  }
  return ''
}

const indentOf = (line: string): number => line.length - line.trimStart().length
