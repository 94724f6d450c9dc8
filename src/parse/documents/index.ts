import type { Goal, Spec, Strategy, Vision } from '../../model/documents.ts'
import { located, type ReadContext } from '../plan/context.ts'
import { joinSoft, plain } from '../text/inline.ts'
import { readObjectives } from './objectives.ts'
import { itemsUnder, statementsWith } from './statements.ts'
import { type OutlineNode, walk } from '../outline.ts'

const whole = (ctx: ReadContext): ReturnType<typeof located> => located(ctx, { start: 0, end: ctx.text.length })

/** Reads a vision document: numbered intents, measurable outcomes (`SC-001`). */
export function readVision(ctx: ReadContext, root: OutlineNode, title: string): Vision {
  return {
    type: 'vision',
    ...whole(ctx),
    title,
    intents: readObjectives(ctx, root),
    criteria: statementsWith(ctx, root, ['SC', 'MO']),
  }
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

const RECOMMENDED = /^(?:recommended|selected|chosen) (?:strategy|approach)/iu

/** Reads a strategy document: which approach was chosen and why. */
export function readStrategy(ctx: ReadContext, root: OutlineNode, title: string): Strategy {
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
    }
  }
  return { type: 'strategy', ...whole(ctx), title, chosen: '', rationale: '' }
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
