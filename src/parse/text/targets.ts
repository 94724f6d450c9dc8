import type { Span } from '../../model/source.ts'
import { once } from '../../model/once.ts'

/** Names read out of the value of a dependency statement. Offsets are relative to the value. */
export interface Targets {
  readonly targets: readonly Target[]
  /** Items that name nothing recognisable. */
  readonly unclear: readonly Span[]
}

/** `T011`, `T005-T010` (a range, always with `-`), `2.1`, `Phase A`, `Milestone 2`, or `*` for all that came before. */
export interface Target extends Span {
  readonly name: string
}

const NO_TARGETS: readonly Target[] = []

const DASH = '\\s?(?:-|–|—|〜|~|～|\\.{2,3}|…|\\s(?:to|through|thru|bis|à|até|hasta|до)\\s)\\s?'
const ID =
  '(?:T-?\\d{1,6}(?:\\.\\d{1,4}){0,4}[a-z]?(?:-[A-Z][A-Z0-9]{0,9})?|(?!P\\d(?!\\d))[A-Z][A-Z0-9]{0,9}-\\d{1,6}(?:\\.\\d{1,4}){0,4}[a-z]?|(?!P\\d(?!\\d)|Q\\d)[A-Z]{1,5}\\d{1,5}(?:\\.\\d{1,4}){0,3}[a-z]?|#\\d{1,6}|\\d{1,4}(?:\\.\\d{1,4}){1,5}[a-z]?|\\d{2,3}-\\d{2,3})'
const LABEL =
  '(?:user\\s)?(?:milestones?|phases?|stages?|steps?|sprints?|iterations?|weeks?|days?|epics?|stor(?:y|ies)|tasks?|subtasks?|work\\s?packages?|workstreams?|streams?|tracks?|wps?|units?|parts?|waves?|batch(?:es)?|groups?|levels?|meilensteine?n?|phasen|schritte?n?|aufgaben?|etapp?e?n?s?|étapes?|fases?|etapas?|passos?|pasos?|tareas?|tarefas?|tâches?|hitos?|marcos?|jalons?|aşama|faz|adım|görev|этапа?|этапы|фаз[аыу]?|шага?|задач[аиу]?)'
const LABEL_CJK =
  '里程碑|阶段|階段|步骤|任务|任務|マイルストーン|フェーズ|ステップ|タスク|スプリント|단계|마일스톤|작업|페이즈'
const NUMBER =
  '(?:\\d{1,4}(?:\\.\\d{1,4}){0,4}[a-z]?|[A-Z](?:\\.?\\d{1,3})?(?![\\p{L}\\d])|[IVX]{1,6}(?:\\.\\d{1,3})?(?![\\p{L}\\d])|#\\d{1,6})'
const NOT_IN_WORD = '(?![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}_])'

