import type { Block } from '../../model/blocks.ts'
import type { PlanRelation } from '../../model/plan.ts'
import { once } from '../../model/once.ts'
import { namedLabels, namesAllPrevious, type NamedLabel } from '../named-labels.ts'
import { classifySection } from '../section.ts'
import { readArrowChain, readMermaidEdges } from '../text/dependencies.ts'
import { readDrawing } from '../text/drawing.ts'
import { maskCode, plain } from '../text/inline.ts'
import { sequenceIn } from '../text/sequences.ts'
import type { ReadContext } from './context.ts'
import type { OutlineNode } from '../outline.ts'
import { itemsOf, readList } from './item-head.ts'

/** Words between two names that say that the first waits for the second. */
const WAITS = once(
  () =>
    /\b(?:depends? (?:up)?on|requires?|needs?|waits? for|(?:can )?(?:start|begin)s? (?:only )?(?:after|once|when)|only (?:starts? )?(?:after|once)|builds on|blocked by|after|follows|hängt (?:nur )?(?:von|ab von)|setzt|braucht|benötigt|beginnt (?:erst )?nach|nach|dépend(?:ent)? (?:de|du|des)|nécessite|après|depende[mn]? (?:de|del|da|do|das|dos)|requiere|requer|después de|depois d[aeo]|apenas após|após)\b|bağlı|sonra|зависит от|требует|после|начинается после|に依存|の(?:後|あと)|依赖(?:于)?|在.{0,8}之后|에 의존|이후/iu,
)
/** Words between two names that say that the second waits for the first. */
const BLOCKS = once(
  () =>
    /\b(?:blocks?|enables?|unblocks?|must (?:be )?(?:complete|finish|done)\w* before|precedes|before|comes before|ist voraussetzung für|blockiert|vor|bloque|avant|bloquea|antes de|bloqueia)\b|блокирует|перед|より前|先于|阻塞/iu,
)
const ARROW = /\s*[─—]{0,8}(?:→|▶|►|-+>|⟶|➜|=+>)\s*/u
const TASK_ID =
  /(?<![\p{L}\d.-]|[^\d]\/|[^\d][a-z]\/)T-?\d{1,4}[a-z]?(?:\.\d{1,3})?(?:\s?(?:-|–|—|\.\.|~)\s?T?-?\d{1,4}[a-z]?)?(?![\p{L}\d])/gu

interface Named {
  readonly target: string
  readonly start: number
  readonly end: number
}

function namesIn(text: string): Named[] {
  const labels: Named[] = namedLabels(text).map((label: NamedLabel) => ({
    target: label.target,
    start: label.start,
    end: label.end,
  }))
  const tasks = [...text.matchAll(TASK_ID)].map((match) => ({
    target: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }))
  const all = [...labels, ...tasks].sort((a, b) => a.start - b.start)
  // `Phase 3 (US1)` is one thing by two names, `US5 (T040-T043)` a milestone and what is in it.
  let until = -1
  return all.filter((name, index) => {
    const before = all[index - 1]
    if (name.start < until) return false
    if (before === undefined || !/^\*{0,2}\s?[(（][^()（）]*$/u.test(text.slice(before.end, name.start))) return true
    const close = /[)）]/u.exec(text.slice(name.end, name.end + 300))
    until = close === null ? -1 : name.end + close.index
    return close === null
  })
}

/** `Phase 5 depends on 2+3`: numbers alone are of the kind that was named before. */
function rightOf(after: string, named: readonly Named[], left: readonly Named[]): readonly Named[] {
  if (named.length > 0) return named
  const kind = /^(\p{L}+ )/u.exec(left[left.length - 1]?.target ?? '')?.[1]
  const numbers = /^\s*(\d{1,3}(?:\s*(?:[+,&]|and)\s*\d{1,3}){0,12})(?![\p{L}\d.])/u.exec(after)?.[1]
  if (kind === undefined || numbers === undefined) return []
  return (numbers.match(/\d+/g) ?? []).map((number) => ({ target: `${kind}${number}`, start: 0, end: 0 }))
}

// "Depends on Phase 2 - can run parallel to US1": from here on the sentence speaks of something else than waiting.
const ASIDE =
  /(?:\b(?:but|(?:can|may|could|should|will)(?!\s(?:only\s)?(?:start|begin|(?:run|follow) after)))\s|\b(?:in )?parallel|\bindependent|\bconcurrent|\bparallèle|\bparalelo|並行|并行)/iu

/**
 * The names that wait: inside a parenthesis (`(T013 depends on T012)`) or behind a colon (`**US5**: T041 needs US1`)
 * those named there, if any.
 */
