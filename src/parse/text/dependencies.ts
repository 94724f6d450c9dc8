import type { Span } from '../../model/source.ts'
import type { StatedDependency, StatedForm } from '../../model/values.ts'
import { once } from '../../model/once.ts'
import { brackets } from './brackets.ts'
import { isOrdinaryFile } from './file-names.ts'
import { findPaths } from './paths.ts'
import { isOdd, spellings } from './phrases.ts'
import { readTargets, type Target } from './targets.ts'

export { readArrowChain } from './arrows.ts'
export { readMermaidEdges } from './mermaid.ts'

/** Where the first character of the text stands. */
export interface At {
  readonly file: string
  readonly start: number
}

export interface InlineDependencies {
  readonly stated: readonly StatedDependency[]
  /** What to cut from the text, relative to it: the parentheses, or the part of them that says it. */
  readonly spans: readonly Span[]
  /** Remarks that say "depends on" and name nothing recognisable, relative to the text; to be reported. */
  readonly unclear: readonly Span[]
  /** Remarks that name files, relative to the text. They stay where no task makes these. */
  readonly files: readonly Span[]
}

export interface DependencyValue {
  readonly stated: readonly StatedDependency[]
  /** The value says that there is none. */
  readonly none: boolean
  /** False where it says something that is no name, no file and not "none": to be reported. */
  readonly understood: boolean
  /** Items that name nothing recognisable, as printed: perhaps titles. */
  readonly unclear: readonly string[]
}

export interface DependencyLine extends DependencyValue {
  readonly form: StatedForm
  /** The label as printed: `Depends on`. */
  readonly label: string
}

const STRONG =
  'depends(?: on)?|depending on|dependent on|deps?|dependenc(?:y|ies)|blocked (?:by|on)|blockers?|waits? for|waiting (?:for|on)|prereq(?:uisite)?s?|依存先|依存関係|依存|前提タスク|依赖于?|前置任务|前置|取决于|依賴|abhängig(?:keit(?:en)?)?(?: von)?|hängt ab von|blockiert durch|dépend (?:de|du|des)|dépendances?|bloquée? par|depende de|dependencias?|dependências?|bloquead[oa] por|bağımlı(?:lık)?|bağlı|зависит от|зависимост[ьи]|의존성?|선행(?: 작업)?'
const WEAK =
  'after|follows|requires?|needs|benötigt|nach|erfordert|après|nécessite|requiere|después de|requer|após|depois de|sonra|gerektirir|после|требует|完了後|需要|必要'
