/** How long work takes at least, and as it is planned. Minutes. */
export interface Span {
  readonly minutes: number
  /** No schedule is shorter: the longest chain, or all work shared evenly among the workers. */
  readonly lowerBound: number
}

/** When a task runs, in minutes from the start of the work. */
export interface ScheduledTask {
  readonly id: string
  /** From 1. */
  readonly worker: number
  readonly start: number
  readonly finish: number
  /** False where it states no estimate and counts an hour. */
  readonly estimated: boolean
  /** Minutes it may be late before the whole is, where everybody keeps their tasks and their order. */
  readonly slack: number
}

/** Who does what when: a list schedule, of ready tasks always the one with the longest way behind it first. */
export interface ScheduleView extends Span {
  /** Null: as many as there is work for. */
  readonly workers: number | null
  /** How many have anything to do. */
  readonly busy: number
  /** Minutes of the longest chain, and of all work. */
  readonly criticalPath: number
  readonly total: number
  /** Tasks that state no estimate; each counts `assumed` minutes. */
  readonly unestimated: number
  readonly assumed: number
  /** Of what is not done yet. */
  readonly left: Span
  /** By start, then by worker. */
  readonly tasks: readonly ScheduledTask[]
}