function subjects(names: readonly Named[], before: string): readonly Named[] {
  const left = names.filter((name) => name.end <= before.length)
  const open = Math.max(before.lastIndexOf('('), before.lastIndexOf('（'))
  const inside = open > Math.max(before.lastIndexOf(')'), before.lastIndexOf('）')) ? open : -1
  const clause = Math.max(inside, before.search(/[:：][*_]{0,2}\s[^:：]*$/u))
  const own = left.filter((name) => name.start > clause)
  return clause >= 0 && own.length > 0 ? own : left
}

/** An order one would like to have, where nothing waits, or an arrow that points at a remark. */
const WISHED =
  /[→>]\s?[*_]{0,2}(?:depends|requires|needs|waits|blocked)\b|\b(?:priority order|order of priority|in parallel with)\b|優先順/iu

class RelationReader {
  readonly found: PlanRelation[] = []
  readonly ctx: ReadContext

  constructor(ctx: ReadContext) {
    this.ctx = ctx
  }

  private add(
    from: string,
    to: string,
    form: PlanRelation['stated']['form'],
    start: number,
    end: number,
    text: string,
  ): void {
    if (from === to) return
    this.found.push({ from, stated: { target: to, form, place: { file: this.ctx.file, start, end }, text } })
  }

  /** The sentences of a dependency section, one by one. */
  prose(source: string, start: number): void {
    let at = 0
    for (const sentence of source.split(/(?<=[.。;；!?])\s+/u)) {
      const found = source.indexOf(sentence, at)
      this.sentence(sentence, start + found)
      this.sequential(sentence, start + found)
      at = found + sentence.length
    }
  }

  /** `T013-T016 are sequential except T016`: each of them waits for the one before. */
  private sequential(source: string, start: number): void {
    const chain = sequenceIn(maskCode(source))
    const printed = plain(source).slice(0, 120)
    for (let at = 1; at < chain.length; at += 1)
      this.add(chain[at]!, chain[at - 1]!, 'bullet', start, start + source.length, printed)
  }

  /** One sentence: the names before the word wait for the names after it, or block them. */
  private sentence(source: string, start: number): void {
    const text = maskCode(source)
    const names = namesIn(text)
    const first = names[0]
    if (first === undefined) return
    const cue = WAITS().exec(text.slice(first.end))
    const blocks = BLOCKS().exec(text.slice(first.end))
    const waits = cue !== null && (blocks === null || cue.index <= blocks.index)
    const word = waits ? cue : blocks
    if (word === null) return
    const at = first.end + word.index
    const left = subjects(names, text.slice(0, at))
    const asides = ASIDE.exec(text.slice(at + word[0].length))
    const until = asides === null ? text.length : at + word[0].length + asides.index
    const right = rightOf(
      text.slice(at + word[0].length, until),
      names.filter((name) => name.start >= at && name.start < until),
      left,
    )
    const printed = plain(source).slice(0, 120)
    const previous =
      waits &&
      right.length === 0 &&
      (namesAllPrevious(text.slice(at)) || /^\s*all\W*$/iu.test(text.slice(at + word[0].length)))
    for (const one of left) {
      if (previous) this.add(one.target, '*', 'bullet', start, start + source.length, printed)
      for (const other of right) {
        if (waits) this.add(one.target, other.target, 'bullet', start, start + source.length, printed)
        else this.add(other.target, one.target, 'bullet', start, start + source.length, printed)
      }
    }
  }

  /** Arrow chains between names that are known by label or id. */
  chain(text: string, start: number): void {
    if (!ARROW.test(text)) return
    let at = 0
    for (const part of text.split(/(?<=[;；。])|(?<=[.!?])\s/u)) {
      this.chainPart(part, start + text.indexOf(part, at))
      at = text.indexOf(part, at) + part.length
    }
  }

  private chainPart(line: string, start: number): void {
    if (!ARROW.test(line) || WISHED.test(line)) return
    const parts = line.split(ARROW).map((part) => namesIn(maskCode(part)))
    if (parts.length > 1 && parts.every((names) => names.length > 0)) {
      parts.forEach((names, index) => {
        for (const after of index === 0 ? [] : names)
          for (const before of parts[index - 1]!)
            this.add(after.target, before.target, 'diagram', start, start + line.length, line.trim())
      })
      return
    }
    for (const edge of readArrowChain(line, { file: this.ctx.file, start }))
      this.add(edge.after, edge.before, 'diagram', edge.place.start, edge.place.end, edge.text)
  }

  mermaid(block: Block): void {
    const code = this.ctx.text.slice(block.start, block.end)
    for (const edge of readMermaidEdges(code, { file: this.ctx.file, start: block.start })) {
      this.add(
        edge.afterLabel || edge.after,
        edge.beforeLabel || edge.before,
        'diagram',
        edge.place.start,
        edge.place.end,
        edge.text,
      )
    }
  }