const LABELLED = once(
  () =>
    new RegExp(
      `(${LABEL}(?=\\s)|${LABEL_CJK})\\s{0,2}(${NUMBER})(?:${DASH}(${NUMBER}))?(?![\\p{Script=Latin}\\d_])`,
      'iuy',
    ),
)
const NEXT_NUMBER = once(
  () =>
    new RegExp(
      `\\s{0,2}(?:,|，|、|&|\\+|/|and|und|et|y|e|ve|и|と|和|및|or)\\s{0,2}(${NUMBER})(?:${DASH}(${NUMBER}))?(?![\\p{Script=Latin}\\d_])(?![.:]\\d)`,
      'uy',
    ),
)
const CJK_ORDINAL = once(() => /第?([0-9一二三四五六七八九十]{1,4})\s?(阶段|階段|步|里程碑|フェーズ|ステップ|단계)/uy)
const RANGE = once(() => new RegExp(`(${ID})(?:${DASH}(${ID}|[a-z0-9.]{1,8}))?${NOT_IN_WORD}`, 'uy'))
const ALONE = /(\d{1,4})(?=\s*(?:$|[,，、;；\])）]))/y
const EVERYTHING = once(
  () =>
    /(?:all|everything|alle[sn]?|tou(?:te?s|t)|tod[ao]s|tüm|bütün|все|すべて|全て|所有|全部|모든|이전 모든)(?:\s?(?:the|die|les|las|los|as|os|of|的|の))?\s?(?:previous|prior|earlier|preceding|above|former|before|vorherigen|vorigen|précédentes?|anteriores|önceki|предыдущие|前|以前|これまで|之前|前置|前面|이전|앞선)\s?(?:の|的)?\s?(?:[\p{L}]{1,20})?|(?:前|これまで|以前|前面|之前|此前|前述)の?的?(?:すべて|全て|全|所有|全部)[の的]?\p{L}{0,8}|이전(?:의)? 모든\s?\p{L}{0,8}|(?:all|alle|tous|todos|tüm|все|すべて|全て|全部|모두)(?=\s*(?:$|[,;.()（）]))/iuy,
)
const SKIP = once(
  () =>
    /(?:[\s,，、;；&+/|*_`[\]"'.·→]|(?:and|und|et|y|e|ve|и|と|和|及|및|or|both|the|on|of|von|de|der|die|den|dem|du|des|les|los|las|el|os|as|auf)(?=[\s:*_`])|(?:completion|complete|completed|done|finished|ready)\s(?:of)(?=\s))+/iuy,
)
const REMARK = once(
  () =>
    /\s*(?:[*_`]{1,3}\s?)?(?:completions?|completed?|complet(?:e|ion)|done|finished|(?:must |to )?be (?:complete|done|finished)|(?:is|are|being) (?:complete|completed|done|finished)|finishes|完了後?|の完了後?|が完了|完成[后後]?|后|後|abgeschlossen|fertig|terminée?s?|completad[ao]s?|conclu[ií]d[ao]s?|tamamlan\p{L}*|bitince|заверш\p{L}+|완료(?: 후| 이후)?|이후|후)/iuy,
)

function at(regex: RegExp, text: string, offset: number): RegExpExecArray | null {
  regex.lastIndex = offset
  return regex.exec(text)
}

/** `milestones` to `milestone`, in the printed case; other languages stay as they are. */
function singular(label: string): string {
  if (/stories$/i.test(label)) return label.slice(0, -3) + (label.endsWith('S') ? 'Y' : 'y')
  if (/batches$/i.test(label)) return label.slice(0, -2)
  return /^(?:user\s)?(?:milestones|phases|stages|steps|sprints|iterations|weeks|days|epics|tasks|subtasks|work\s?packages|workstreams|streams|tracks|wps|units|parts|waves|groups|levels|fases|etapas|étapes|passos|pasos|tareas|tarefas|tâches|hitos|marcos|jalons)$/i.test(
    label,
  )
    ? label.slice(0, -1)
    : label
}

function labelled(text: string, offset: number, found: Target[]): number {
  const first = at(LABELLED(), text, offset)
  if (first === null) return cjk(text, offset, found)
  const label = singular(first[1]!.replace(/\s+/g, ' '))
  const glue = /[\u3040-\u30FF\u4E00-\u9FFF]$/.test(label) ? '' : ' '
  const name = (low: string, high: string | undefined): string =>
    `${label}${glue}${low}${high === undefined ? '' : `-${high}`}`
  found.push({ name: name(first[2]!, first[3]), start: offset, end: offset + first[0].length })
  let end = offset + first[0].length
  // `Milestones 2 and 3`, `Phases 1, 2 & 4`.
  const plural = label !== first[1] || glue === ''
  for (let next = at(NEXT_NUMBER(), text, end); plural && next !== null; next = at(NEXT_NUMBER(), text, end)) {
    const start = end + next[0].search(/[\dA-ZIVX#][\w.#–-]*$/u)
    end += next[0].length
    found.push({ name: name(next[1]!, next[2]), start: Math.max(start, offset), end })
  }
  return end
}

function cjk(text: string, offset: number, found: Target[]): number {
  const ordinal = at(CJK_ORDINAL(), text, offset)
  if (ordinal === null) return offset
  const end = offset + ordinal[0].length
  found.push({ name: ordinal[0], start: offset, end })
  return end
}

// `src/a.ts`: letters that end in neither a blank nor a letter of another script are no label, and only what begins
// like one of the words for everything can be one. Spares compiling the two longest patterns for most documents.
const GLUED = /[A-Za-z]+[^A-Za-z\s\x80-\uFFFF]/y

function one(text: string, offset: number, found: Target[]): number {
  const glued = at(GLUED, text, offset) !== null
  const all = glued && !/[abet]/i.test(text[offset]!) ? null : at(EVERYTHING(), text, offset)
  if (all !== null) {
    found.push({ name: '*', start: offset, end: offset + all[0].length })
    return offset + all[0].length
  }
  const byLabel = glued ? offset : labelled(text, offset, found)
  if (byLabel > offset) return byLabel
  const id = /[A-Z#\d]/.test(text[offset]!) ? at(RANGE(), text, offset) : null
  if (id !== null) {
    const end = offset + id[0].length
    const isRange = id[2] !== undefined && /^(?:[A-Z]{1,9}-?\d|\d|[a-z]$)/.test(id[2])
    const name = id[2] === undefined ? id[1]! : `${id[1]!}-${id[2]}`
    if (id[2] === undefined || isRange) found.push({ name, start: offset, end })
    else found.push({ name: id[1]!, start: offset, end: offset + id[1]!.length })
    return id[2] === undefined || isRange ? end : offset + id[1]!.length
  }
  const alone = at(ALONE, text, offset)
  if (alone === null) return offset
  found.push({ name: alone[1]!, start: offset, end: offset + alone[1]!.length })
  return offset + alone[1]!.length
}

/** Behind a name: `completion`, a parenthesised remark, a title after a colon, a remark after a dash. */
function skipRemarks(text: string, offset: number): number {
  let end = offset
  for (let round = 0; round < 6; round++) {
    const before = end
    end += at(/[*_`\]]{0,4}/y, text, end)![0].length
    end += at(REMARK(), text, end)?.[0].length ?? 0
    const open = at(/\s{0,3}[(（]/y, text, end)
    if (open !== null) end = closing(text, end + open[0].length)
    end += at(/\s?[:：]\s?[^,，;；\n]{0,200}|\s[-–—]\s[^,，;；\n]{0,200}|'s\b/y, text, end)?.[0].length ?? 0
    if (end === before) break
  }
  return end
}

