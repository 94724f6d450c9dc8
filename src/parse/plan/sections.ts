import type { Block } from '../../model/blocks.ts'
import type { Plan, SectionEntry, SectionName } from '../../model/plan.ts'
import { plain } from '../text/inline.ts'
import { isOdd, spellings } from '../text/phrases.ts'
import { isNone } from '../vocabulary/index.ts'
import { located, type ReadContext } from './context.ts'
import { cellsOf } from './task-table.ts'
import type { OutlineNode } from '../outline.ts'
import { oneLine } from './items.ts'
import { type Item, itemsOf, readList } from './item-head.ts'

/** Ids of the templates' own entries; they tell the section wherever the entry stands. */
const BY_PREFIX: Readonly<Record<string, SectionName>> = {
  FM: 'feedback',
  MT: 'feedback',
  MP: 'measurement',
  SMT: 'measurement',
  KPI: 'measurement',
  ECP: 'evidence',
  EC: 'evidence',
  AT: 'adaptation',
  CM: 'change',
  VA: 'validation-approach',
  VM: 'validation-approach',
  QS: 'quality',
  RM: 'risk',
  RS: 'risk',
  RE: 'escalation',
  IAV: 'alignment',
  AM: 'alignment-metrics',
  DR: 'documentation',
}

// Titles by section, as `phrases.ts` spells them out.
const BY_TITLE: readonly (readonly [string, SectionName])[] = [
  [
    'feedback mechanisms?|review cadence|progress tracking|milestone tracking|learning loops|cadence|rückmeldung(?:en)?|mécanismes de retour|mecanismos de (?:retroalimentación|feedback)|geri bildirim|обратная связь|フィードバック|反馈机制',
    'feedback',
  ],
  [
    'measurement points?|success metrics tracking|(?:key )?performance indicators|kpis?|quality metrics|metrics and targets|(?:development velocity|technical performance|business success) metrics|success metrics|messpunkte|kennzahlen|qualitätskennzahlen|points de mesure|indicateurs|métriques|puntos de medición|métricas|pontos de medição|metrikler|метрики|показатели|指標|品質指標|指标|质量指标',
    'measurement',
  ],
  [
    'evidence collection(?: points?)?|continuous evidence collection|evidence integration|evidence|nachweise|collecte de preuves|recogida de evidencias?|coleta de evidências|kanıt toplama|сбор свидетельств|エビデンス(?:収集)?|证据收集',
    'evidence',
  ],
  [
    "adaptation triggers?|when to adapt|adaptive response plan|adaptive responses?|adaptation mechanism|anpassungsauslöser|anpassung|déclencheurs d'adaptation|disparadores de adaptación|gatilhos de adaptação|uyarlama|триггеры адаптации|適応トリガー|调整触发条件|适应触发",
    'adaptation',
  ],
  ['adaptation process', 'adaptation-process'],
  [
    'change management|änderungsmanagement|gestion du changement|gestión (?:de cambios|del cambio)|gestão de mudanças?|değişiklik yönetimi|управление изменениями|変更管理|变更管理',
    'change',
  ],
  [
    'validation approach|validation per milestone|primary validation methods|success validation plan|validierungsansatz|approche de validation|enfoque de validación|abordagem de validação|doğrulama yaklaşımı|подход к проверке|検証アプローチ|验证方法',
    'validation-approach',
  ],
  [
    'quality standards?|qualitätsstandards|(?:normes|standards) de qualité|estándares de calidad|padrões de qualidade|kalite standartları|стандарты качества|品質基準|质量标准',
    'quality',
  ],
  [
    'risk escalation|escalation|eskalation|escalade(?: des risques)?|escalamiento|escalonamento|eskalasyon|эскалация|エスカレーション|升级机制',
    'escalation',
  ],
  [
    'alignment reviews?|strategy alignment reviews|intent alignment(?: verification)?|intent alignment checks?|absichtsabgleich|alignement|alineación|alinhamento|niyet uyumu|согласованность',
    'alignment',
  ],
  ['alignment metrics', 'alignment-metrics'],
  [
    'required documentation|documentation requirements|documentation|dokumentation|documentación|documentação|dokümantasyon|документация|ドキュメント|文档(?:要求)?',
    'documentation',
  ],
]

/** The titles of {@link BY_TITLE} in lower case. */
let titles: ReadonlyMap<string, SectionName> | undefined

function spelledTitles(): ReadonlyMap<string, SectionName> {
  const found = new Map<string, SectionName>()
  for (const [alternatives, name] of BY_TITLE)
    for (const title of spellings(alternatives)) if (!found.has(title)) found.set(title, name)
  return found
}

const MAY_BE_ENTRY = /^(?:\*\*)?[A-Z]{2}/
const BOX = /^\[[ xX]\]\s+/
const ENTRY_ID = /^(?:\*\*)?([A-Z]{2,4})-(\d{1,4})(?:\*\*)?\s*[:：]?\s*(?:\*\*)?[:：]?\s*/u

