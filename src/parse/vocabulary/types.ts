/** Canonical kinds of labels; the words for them stand in one table per language. */
export type LabelKind =
  | 'milestone'
  | 'phase'
  | 'stage'
  | 'sprint'
  | 'iteration'
  | 'epic'
  | 'story'
  | 'workpackage'
  | 'pr'
  | 'priority'
  | 'version'
  | 'quarter'
  | 'month'
  | 'week'
  | 'day'
  | 'step'
  | 'task'

/** What a heading or label says about the content below it. */
export type SectionKind =
  | 'tasks'
  | 'scope'
  | 'deliverables'
  | 'steps'
  | 'criteria'
  | 'checklist'
  | 'goal'
  | 'validation'
  | 'scenarios'
  | 'dependencies'
  | 'priority'
  | 'duration'
  | 'status'
  | 'files'
  | 'risks'
  | 'notes'
  | 'out'
  | 'metrics'
  | 'timeline'
  | 'overview'
  | 'next-steps'
  | 'appendix'
  | 'resources'
  | 'requirements'
  | 'structure'
  | 'technology'
  | 'prerequisites'
  | 'quality'
  | 'documentation'
  | 'process'
  | 'setup'
  | 'foundational'
  | 'polish'
  | 'example'
  | 'log'
  | 'milestones'

/** The words of one language. All are compared in lower case; a section word must be the whole title or its start. */
export interface Vocabulary {
  readonly language: string
  readonly labels: Readonly<Partial<Record<LabelKind, readonly string[]>>>
  /** Words of {@link labels} that follow their number: `1. Aşama`, `第1阶段`, `1단계`. */
  readonly numberFirst?: boolean
  readonly sections: Readonly<Partial<Record<SectionKind, readonly string[]>>>
  /** Answers that mean "nothing": `None`, `N/A`. */
  readonly none: readonly string[]
}
