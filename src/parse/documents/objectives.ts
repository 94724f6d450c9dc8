import type { Objective } from '../../model/documents.ts'
import { located, type ReadContext } from '../plan/context.ts'
import { joinSoft, plain, stripDecorations } from '../text/inline.ts'
import { findPriority } from '../text/priority.ts'
import { type OutlineNode, walk } from '../outline.ts'
import { criterionFrom } from '../plan/criteria.ts'
import { cut } from '../plan/items.ts'
import { readWork } from '../plan/work.ts'

const HEAD =
  /^(?:intent|objective|goal|outcome|absicht|ziel|intention|objectif|intención|objetivo|intenção|niyet|hedef|amaç|намерение|цель|意図|目標|目的|意图|目标|의도|목표)(?:\s{0,3}[-#:]?\s{0,3}(\d{1,3})|[\s#:-]\s{0,3}([A-Z])(?!\p{L}))\s{0,3}[-–—:：.)]?\s*(.*)$/isu

function objective(ctx: ReadContext, node: OutlineNode, number: string, rest: string): Objective {
  const priority = findPriority(rest)
  const title = plain(stripDecorations(priority === null ? rest : cut(rest, [priority])).text)
  const work = readWork(ctx, node, { heading: title })
  const paragraph = node.blocks.find((block) => block.type === 'paragraph')
  const said = fieldsOf(ctx, node)
  const one = (pattern: RegExp): string => joinSoft(said.find(({ key }) => pattern.test(key))?.value ?? '')
  const fields = [
    ...node.fields
      .filter((field) => field.section === 'criteria')
      .map((field) => criterionFrom(ctx, field.value, field)),
    ...listCriteria(ctx, node),
  ]
  return {
    type: 'objective',
    ...located(ctx, { start: node.start, end: node.end }),
    number,
    title,
    priority: priority?.priority ?? null,
    description:
      one(DESCRIPTION) || (paragraph === undefined ? '' : joinSoft(ctx.text.slice(paragraph.start, paragraph.end))),
    reason: one(/^why (?:this priority|it comes)/iu),
    validation: one(VALIDATION) || joinSoft(node.fields.find(({ section }) => section === 'validation')?.value ?? ''),
    metric: one(/^metric$/iu),
    target: one(/^target$/iu),
    baseline: one(/^baseline$/iu),
    timeline: one(/^timeline$/iu),
    criteria: [...work.strong.filter((child) => child.type === 'criterion'), ...fields],
    scenarios: work.strong.filter((child) => child.type === 'scenario'),
  }
}

const DESCRIPTION = /^(?:description|beschreibung|descripción|descrição|açıklama|описание|説明|描述|설명)$/iu
const VALIDATION = /^(?:independent (?:validation|test)|validation)$/iu
const BULLET = /^[-*+]\s+\*\*([^*\n]{1,60})\*\*\s*[:：]\s*/u

/** What stands as `**Key**: value`, in a line of its own or as a bullet. */
export function fieldsOf(
  ctx: ReadContext,
  node: OutlineNode,
): readonly { readonly key: string; readonly value: string }[] {
  const bullets = node.blocks
    .filter((block) => block.type === 'list')
    .flatMap((list) => list.children)
    .flatMap((item) => {
      const text = ctx.text.slice(item.start, item.children[0]?.end ?? item.end)
      const head = BULLET.exec(text)
      return head === null
        ? []
        : [{ key: head[1]!.replace(/[:：]\s*$/u, ''), value: text.slice(head[0].length).trim() }]
    })
  const lines = node.fields.map(({ key, valueStart }) => ({ key, value: restOfParagraph(ctx.text, valueStart) }))
  return [...lines, ...bullets]
}

/** A value goes on over lines until something else begins: a colon in them makes no other field. */
function restOfParagraph(text: string, from: number): string {
  const end = /\n[^\S\n]*(?:\r?\n|\*\*|__|[-*+#>|]\s|$)/g
  end.lastIndex = from
  return text.slice(from, end.exec(text)?.index ?? text.length).trim()
}

/** `- **Success Criteria**: ...` as a bullet of the objective. */
function listCriteria(ctx: ReadContext, node: OutlineNode): Objective['criteria'] {
  return node.blocks
    .filter((block) => block.type === 'list')
    .flatMap((list) => list.children)
    .flatMap((item) => {
      const text = ctx.text.slice(item.start, item.end)
      const key =
        /^[-*+]\s+\*\*(success criteria|target|erfolgskriterien|critères de succès|criterios de éxito|critérios de sucesso|成功基準|成功标准)\*\*\s*[:：]\s*/iu.exec(
          text,
        )
      return key === null ? [] : [criterionFrom(ctx, text.slice(key[0].length).split('\n')[0]!, item)]
    })
}

/** Reads the numbered intents or objectives of a vision or goal document. */
export function readObjectives(ctx: ReadContext, root: OutlineNode): Objective[] {
  const found: Objective[] = []
  for (const node of walk(root)) {
    if (node.kind !== 'heading') continue
    const match = HEAD.exec(stripDecorations(node.head).text)
    if (match === null) continue
    const [, digits, letter, rest] = match
    // `Goal: a better one` has no number.
    if (digits === undefined && letter !== letter?.toUpperCase()) continue
    found.push(objective(ctx, node, digits ?? letter!, rest!))
  }
  return found
}
