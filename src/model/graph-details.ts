/** What a page tells about one node of a picture, in words. */
export interface NodeDetails {
  /** Name and value. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  /** Lines below the task, or the tasks of a phase. */
  readonly body: readonly string[]
}
