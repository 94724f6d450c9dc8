import type { Task } from '../model/task.ts'
import type { Printer } from '../merge/merge-task.ts'
import { formatEstimate } from './estimate.ts'
import { withGates } from './gates.ts'
import { taskBody } from './task-body.ts'
import { taskText } from './task-text.ts'

/** How tasks are printed, for the document and for comparing them with what stands in one; each is printed once. */
export function printer(): Printer {
  const texts = new Map<Task, string>()
  const bodies = new Map<Task, readonly string[]>()
  return {
    text: (task) => {
      const known = texts.get(task)
      if (known !== undefined) return known
      const text = taskText(task.text)
      texts.set(task, text)
      return text
    },
    estimate: (task) => (task.estimate === null ? '' : formatEstimate(task.estimate)),
    body: (task) => {
      if (task.body.length + task.gates.length === 0) return task.body
      const known = bodies.get(task)
      if (known !== undefined) return known
      const body = taskBody(withGates(task.body, task.gates))
      bodies.set(task, body)
      return body
    },
  }
}
