import type { Rule } from '../rule.ts'
import dependencyCycle from './dependency-cycle.ts'
import duplicateId from './duplicate-id.ts'
import gitConflictMarker from './git-conflict-marker.ts'
import orderContradictsDependency from './order-contradicts-dependency.ts'
import parallelConflict from './parallel-conflict.ts'
import selfDependency from './self-dependency.ts'
import unclosedFence from './unclosed-fence.ts'
import unknownDependency from './unknown-dependency.ts'
import usesBeforeCreated from './uses-before-created.ts'
import unreadTaskLine from './unread-task-line.ts'
import unusedDisable from './unused-disable.ts'

/** Every rule, by group and name. */
export const rules: readonly Rule[] = [
  duplicateId,
  gitConflictMarker,
  unclosedFence,
  unreadTaskLine,
  unusedDisable,
  dependencyCycle,
  orderContradictsDependency,
  parallelConflict,
  selfDependency,
  unknownDependency,
  usesBeforeCreated,
]
