import type { PlanCriterion, PlanGroup, PlanScenario, PlanTask } from '../../model/plan.ts'
import type { Span } from '../../model/source.ts'
import type { SectionKind } from '../vocabulary/index.ts'
import { LISTING, NEVER, type Role } from './roles.ts'

/** What a milestone or group holds. */
export type WorkChild = PlanGroup | PlanTask | PlanCriterion | PlanScenario

/** Work as found, before it is decided whether plain bullets count. */
export interface FoundWork {
  /** Boxes, numbered steps, deliverables, headed tasks, groups that hold them. */
  readonly strong: readonly WorkChild[]
  /** Plain bullets and headings with nothing but bullets or prose: work where nothing stronger is listed. */
  readonly weak: readonly (PlanTask | PlanGroup)[]
}

/** What the lists and headings below a node inherit while its work is read. */
export interface Frame {
  readonly role: Role
  readonly section: SectionKind | null
  /** Title of the heading the work stands under. */
  readonly heading: string
  /** Names the sequence that step labels of this container form. */
  readonly chain: string
  /** A milestone's or group's own level, not a label such as Tasks. */
  readonly depth: number
  /** The whole document, no milestone: numbered lists and numbered headings alone are not work. */
  readonly loose: boolean
  /** The lists stand under a label of their own words, such as Key Features. */
  readonly labelled: boolean
  /** Beside milestones: only a task id, or a list of tasks by its own heading, is work. */
  readonly outside: boolean
}

/** What the items of a list without boxes have in common. */
export interface PlainList {
  readonly frame: Frame
  readonly sequence: string
  readonly labelled: boolean
  readonly ordered: boolean
  readonly marked: boolean
}

/** Names the sequence of the steps below a node or list. */
export function sequenceName(node: Span): string {
  return `sequence@${node.start}`
}

/** Whether plain lists of the section are work beside milestones too. */
export function isListing(frame: Frame): boolean {
  return frame.section !== null && LISTING.has(frame.section)
}

/** Whether not even a box is work here; only a task id makes it one. */
export function isNever(frame: Frame): boolean {
  return frame.section !== null && NEVER.has(frame.section)
}
