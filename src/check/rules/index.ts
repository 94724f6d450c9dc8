import type { Rule } from '../rule.ts'
import duplicateId from './duplicate-id.ts'
import unusedDisable from './unused-disable.ts'

/** Every rule, by group and name. */
export const rules: readonly Rule[] = [duplicateId, unusedDisable]
