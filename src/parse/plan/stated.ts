import type { StatedDependency } from '../../model/values.ts'
import { namedLabels, namesAllPrevious } from '../named-labels.ts'
import { readDependencyValue } from '../text/dependencies.ts'
import { maskCode, plain } from '../text/inline.ts'
import { sentencesOf } from '../text/sentences.ts'
import type { ReadContext } from './context.ts'
import type { Field, OutlineNode } from '../outline.ts'
import { unreadDependency } from './bodies.ts'
import { itemsOf } from './item-head.ts'

const NONE: readonly StatedDependency[] = []

/** The dependencies that a milestone or headed task states of itself. */
export interface StatedHere {
  readonly stated: readonly StatedDependency[]
  /** It says that it depends on nothing. */
  readonly independent: boolean
}

/** The milestones that a dependency's value names by label, in any language, and "all previous ones". */
export function labelsNamed(
  ctx: ReadContext,
  value: string,
  start: number,
  form: StatedDependency['form'],
): StatedDependency[] {
  const place = { file: ctx.file, start, end: start + value.length }
  const shown = value.replaceAll(/\([^()]*\)|（[^（）]*）/gu, (remark) => ' '.repeat(remark.length))
  if (namesAllPrevious(shown)) return [{ target: '*', form, place, text: value }]
  return namedLabels(shown).map((label): StatedDependency => ({ target: label.target, form, place, text: value }))
}

function readValue(ctx: ReadContext, value: string, start: number, form: StatedDependency['form']): StatedHere {
  const read = readDependencyValue(value, { file: ctx.file, start }, form)
  const named = labelsNamed(ctx, value, start, form)
  const all = named.some((one) => one.target === '*')
  const others = all ? [] : read.stated.filter((one) => namedLabels(one.target).length === 0 && one.target !== '*')
  // What is no label and no id may be a title; the milestones are asked for it later.
  const place = { file: ctx.file, start, end: start + value.length }
  const titles = read.unclear.map((target): StatedDependency => ({ target, form: 'prose', place, text: value }))
  if (!read.understood && !read.none && named.length === 0 && titles.length === 0) unreadDependency(ctx, value, start)
  return { stated: [...named, ...others, ...titles], independent: read.none && named.length === 0 }
}

// "Requires Step 1", "Dépend du jalon 1", "Kann erst beginnen, wenn Phase 1 ...": the sentence opens with it.
const OPENS =
  /^(?:[*_]{0,2})(?:(?:this|it) )?(?:depends? (?:up)?on|requires?|needs|waits? for|blocked by|(?:can )?(?:only )?(?:start|begin)s? (?:only )?(?:after|once|when)|only after|comes after|kann (?:erst|nur) (?:beginnen|starten)|beginnt (?:erst )?(?:nach|wenn)|(?:nur|erst) nach|hängt (?:nur )?(?:von|ab)|braucht|benötigt|setzt|dépend(?:ent)? (?:de|du|des)|nécessite|commence après|après|depende[mn]? (?:de|del|da|do|das|dos)|requiere|requer|comienza después|empieza después|começa (?:depois|após|apenas)|após|depois d[aeo]|tras|зависит от|требует|начинается после|только после|после)(?![\p{L}])|^.{0,24}(?:tamamlan|bittikten sonra|sonra başla|完了後|のあと|の後に|てから|之后|以后|完成后|이후)/iu

/** Whether a sentence opens with a word of waiting. */
export const opensWithWaiting = (sentence: string): boolean => OPENS.test(sentence)

/** Sentences directly below a heading that open with a word of waiting and name a milestone or step. */
function inProse(ctx: ReadContext, node: OutlineNode): StatedDependency[] {
  const found: StatedDependency[] = []
  const read = (source: string, start: number, from = 0): void => {
    for (const sentence of sentencesOf(source).slice(from)) {
      if (sentence.text.length <= 240 && OPENS.test(plain(sentence.text)))
        found.push(...labelsNamed(ctx, positive(maskCode(sentence.text)), start + sentence.start, 'prose'))
    }
  }
  for (const block of node.blocks) {
    if (block.type === 'paragraph') read(ctx.text.slice(block.start, block.end), block.start)
    // A point that is one such sentence and nothing else.
    for (const head of block.type === 'list' ? itemsOf(ctx, block) : []) {
      if (head.block.children.length <= 1 && head.text.length <= 80 && !head.text.startsWith('['))
        read(head.text, head.start)
    }
  }
  // "Goal: 9,000 pictures. Depends on Phase 1.": the label is of the first sentence only.
  for (const { section, value, valueStart } of node.fields)
    if (section !== 'dependencies' && section !== 'validation' && !isOneSentence(value)) read(value, valueStart, 1)
  return found
}

/** Whether nothing before the last character of a text can end a sentence. */
function isOneSentence(text: string): boolean {
  const end = text.search(SENTENCE_END)
  return end < 0 || end === text.length - 1
}

const SENTENCE_END = /[.!?\n。！？]/u

/** What a sentence denies is not stated: `..., no de los pagos`, `(Phase 2 is not needed)`. */
export function positive(sentence: string): string {
  return sentence.replace(/[,;]\s*(?:not|no|nicht|pas|não|değil|не)\b.*$/isu, '')
}

/** Reads what a node states it waits for: labelled values, a section of its own, sentences that open with it. */
export function statedBy(ctx: ReadContext, node: OutlineNode | null, fields: readonly Field[]): StatedHere {
  const found: StatedHere[] = []
  for (const { section, value, valueStart } of fields.length > 0 || node === null ? fields : node.fields)
    if (section === 'dependencies') found.push(readValue(ctx, value, valueStart, 'label'))
  for (const child of node?.children ?? []) {
    if (child.section !== 'dependencies') continue
    for (const block of child.blocks) {
      if (block.type === 'paragraph')
        found.push(readValue(ctx, ctx.text.slice(block.start, block.end), block.start, 'label'))
      else if (block.type === 'list')
        for (const item of itemsOf(ctx, block)) found.push(readValue(ctx, item.text, item.start, 'bullet'))
    }
  }
  const prose = node === null ? NONE : inProse(ctx, node)
  const stated = found.length === 0 ? prose : [...found.flatMap((one) => one.stated), ...prose]
  return { stated, independent: stated.length === 0 && found.some((one) => one.independent) }
}
