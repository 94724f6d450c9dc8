import { classifySection } from '../section.ts'
import type { SectionKind } from '../vocabulary/index.ts'
import { labelLine } from '../label-lines.ts'

/** How the lists of a node are read. */
export type Role = 'work' | 'listed' | 'deliverables' | 'criteria' | 'scenarios' | 'silent'

const ROLE_OF: Readonly<Partial<Record<SectionKind, Role>>> = {
  tasks: 'listed',
  scope: 'listed',
  steps: 'listed',
  deliverables: 'deliverables',
  criteria: 'criteria',
  checklist: 'criteria',
  metrics: 'criteria',
  scenarios: 'scenarios',
  setup: 'work',
  foundational: 'work',
  polish: 'work',
  quality: 'work',
  documentation: 'work',
  process: 'work',
  milestones: 'work',
}

/** Sections below which not even a box is work; only a task id makes it one. */
export const NEVER: ReadonlySet<SectionKind> = new Set<SectionKind>([
  'out',
  'example',
  'appendix',
  'criteria',
  'checklist',
  'scenarios',
  'next-steps',
  'risks',
  'metrics',
  'timeline',
  'overview',
  'log',
])

/** Sections whose plain lists are work wherever in the document they stand. */
export const LISTING: ReadonlySet<SectionKind> = new Set<SectionKind>(['tasks', 'setup', 'foundational', 'polish'])

/** How a section's lists are read; `silent` for sections that hold no work, `work` without one. */
export function roleOf(section: SectionKind | null): Role {
  return section === null ? 'work' : (ROLE_OF[section] ?? 'silent')
}

const NUMBERED_TITLE =
  /^[\s*_]*(?:\p{Extended_Pictographic}[\u{FE0F}\s]{0,4}){0,3}(?:\d{1,3}(?:\.\d{1,3}){0,3}[A-Z]?[.):：]?\s|[A-Z]{1,2}\d{1,3}(?:\.\d{1,3})?\s*[.):：–—-]|[A-Z]\.\d{1,3}\s)/u

/** `1.2 Parser`, `B1: executor.ps1`, `A.3 Icons`: a numbered sub-deliverable. */
export function isNumberedTitle(head: string): boolean {
  return NUMBERED_TITLE.test(head)
}

/** A list item that states a value of its milestone (`- **Goal**: ...`) or opens a section (`- **Tasks**:`). */
export interface FieldItem {
  readonly section: SectionKind
  readonly value: string
  readonly valueStart: number
}

const PLAIN_KEY = /^([\p{L}][\p{L} -]{1,30}?)[:：][ \t]*(\S[^]*)?$/u

/** Reads an item's head as a field; null where its key is no word of the vocabulary. */
export function fieldItem(head: string, start: number): FieldItem | null {
  const bold = labelLine(head, start)
  const plain = bold === null ? PLAIN_KEY.exec(head.slice(0, 2000)) : null
  const key = bold?.key ?? plain?.[1]
  const section = key === undefined ? null : classifySection(key)
  if (section === null) return null
  if (bold !== null) return { section, value: bold.value, valueStart: bold.valueStart }
  const value = plain![2] ?? ''
  return { section, value, valueStart: start + head.length - value.length }
}

const CONDITION =
  /^(?:if|unless|only (?:a|if|when|after|the)|falls|nur wenn|si|seulement si|solo si|somente se|eğer|если|только если|如果|若|もし)\s/iu

/** A condition or an outcome (`If the updater works: ...`) is a remark, no work. */
export function isCondition(head: string): boolean {
  return CONDITION.test(head) || /^(?:如果|若|もし)/u.test(head)
}

const MARKED = /^[\s*_]*(?:✅|☑|✔|✓|❌|✗)/u

/** `✅ spawn() instead of execAsync()`: a mark used as a bullet. */
export function isMarked(head: string): boolean {
  return MARKED.test(head)
}

/** `Background: #0a0a0a`: a property of what the heading names. */
export function isProperty(head: string): boolean {
  return /^[\p{L}][\p{L} ]{1,24}:\s+\S/u.test(head)
}