function nameOf(node: OutlineNode): SectionName | null {
  if (node.section === 'risks') return /escalat|eskal/iu.test(node.title) ? 'escalation' : 'risk'
  const title = node.title.replace(/\s*[(（*].*$/u, '').trim()
  titles ??= spelledTitles()
  const lower = (isOdd(title) ? title.toUpperCase() : title).toLowerCase()
  return titles.get(lower) ?? (lower.startsWith('quality metrics by ') ? 'measurement' : null)
}

/** An entry with its nested lines (`Mitigation: ...`) joined behind it. */
function entryText(ctx: ReadContext, item: Item): string {
  const head = oneLine(item.text.replace(BOX, '').replace(ENTRY_ID, ''))
  const nested = item.block.children.filter((child) => child.type === 'list').flatMap((list) => itemsOf(ctx, list))
  const details = nested
    .map((child) => oneLine(child.text))
    .map((line) => line.replace(/^(?:mitigation|response)\s*[:：]\s*/iu, 'Response: ').replace(/[.;]\s*$/u, ''))
    .filter((line) => line !== '')
  if (details.length === 0) return head
  return `${head.replace(/[.:]\s*$/u, '')}. ${details.join('; ')}`
}

function isPlaceholder(text: string): boolean {
  return text === '' || /^\[[^\]]*\]$/u.test(text)
}

function tableEntries(ctx: ReadContext, table: Block): SectionEntry[] {
  const [header, ...rows] = table.children
  if (header === undefined) return []
  const names = cellsOf(ctx, header).map((cell) => plain(cell.text))
  return rows.flatMap((row) => {
    const cells = cellsOf(ctx, row).map((cell) => oneLine(cell.text))
    const first = /^(?:#|\d+|[A-Z]{1,3}-?\d+)$/u.test(cells[0] ?? '') ? 1 : 0
    const rest = cells
      .slice(first + 1)
      .map((cell, index) =>
        cell === ''
          ? ''
          : `${names[first + 1 + index] ?? ''}: ${cell}`.replace(/^(?:mitigation|response)\s*:/iu, 'Response:'),
      )
      .filter((cell) => cell !== '')
    const text =
      rest.length === 0 ? (cells[first] ?? '') : `${(cells[first] ?? '').replace(/\.$/, '')}. ${rest.join('; ')}`
    return isPlaceholder(cells[first] ?? '') ? [] : [{ place: located(ctx, row).place, id: '', text }]
  })
}

class SectionReader {
  readonly found = new Map<SectionName, SectionEntry[]>()
  readonly answered = new Set<SectionName>()
  readonly ctx: ReadContext

  constructor(ctx: ReadContext) {
    this.ctx = ctx
  }

  private add(name: SectionName, entry: SectionEntry): void {
    const entries = this.found.get(name) ?? []
    if (!entries.some((known) => known.place.start === entry.place.start)) entries.push(entry)
    this.found.set(name, entries)
  }

  list(list: Block, name: SectionName | null): void {
    const { items, hasBold, hasCapitals } = readList(this.ctx, list)
    if (name === null && !hasBold && !hasCapitals) return
    for (const item of items) {
      const head = item.text
      const id = MAY_BE_ENTRY.test(head) ? ENTRY_ID.exec(head) : null
      const own = id === null ? undefined : BY_PREFIX[id[1]!]
      const target = own ?? name
      if (target === null || target === undefined) continue
      const text = entryText(this.ctx, item)
      if (!isPlaceholder(text))
        this.add(target, {
          place: located(this.ctx, item.block).place,
          id: id === null ? '' : `${id[1]}-${id[2]}`,
          text,
        })
    }
  }

  node(node: OutlineNode, inherited: SectionName | null): void {
    const named = nameOf(node)
    const name =
      node.section === 'out' || node.section === 'example' ? null : (named ?? (node.label === null ? inherited : null))
    for (const block of node.blocks) {
      if (block.type === 'list') this.list(block, name)
      else if (block.type === 'table' && name !== null)
        for (const entry of tableEntries(this.ctx, block)) this.add(name, entry)
      else if (block.type === 'paragraph' && named !== null && isNone(this.ctx.text.slice(block.start, block.end)))
        this.answered.add(named)
    }
    // A milestone's own fields are its own business.
    for (const child of node.children) this.node(child, child.label === null ? name : null)
  }
}

/** Reads the sections that execute.md carries over, and those a document answered with `None`. */
export function readSections(ctx: ReadContext, root: OutlineNode): Pick<Plan, 'sections' | 'answered'> {
  const reader = new SectionReader(ctx)
  reader.node(root, null)
  return { sections: Object.fromEntries(reader.found), answered: [...reader.answered] }
}
