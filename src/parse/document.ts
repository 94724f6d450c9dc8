import type { BlockParser } from './markdown.ts'
import type { SourceFile } from '../model/source.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { lineIndex } from './lines.ts'
import { readConstitution, readGoal, readSpec, readStrategy, readVision } from './documents/index.ts'
import { statementsWith } from './documents/statements.ts'
import { readPlan, type ReadPlan } from './plan/index.ts'
import type { ReadContext } from './plan/context.ts'
import { blocksApart, unclosedFences } from './fences.ts'
import { unreadBoxes } from './unread.ts'

/** A document read as a plan and, by its role, as what it is. */
export interface ReadDocument extends Omit<ReadPlan, 'diagnostics'> {
  readonly vision?: ReturnType<typeof readVision>
  readonly goal?: ReturnType<typeof readGoal>
  readonly strategy?: ReturnType<typeof readStrategy>
  readonly spec?: ReturnType<typeof readSpec>
  readonly constitution?: ReturnType<typeof readConstitution>
  readonly foundations: ReturnType<typeof statementsWith>
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads one document of a vision or feature. `choice` picks one of several plans inside fences. */
export function readDocument(
  role: string,
  source: SourceFile,
  parse: BlockParser,
  choice: number | null,
): ReadDocument {
  const tree = parse(source.text)
  const lines = lineIndex(source.text)
  const read = readPlan(source, tree, { parse, lines, ...(choice === null ? {} : { choice }) })
  const diagnostics: Diagnostic[] = []
  const ctx: ReadContext = { file: source.path, text: source.text, lines, diagnostics, dialect: '' }
  const { outline, plan } = read
  const kinds = {
    ...(role === 'vision' ? { vision: readVision(ctx, outline, plan.title) } : {}),
    ...(role === 'goal' ? { goal: readGoal(ctx, outline, plan.title) } : {}),
    ...(role === 'strategy' ? { strategy: readStrategy(ctx, outline, plan.title) } : {}),
    ...(role === 'spec' || role === 'requirements' ? { spec: readSpec(ctx, outline, plan.title) } : {}),
    ...(role === 'constitution' ? { constitution: readConstitution(ctx, outline, plan.title) } : {}),
    foundations:
      role === 'plan' || role === 'milestones' || role === 'goal' ? statementsWith(ctx, outline, ['SR', 'ED']) : [],
  }
  const apart = blocksApart(tree.blocks)
  const unread = unreadBoxes({ source, lines, apart, outline, read: [plan, kinds] })
  return {
    ...read,
    ...kinds,
    diagnostics: [...read.diagnostics, ...diagnostics, ...unclosedFences(source.path, apart), ...unread],
  }
}
