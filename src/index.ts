export { compile } from './compile.ts'
export { derive } from './derive/index.ts'
export type { Coverable, Derived, DeriveInput, DeriveOptions, MilestoneDraft, ParsedDocument } from './derive/index.ts'
export type {
  CoverageKey,
  CoverageResult,
  GraphInput,
  GraphResult,
  PathStep,
  Schedule,
  TaskReasons,
} from './graph/index.ts'
export {
  buildGraph,
  coverage,
  defaultSharedPaths,
  explainPath,
  explainTask,
  orderPhases,
  scheduleOf,
} from './graph/index.ts'
export { formatLock, parseLock } from './merge/lock.ts'
export type {
  Lock,
  LockDocument,
  LockEntry,
  LockGone,
  LockHeader,
  LockHeading,
  LockMilestone,
  LockTask,
  LockBlock,
} from './merge/lock.ts'
export { readTaskDocument } from './parse/tasks/document.ts'
export { applyEdits } from './edit/text-edits.ts'
export { healPair } from './merge/heal.ts'
export { loadParser } from './parse/markdown.ts'
export { readDocument } from './parse/document.ts'
export { readPlan } from './parse/plan/index.ts'
export { intentkParser } from './parse/unified.ts'
export { render } from './render/render.ts'
export { intentkStringify, printNodes } from './render/stringify.ts'
export { builtInTemplates } from './render/templates.ts'
export type * from './model/blocks.ts'
export type * from './model/compile.ts'
export type * from './model/diagnostic.ts'
export type * from './model/documents.ts'
export type * from './model/execution.ts'
export type * from './model/graph.ts'
export type * from './model/merge.ts'
export type * from './model/plan.ts'
export type * from './model/source.ts'
export type * from './model/task.ts'
export type * from './model/task-document.ts'
export type * from './model/values.ts'
