import type { Constitution, Goal, Spec, Strategy, StrategyOption, Vision } from '../../model/documents.ts'
import { located, type ReadContext } from '../plan/context.ts'
import { joinSoft, plain } from '../text/inline.ts'
import { fieldsOf, readObjectives } from './objectives.ts'
import { principlesBelow } from './principles.ts'
import { itemsUnder, statementsWith } from './statements.ts'
import { type OutlineNode, walk } from '../outline.ts'

const whole = (ctx: ReadContext): ReturnType<typeof located> => located(ctx, { start: 0, end: ctx.text.length })

/** Reads a vision document: numbered intents, measurable outcomes (`SC-001`). */
export function readVision(ctx: ReadContext, root: OutlineNode, title: string): Vision {
  return {
    type: 'vision',
    ...whole(ctx),
    title,
    input: inputOf(root),
    intents: readObjectives(ctx, root),
    criteria: statementsWith(ctx, root, ['SC', 'MO']),
    constraints: itemsUnder(ctx, root, ({ title: head }) => /^constraints\b/iu.test(head)),
    principles: principlesBelow(ctx, root),
  }
}

const INTRODUCTION = /^user intent\s*:\s*/iu

/** The words in `**Input**: User intent: "..."`. */
function inputOf(root: OutlineNode): string {
  for (const node of walk(root)) {
    const field = node.fields.find(({ key }) => /^input$/iu.test(key))
    if (field === undefined) continue
    const words = joinSoft(field.value).replace(INTRODUCTION, '')
    return /^".*"$/su.test(words) ? words.slice(1, -1) : words
  }
  return ''
}

/** Reads the principles of a project. */
export function readConstitution(ctx: ReadContext, root: OutlineNode, title: string): Constitution {
  return { type: 'constitution', ...whole(ctx), title, principles: principlesBelow(ctx, root) }
}

/** Reads a goal document: numbered objectives, success criteria. */
export function readGoal(ctx: ReadContext, root: OutlineNode, title: string): Goal {
  return {
    type: 'goal',
    ...whole(ctx),
    title,
    objectives: readObjectives(ctx, root),
    criteria: statementsWith(ctx, root, ['SC', 'GC']),
  }
}

const OPTION = /^(?:strategy|option|approach)\s{0,3}#?(\d{1,2})\s{0,3}[-–—:：.)]\s*(.*)$/isu

function optionsIn(ctx: ReadContext, root: OutlineNode): readonly StrategyOption[] {
  return walk(root).flatMap((node) => {
    const head = node.kind === 'heading' ? OPTION.exec(node.head) : null
    if (head === null) return []
    const approach = fieldsOf(ctx, node).find(({ key }) => /^approach$/iu.test(key))?.value ?? ''
    const span = located(ctx, { start: node.start, end: node.end })
    return [
      { type: 'strategy-option', ...span, number: head[1]!, title: plain(head[2]!), approach: joinSoft(approach) },
    ]
  })
}

const RECOMMENDED = /^(?:recommended|selected|chosen) (?:strategy|approach)/iu

/** Reads a strategy document: which approach was chosen and why. */
export function readStrategy(ctx: ReadContext, root: OutlineNode, title: string): Strategy {
  const options = optionsIn(ctx, root)
  for (const node of walk(root)) {
    if (!RECOMMENDED.test(node.title)) continue
    const field = (pattern: RegExp): string => node.fields.find((candidate) => pattern.test(candidate.key))?.value ?? ''
    const inHead = node.title
      .split(/[:：]\s*/)
      .slice(1)
      .join(': ')
    return {
      type: 'strategy',
      ...whole(ctx),
      title,
      chosen: plain(inHead || field(RECOMMENDED)),
      rationale: joinSoft(field(/^rationale$/iu)),
      options,
    }
  }
  return { type: 'strategy', ...whole(ctx), title, chosen: '', rationale: '', options }
}

const ENTITIES =
  /^(?:key entities|entities|schlüsselentitäten|entités clés|entidades clave|entidades principais|ana varlıklar|ключевые сущности|主要エンティティ|主要なエンティティ|关键实体|핵심 엔티티)/iu

/** Reads a specification: functional requirements (`FR-001`), key entities, measurable outcomes. */
export function readSpec(ctx: ReadContext, root: OutlineNode, title: string): Spec {
  return {
    type: 'spec',
    ...whole(ctx),
    title,
    requirements: statementsWith(ctx, root, ['FR', 'NFR', 'REQ', 'R']),
    entities: itemsUnder(ctx, root, (node) => ENTITIES.test(node.title)),
    criteria: statementsWith(ctx, root, ['SC']),
  }
}