/** A parenthesis opens. */
const isOpening = (code: number): boolean => code === 0x28 || code === 0xff08

/** Behind the parenthesis that closes what opened before `from`; at most 300 characters on. */
function closing(text: string, from: number): number {
  let depth = 1
  const limit = Math.min(text.length, from + 300)
  for (let index = from; index < limit; index++) {
    const code = text.charCodeAt(index)
    if (isOpening(code)) depth++
    else if ((code === 0x29 || code === 0xff09) && --depth === 0) return index + 1
  }
  return limit
}

// One path in a code span, which begins like none of the words for everything: what names a file and no task.
const LONE_PATH = /^`(?!all|ev|tou|tod)[a-z][\w-]*\/[\w./-]+`$/

/** The names in the value of a dependency statement, in order; everything else item by item as unclear. Linear. */
export function readTargets(text: string): Targets {
  if (LONE_PATH.test(text)) return { targets: NO_TARGETS, unclear: [{ start: 1, end: text.length }] }
  const targets: Target[] = []
  const unclear: Span[] = []
  let offset = 0
  while (offset < text.length) {
    offset += at(SKIP(), text, offset)?.[0].length ?? 0
    if (offset >= text.length) break
    const end = one(text, offset, targets)
    if (end > offset) {
      offset = skipRemarks(text, end)
      continue
    }
    const item = at(/[^,，、;；\n(（]{0,400}/y, text, offset)![0]
    const open = isOpening(text.charCodeAt(offset + item.length))
      ? closing(text, offset + item.length + 1)
      : offset + item.length
    unclear.push({ start: offset, end: offset + item.trimEnd().length })
    offset = Math.max(open, offset + 1)
  }
  return { targets, unclear: unclear.filter((span) => span.end > span.start) }
}