const CUE = once(
  () => new RegExp(`(?<![\\p{L}\\d_-])(?:(${STRONG})|(${WEAK}))(?:\\s?[:：]\\s?|\\s(?:on\\s)?|(?=[T#\\d]))`, 'iuy'),
)
const CUE_STARTS = once(() => new Set(spellings(`${STRONG}|${WEAK}`).map((spelling) => spelling.slice(0, 2))))
// Cues that state a dependency by themselves; "depending on the weather" and "dependencies from npm" do not.
const STATEMENT = once(
  () =>
    /^(?:depends|blocked|waits|waiting|依存|依赖|依賴|取决于|abhängig von|hängt|blockiert|dépend |depende|bağımlı|зависит)/iu,
)
const NONE = once(
  () =>
    /^[\s*_`[(]*(?:none|nothing|no (?:other |hard |external )?(?:dependenc|prerequisit)|no\b(?=\s*$)|n\/?a(?!\p{L})|nil(?!\p{L})|independent|standalone|self-contained|なし|無し|ありません|无|無|没有|keine?[rsn]?(?!\p{L})|nenhum|ningun|aucun|yok(?!\p{L})|нет(?!\p{L})|отсутствуют|없음|-+\s*$|–\s*$|—\s*$|\[\s*\])/iu,
)

// How NONE begins, in two letters.
const MAY_BE_NONE = /^[\s*_`[(]*(?:n[aeio/]|in|st|se|ke|au|yo|[-–—[]|[^\x00-\x7F])/i

function saysNone(value: string): boolean {
  return MAY_BE_NONE.test(value) && NONE().test(value)
}

function toStated(
  target: Target,
  form: StatedForm,
  at: At,
  offset: number,
  label: string,
  source: string,
): StatedDependency {
  const start = at.start + offset + target.start
  const printed = source.slice(target.start, target.end).replace(/\s+/g, ' ')
  const text = label === '' ? printed : `${label} ${printed}`
  return { target: target.name, form, place: { file: at.file, start, end: at.start + offset + target.end }, text }
}

interface Remark {
  readonly stated: readonly StatedDependency[]
  readonly span: Span
  readonly understood: boolean
}

const CUE_PLACE = /^\s*[*_]{0,3}|[,，;；、]\s*|\s[–—-]\s+/g

/** Where in a parenthesis the dependency begins: at its start or after a comma, semicolon or dash. */
function cueIn(inner: string): { cue: RegExpExecArray; from: number } | null {
  CUE_PLACE.lastIndex = 0
  for (let place = CUE_PLACE.exec(inner); place !== null; place = CUE_PLACE.exec(inner)) {
    const from = place.index
    const at = from + place[0].length
    // An empty match stays where it is.
    if (at === from) CUE_PLACE.lastIndex = at + 1
    const opening = inner.slice(at, at + 2)
    if (!CUE_STARTS().has(opening.toLowerCase()) && !isOdd(opening)) continue
    CUE().lastIndex = at
    const cue = CUE().exec(inner)
    if (cue !== null) return { cue, from }
  }
  return null
}

/** Offset behind the last name, so that `(depends on T001, 2h)` keeps its estimate. */
function consumed(value: string, last: Target, unclear: readonly Span[]): number {
  const rest = unclear.find((span) => span.start >= last.end)
  return rest?.start ?? value.length
}

// `(T009完了後)`: these languages put the cue behind the names.
const POSTPOSITION = once(
  () =>
    /\s?(?:の?(?:完了)?後|完了後?に?|に依存|之后|以后|完成[后後]|이후|완료 후|에 의존|['’]?[dt][ea]n sonra|['’]?\p{L}{0,2} bağlı)\s*$/iu,
)

function readPostposition(inner: string, open: number, close: number, at: At): Remark | null {
  if (!/[^\x00-\x7F]|sonra/i.test(inner)) return null
  const cue = POSTPOSITION().exec(inner.slice(-30))
  if (cue === null) return null
  const value = inner.slice(0, inner.length - cue[0].length)
  const { targets, unclear } = readTargets(value)
  if (targets.length === 0 || unclear.length > 0) return null
  const stated = targets.map((target) => toStated(target, 'inline', at, open + 1, '', inner))
  return { stated, span: { start: open, end: close }, understood: true }
}

function readRemark(text: string, open: number, close: number, at: At): Remark | null {
  const inner = text.slice(open + 1, close - 1)
  const found = cueIn(inner)
  if (found === null) return readPostposition(inner, open, close, at)
  const valueStart = found.cue.index + found.cue[0].length
  const value = inner.slice(valueStart)
  /** Of the whole parenthesis, or of the part of it that begins at `from`. */
  const spanOf = (from: number, tail: number): Span =>
    from === 0 && tail === close - 1 ? { start: open, end: close } : { start: open + 1 + from, end: tail }
  const { targets, unclear } = readTargets(value)
  const last = targets[targets.length - 1]
  if (last === undefined) {
    if (saysNone(value)) return null
    const files = madeFiles(value, { file: at.file, start: at.start + open + 1 + valueStart }, found.cue[0].trim())
    if (files.length > 0) return { stated: files, span: spanOf(found.from, close - 1), understood: true }
    const says = text[open] !== '[' && (/[:：]\s*$/.test(found.cue[0]) || STATEMENT().test(found.cue[0]))
    return says ? { stated: [], span: { start: open, end: close }, understood: false } : null
  }
  const label = found.cue[0].replace(/[:：]\s*$/, '').trim()
  const stated = targets.map((target) => toStated(target, 'inline', at, open + 1 + valueStart, label, value))
  const end = consumed(value, last, unclear)
  const tail = end === value.length ? close - 1 : open + 1 + valueStart + end
  return { stated, span: spanOf(found.from, tail), understood: true }
}

/**
 * Dependencies in parentheses or brackets: `(depends on T011)`, `(after T001, T002)`, `(依存: T002)`, also as one part of
 * a remark: `(2h, blocked by #12)`, and `(depends on `src/a.ts`)`, which stays. Nothing is read out of running text.
 */
export function findInlineDependencies(text: string, at: At): InlineDependencies {
  const remarks = brackets(text)
  if (remarks.length === 0) return NOTHING
  const stated: StatedDependency[] = []
  const spans: Span[] = []
  const unclear: Span[] = []
  const files: Span[] = []
  let until = 0
  for (let index = 0; index < remarks.length; index++) {
    const { start: open, end: close } = remarks[index]!
    if (open < until || close - open > 300) continue
    const remark = readRemark(text, open, close, at)
    if (remark === null) continue
    until = close
    stated.push(...remark.stated)
    if (!remark.understood) unclear.push(remark.span)
    else if (remark.stated[0]?.form === 'uses') files.push(remark.span)
    else spans.push(withMarks(text, remark.span))
  }
  const found = { stated, spans, unclear, files }
  if (files.length > 0) known.set(stated[0]!, { text, found })
  return found
}

/** A span with the marks of emphasis that hold it and nothing else: `*(depends on T001)*`. */
function withMarks(text: string, { start, end }: Span): Span {
  let marks = 0
  while (marks < 3 && /[*_]/.test(text[start - marks - 1] ?? '') && text[start - marks - 1] === text[end + marks])
    marks++
  return { start: start - marks, end: end + marks }
}

/** What was found in the texts that name files, by the first statement of each. */
const known = new WeakMap<StatedDependency, { readonly text: string; readonly found: InlineDependencies }>()

/** As {@link findInlineDependencies} with no regard to the places, for a text of which statements may be known. */
export function findAgain(text: string, statements: readonly StatedDependency[]): InlineDependencies {
  const first = statements[0]
  const before = first === undefined ? undefined : known.get(first)
  return before?.text === text ? before.found : findInlineDependencies(text, { file: '', start: 0 })
}

const NOTHING: InlineDependencies = { stated: [], spans: [], unclear: [], files: [] }

/** The path that is all of a value, in a code span: nothing around it has a say in what it is. */
function loneFile(value: string): string | null {
  if (value.charCodeAt(0) !== 0x60 || !value.endsWith('`')) return null
  const word = value.slice(1, -1)
  return isOrdinaryFile(word) ? word : null
}

function fileTarget(
  path: string,
  start: number,
  raw: string,
  at: At,
  form: StatedForm,
  label: string,
): StatedDependency {
  const place = { file: at.file, start: at.start + start, end: at.start + start + raw.length }
  return { target: path, form, place, text: label === '' ? raw : `${label} ${raw}` }
}

function pathTargets(value: string, at: At, form: StatedForm, label: string): StatedDependency[] {
  const lone = loneFile(value)
  if (lone !== null) return [fileTarget(lone, 1, lone, at, form, label)]
  return findPaths(value).paths.map(({ path, raw }) =>
    fileTarget(path, Math.max(value.indexOf(raw), 0), raw, at, form, label),
  )
}

/** A bare name, as in "dependencies: `sql.js`", is rather a library; what a task makes is named with its folder. */
function madeFiles(value: string, at: At, label: string): StatedDependency[] {
  return value.includes('/') ? pathTargets(value, at, 'uses', label).filter(({ target }) => target.includes('/')) : []
}

function namesFile(item: string): boolean {
  return /[./]/.test(item) && findPaths(item).paths.length > 0
}

/**
 * The names in the value of a label, table cell or front matter field. Remarks in parentheses are dropped. Files are
 * inputs: they become targets in the form `uses`, which is a dependency where another task makes the file.
 */
export function readDependencyValue(value: string, at: At, form: StatedForm, label = ''): DependencyValue {
  if (form === 'uses') {
    const stated = pathTargets(value, at, form, label)
    return { stated, none: false, understood: stated.length > 0, unclear: [] }
  }
  if (saysNone(value)) return { stated: [], none: true, understood: true, unclear: [] }
  const { targets, unclear } = readTargets(value)
  const named = targets.map((target) => toStated(target, form, at, 0, label, value))
  const stated = named.length > 0 ? named : madeFiles(value, at, label)
  const said = unclear.map((span) => value.slice(span.start, span.end)).filter((item) => !namesFile(item))
  const none = stated.length === 0 && /no (?:other )?dependenc/i.test(value)
  const understood = none || stated.length > 0 || (said.length === 0 && value.trim() !== '')
  return { stated, none, understood, unclear: none ? [] : said }
}

const LABELS =
  'depends(?: on)?|dependenc(?:y|ies)|deps|blocked by|blockers|waits for|after|requires|prerequisites?|prereqs?|依存関係|依存先|依存|前提条件|前提|依赖关系|依赖项|依赖|前置条件|前置任务|前置|依賴|abhängigkeit(?:en)?|abhängig von|voraussetzung(?:en)?|dependencias?|depende de|prerrequisitos?|dependências?|pré-requisitos?|dépendances?|dépend de|prérequis|bağımlılık(?:lar)?(?:ı)?|ön koşul(?:lar)?|зависимост[ьи]|зависит от|предусловия|предпосылки|의존성|의존 관계|의존|선행 조건|선행 작업'
const LABELLED = once(
  () =>
    new RegExp(
      `^[\\s>*_+-]*(?:\\d{1,3}[.)]\\s+)?[*_]{0,3}(?:(${LABELS})|(uses|verwendet|nutzt|benutzt|utilise|usa|utiliza|kullanır|использует|使用|利用|사용))(?:\\s\\([^()\\n]{1,40}\\))?[*_]{0,3}\\s?[:：][*_]{0,3}`,
      'iu',
    ),
)
const SENTENCE = once(
  () =>
    /^[\s>*_+-]*[*_]{0,3}(depends on|blocked by|waits for|abhängig von|hängt ab von|depende de|dépend de|зависит от)[*_]{0,3}\s+/iu,
)

// The first two letters of every label and sentence that has Latin letters alone there.
const STARTS = /^(?:ba|de|bl|wa|af|re|pr|ab|vo|ve|nu|be|ut|us|ku)$/i

/** Whether a line may begin with a label: most lines below tasks do not, and the patterns of all labels are large. */
function mayBeLabelled(line: string): boolean {
  let from = 0
  while (from < line.length && MARK.has(line.charCodeAt(from))) from++
  const two = line.slice(from, from + 2)
  return !/^[!-~]{2}$/.test(two) || STARTS.test(two)
}

/** Blanks, marks of lists and emphasis, and numbers. */
const MARK: ReadonlySet<number> = new Set(Array.from('\t >*_+-0123456789.)', (char) => char.charCodeAt(0)))

/**
 * A line below a task or a labelled line that states dependencies: `_Depends: 2.1, 2.2_`, `Dependencies: [2.1]`,
 * `**Depends on**: Phase A`, `Depends on T001`, `Uses: a.ps1`. Null when it states none: `_Requirements: 1.1_`,
 * `Install dependencies`.
 */
export function readDependencyLine(line: string, at: At): DependencyLine | null {
  if (!mayBeLabelled(line)) return null
  const labelled = LABELLED().exec(line)
  const sentence = labelled === null ? SENTENCE().exec(line) : null
  const found = labelled ?? sentence
  if (found === null) return null
  const form: StatedForm = labelled?.[2] === undefined ? 'sub-line' : 'uses'
  const label = (found[1] ?? found[2])!
  const raw = line.slice(found[0].length)
  const value = raw.replace(/[\s_*]+$/, '')
  const read = readDependencyValue(value, { file: at.file, start: at.start + found[0].length }, form, label)
  // "Uses AST parsing" and "Depends on the weather" are prose.
  if ((form === 'uses' || sentence !== null) && read.stated.length === 0) return null
  if (value.trim() === '') return null
  return { ...read, form, label }
}
