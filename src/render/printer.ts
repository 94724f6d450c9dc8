import type { Task } from '../model/task.ts'
import type { Printer } from '../merge/merge-task.ts'
import { formatEstimate } from './estimate.ts'
import { withGates } from './gates.ts'
import { taskBody } from './task-body.ts'
import { taskText } from './task-text.ts'

/** How tasks are printed, for comparing them with what stands in a document; each is printed once. */
export function printer(): Printer {
  const texts = new Map<Task, string>()
  return {
    text: (task) => {
      const known = texts.get(task)
      if (known !== undefined) return known
      const text = taskText(task.text)
      texts.set(task, text)
      return text
    },
    estimate: (task) => formatEstimate(task.estimate),
    body: (task) => taskBody(withGates(task.body, task.gates)),
  }
}
