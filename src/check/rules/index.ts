import type { Rule } from '../rule.ts'
import brokenReference from './broken-reference.ts'
import comparisonTotal from './comparison-total.ts'
import controlCharacters from './control-characters.ts'
import dependencyCycle from './dependency-cycle.ts'
import doneBeforeDependency from './done-before-dependency.ts'
import doneUnverified from './done-unverified.ts'
import doneWithoutFiles from './done-without-files.ts'
import duplicateId from './duplicate-id.ts'
import duplicateTask from './duplicate-task.ts'
import estimateExceedsMilestone from './estimate-exceeds-milestone.ts'
import gitConflictMarker from './git-conflict-marker.ts'
import goalWithoutMilestone from './goal-without-milestone.ts'
import missedParallel from './missed-parallel.ts'
import missingSection from './missing-section.ts'
import missingValidation from './missing-validation.ts'
import mixedEol from './mixed-eol.ts'
import mixedTaskSyntax from './mixed-task-syntax.ts'
import mojibake from './mojibake.ts'
import needsClarification from './needs-clarification.ts'
import noPath from './no-path.ts'
import orderContradictsDependency from './order-contradicts-dependency.ts'
import orphanTask from './orphan-task.ts'
import overPlanned from './over-planned.ts'
import parallelConflict from './parallel-conflict.ts'
import placeholder from './placeholder.ts'
import priorityInversion from './priority-inversion.ts'
import selfDependency from './self-dependency.ts'
import singleFocus from './single-focus.ts'
import stale from './stale.ts'
import staleComputedSection from './stale-computed-section.ts'
import tooLarge from './too-large.ts'
import unclosedFence from './unclosed-fence.ts'
import uncoveredCriterion from './uncovered-criterion.ts'
import uncoveredDeliverable from './uncovered-deliverable.ts'
import uncoveredRequirement from './uncovered-requirement.ts'
import uncoveredScenario from './uncovered-scenario.ts'
import unknownDependency from './unknown-dependency.ts'
import unknownMilestone from './unknown-milestone.ts'
import unmeasurableCriterion from './unmeasurable-criterion.ts'
import unreadTaskLine from './unread-task-line.ts'
import unusedDisable from './unused-disable.ts'
import usesBeforeCreated from './uses-before-created.ts'
import vagueTerm from './vague-term.ts'
import visionIntentWithoutGoal from './vision-intent-without-goal.ts'

/** Every rule, by group and name. */
export const rules: readonly Rule[] = [
  brokenReference,
  duplicateId,
  gitConflictMarker,
  missingSection,
  mixedTaskSyntax,
  unclosedFence,
  unknownMilestone,
  unreadTaskLine,
  unusedDisable,
  dependencyCycle,
  missedParallel,
  orderContradictsDependency,
  parallelConflict,
  priorityInversion,
  selfDependency,
  unknownDependency,
  usesBeforeCreated,
  comparisonTotal,
  duplicateTask,
  estimateExceedsMilestone,
  missingValidation,
  needsClarification,
  noPath,
  overPlanned,
  placeholder,
  singleFocus,
  tooLarge,
  unmeasurableCriterion,
  vagueTerm,
  goalWithoutMilestone,
  orphanTask,
  stale,
  staleComputedSection,
  uncoveredCriterion,
  uncoveredDeliverable,
  uncoveredRequirement,
  uncoveredScenario,
  visionIntentWithoutGoal,
  doneBeforeDependency,
  doneUnverified,
  doneWithoutFiles,
  controlCharacters,
  mixedEol,
  mojibake,
]
