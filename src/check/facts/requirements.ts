import type { Place } from '../../model/source.ts'
import type { CheckedDocument } from '../subject.ts'

/** A requirement, criterion or story that a specification gives an id. */
export interface Stated {
  /** As tasks name it, in one spelling: `FR-3`, `US-3`, `3`, `3.2`. */
  readonly id: string
  /** As printed: `FR-003`, `Requirement 3`, `3.2`. */
  readonly shown: string
  readonly kind: 'requirement' | 'criterion' | 'story'
  /** Requirement that the criterion belongs to; '' for none. */
  readonly of: string
  readonly place: Place
}

/** What a piece of text names: single ids, and whether it names all of them. */
export interface Named {
  readonly ids: ReadonlySet<string>
  readonly all: boolean
}

const CODED =
  /^[ \t]*(?:>[ \t]*)*(?:#{1,6}[ \t]+|[-*+][ \t]+|\d{1,3}[.)][ \t]+|\|[ \t]*)?(?:\[[ xX]\][ \t]+)?[*_`[]{0,3}((?:FR|NFR|REQ|SC)-?\d{1,4}[a-z]?)(?![\w-])/

const KIRO =
  /^#{2,4}[ \t]+(?:requirements?|anforderung|exigence|requisito|gereksinim|требование|要件|要求|需求|요구사항)[ \t]*#?(\d{1,3})(?!\d|\.\d)/iu

const STORY = /^#{2,4}[ \t]+(?:\*\*)?User Story (\d{1,3})(?!\d)/i

const CRITERIA =
  /^#{3,6}[ \t]+(?:acceptance criteria|akzeptanzkriterien|critères d['’]acceptation|criterios de aceptación|critérios de aceitação|критерии приёмки|критерии приемки|受け入れ基準|受入基準|受け入れ条件|验收标准|驗收標準|수용 기준|인수 조건)/iu

const ITEM = /^(\d{1,3})[.)][ \t]+\S/

/** Below these nothing is to be done now. */
const NOT_NOW =
  /out of scope|non-?goals?|future|later|deferred|removed|deprecated|glossary|不做|範囲外|范围外|nicht im umfang/i

const GONE = /~~|\b(?:removed|deprecated|deferred|superseded|withdrawn|obsolete|out of scope|future)\b/i

/** One spelling of an id for all: `FR-3`, `FR003` and `FR-003` are one. */
const sameId = (id: string): string => id.toUpperCase().replace(/^([A-Z]+)-?0*(?=\d)/, '$1-')

/** The requirements and criteria of a specification, in document order, each id once. */
export function statedIn({ role, file, prose }: CheckedDocument): readonly Stated[] {
  if (role !== 'spec' && role !== 'requirements') return []
  const stated: Stated[] = []
  const seen = new Set<string>()
  let requirement = ''
  let inCriteria = false
  let notNow = 7
  const add = (id: string, shown: string, kind: Stated['kind'], of: string, start: number): void => {
    if (seen.has(id)) return
    seen.add(id)
    stated.push({ id, shown, kind, of, place: { file, start, end: start + shown.length } })
  }
  for (const { text, start } of prose) {
    const level = /^#{1,6}(?=[ \t])/.exec(text)?.[0].length ?? 0
    if (level > 0) {
      if (level <= notNow) notNow = NOT_NOW.test(text) ? level : 7
      inCriteria = CRITERIA.test(text)
      const number = KIRO.exec(text)?.[1]
      if (number !== undefined) requirement = String(Number(number))
      else if (!inCriteria && level <= 3) requirement = ''
      const story = STORY.exec(text)
      if (story !== null && notNow === 7) {
        const from = text.search(/[^#\s*]/)
        add(`US-${Number(story[1])}`, text.slice(from, story[0].length), 'story', '', start + from)
        continue
      }
      if (number !== undefined && notNow === 7) {
        const from = text.search(/[^#\s]/)
        const end = text.indexOf(number) + number.length
        add(requirement, text.slice(from, end), 'requirement', '', start + from)
        continue
      }
    }
    if (notNow < 7 || GONE.test(text)) continue
    const code = CODED.exec(text)?.[1]
    if (code !== undefined)
      add(sameId(code), code, code.startsWith('SC') ? 'criterion' : 'requirement', '', start + text.indexOf(code))
    const item = requirement !== '' && inCriteria ? ITEM.exec(text)?.[1] : undefined
    if (item !== undefined)
      add(`${requirement}.${Number(item)}`, item, 'criterion', requirement, start + text.indexOf(item))
  }
  return stated
}

const CODES =
  /(?<![\w-])(FR|NFR|REQ|SC|US|User Stor(?:y|ies))[- ]?(\d{1,4})([a-z]?)(?![\w])(?:\s?(?:-|–|—|to|through|bis|~|\.{2,3}|…|至|から)\s?(?:(FR|NFR|REQ|SC|US)-?)?(\d{1,4})(?![\w.]))?/gi

/** More ids than this in the ranges of one text are a slip of the pen. */
const MOST = 20_000

/** The numbers of ranges, as long as there are not too many of them. */
function ranges(): (from: number, to: number, take: (number: number) => void) => void {
  let left = MOST
  return (from, to, take) => {
    for (let number = from; number <= to && left > 0; number++, left--) take(number)
  }
}

/** The ids that a text names, ranges taken apart. */
export function codesIn(text: string, into: Set<string>): void {
  if (!/FR|REQ|SC|US|user story/i.test(text)) return
  const each = ranges()
  for (const [, word, from, letter, other, to] of text.matchAll(CODES)) {
    const prefix = /^user/i.test(word!) ? 'US' : word!.toUpperCase()
    into.add(`${prefix}-${Number(from)}${letter!.toUpperCase()}`)
    if (to === undefined || (other !== undefined && other.toUpperCase() !== prefix)) continue
    each(Number(from) + 1, Number(to), (number) => into.add(`${prefix}-${number}`))
  }
}

const REFERENCES =
  /(?:requirements?|validates|anforderungen|exigences|requisitos|gereksinimler|требования|要件|要求|需求|요구사항)[*_]{0,3}[ \t]*[:：][*_]{0,3}([^\n_]{0,400})/giu

const NUMBER = /(\d{1,3})(?:\.(\d{1,3}|x|\*))?(?:\s?[-–—~]\s?(?:(\d{1,3})\.)?(\d{1,3})(?![\d.]))?/g

/** The numbers that the lines `_Requirements: 1.1, 2.3_` of a task list name. */
export function numbersIn(text: string): Named {
  const ids = new Set<string>()
  const each = ranges()
  let all = false
  for (const [, list] of text.matchAll(REFERENCES)) {
    all ||= /\b(?:all|alle|tous|todos|все)\b|全|모두/iu.test(list!)
    for (const [, first, second, wide, last] of list!.matchAll(NUMBER)) {
      const isWhole = second === undefined || !/^\d/.test(second)
      ids.add(isWhole ? String(Number(first)) : `${Number(first)}.${Number(second)}`)
      if (last === undefined || (wide !== undefined && wide !== first)) continue
      const of = isWhole ? '' : `${Number(first)}.`
      each(Number(isWhole ? first : second), Number(last), (number) => ids.add(`${of}${number}`))
    }
  }
  return { ids, all }
}
