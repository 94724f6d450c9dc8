/** A bar of a Gantt chart. Minutes from the start of the work. */
export interface GanttBar {
  readonly id: string
  /** In words, as Markdown. */
  readonly text: string
  readonly state: 'done' | 'started' | 'open'
  readonly critical: boolean
  readonly start: number
  readonly finish: number
  /** Who does it; null for a phase. */
  readonly worker: number | null
}

export interface GanttSection {
  /** '' where the bars are phases themselves. */
  readonly title: string
  readonly bars: readonly GanttBar[]
}

/** A schedule as a chart: sections in the order of the document, bars in the order in which they start. */
export interface GanttView {
  readonly title: string
  /** Length of the whole, in minutes. */
  readonly minutes: number
  readonly sections: readonly GanttSection[]
}