  private lines(text: string, start: number): void {
    let at = start
    for (const line of text.split('\n')) {
      this.chain(line, at)
      at += line.length + 1
    }
  }

  /** A drawing of signs: the names that stand in the texts its arrows join. */
  private drawing(text: string, start: number): void {
    const lines = text.split('\n')
    const starts: number[] = []
    let at = start
    for (const line of lines) {
      starts.push(at)
      at += line.length + 1
    }
    // `Polish (T111) ← needs T109`: a note to the text, which is none of its names.
    const noted = (cell: string): string => cell.split(/\s*(?:←|◄|<-)/u, 1)[0]!
    for (const { firstLine, lastLine, ...edge } of readDrawing(lines)) {
      const [before, after] = [noted(edge.before), noted(edge.after)]
      for (const one of namesIn(after)) {
        for (const other of namesIn(before)) {
          const end = starts[lastLine]! + lines[lastLine]!.length
          this.add(one.target, other.target, 'diagram', starts[firstLine]!, end, `${before} → ${after}`.slice(0, 120))
        }
      }
    }
  }

  private list(list: Block): void {
    for (const { text, start, block } of itemsOf(this.ctx, list)) {
      this.prose(text, start)
      this.chain(text, start)
      for (const child of block.children) if (child.type === 'list') this.list(child)
    }
  }

  /** `1. **Dependencies**: Phase 1 before Phase 2` in a list of notes. */
  labelled(node: OutlineNode): void {
    for (const block of node.blocks) {
      if (block.type !== 'list') continue
      const { items, hasBold } = readList(this.ctx, block)
      if (!hasBold) continue
      for (const head of items) {
        if (!head.text.startsWith('**')) continue
        const label = /^\*\*([^*\n]{3,40})\*\*/u.exec(head.text)?.[1]
        if (label !== undefined && classifySection(label) === 'dependencies') this.prose(head.text, head.start)
      }
    }
  }

  /** `**Execution order**: A.1 → A.2 → A.3` anywhere in a plan. */
  ordered(node: OutlineNode): void {
    for (const field of node.fields) if (ORDER_LABEL.test(field.key.trim())) this.chain(field.value, field.valueStart)
  }

  section(node: OutlineNode): void {
    for (const block of node.blocks) {
      const text = this.ctx.text.slice(block.start, block.end)
      if (block.type === 'list') this.list(block)
      else if (block.type === 'paragraph') {
        this.prose(text, block.start)
        this.lines(text, block.start)
      } else if (block.type === 'code' && block.lang !== 'mermaid') {
        this.lines(text, block.start)
        this.drawing(text, block.start)
      }
    }
    for (const field of node.fields) {
      this.prose(this.ctx.text.slice(field.start, field.end), field.start)
      this.chain(field.value, field.valueStart)
    }
  }
}

const ORDER =
  /depend|abhängig|dépend|bağımlı|зависи|依存|依赖|의존|execution order|critical path|what blocks what|что от чего/iu

const ORDER_LABEL =
  /^(?:(?:strict |required )?(?:execution|implementation|task|build|work) (?:order|sequence)|(?:ausführungs|umsetzungs|arbeits)reihenfolge|ordre d['’](?:exécution|implémentation)|orden de (?:ejecución|implementación)|ordem de (?:execução|implementação)|ordine di esecuzione|(?:uygulama|yürütme) sırası|порядок (?:выполнения|реализации|работ)|(?:実行|実装|作業)順序?|(?:执行|实施|實施|執行|实现)顺?順?序|(?:실행|구현|작업) 순서)$/iu

/** Subsections that say in which order one would like to have things. */
const WISHES = /\b(?:priorit|mvp|delivery|strateg|priorid)/iu

/** Dependencies that a document states between named milestones or tasks outside of them: sentences, chains, diagrams. */
export function readRelations(ctx: ReadContext, root: OutlineNode): PlanRelation[] {
  const reader = new RelationReader(ctx)
  const visit = (node: OutlineNode, inside: boolean): void => {
    if (node.section === 'out' || node.section === 'example' || node.section === 'timeline') return
    if (!inside) reader.labelled(node)
    reader.ordered(node)
    const here = ORDER.test(node.title) || node.section === 'dependencies' || (inside && !WISHES.test(node.title))
    if (here && node.label === null) reader.section(node)
    for (const block of node.blocks) if (block.type === 'code' && block.lang === 'mermaid') reader.mermaid(block)
    for (const child of node.children) visit(child, here)
  }
  visit(root, false)
  return reader.found
}
