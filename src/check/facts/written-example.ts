/** A plan, the execute.md that was made from it, and the lock beside it, for examples of rules. */
export const writtenExample = (plan: string, execute = GOAL): Readonly<Record<string, string>> => ({
  'plan.md': plan,
  'execute.md': EXECUTE.replace(GOAL, execute),
  'execute.lock.json': LOCK,
})

export const PLAN = `# Plan: Export

## Milestone 1: Writer

**Goal**: Notes leave

- [ ] Create \`src/csv.ts\`
`

const GOAL = '**Goal**: Notes leave'

const EXECUTE = `# Execution Plan: Export

## Phase 3: Milestone 1 - Writer (Priority: P1) 🎯 MVP

${GOAL}

- [ ] T001 [M1] Create \`src/csv.ts\`
- [ ] T002 [M1] Validate Milestone 1
`

// As the compiler wrote it for the plan above: hashes are of its text and of the pieces that were printed.
const LOCK = `[{"lock":1,"generator":"intentk 1","plan":"plan.md"}
,{"doc":"plan.md","hash":"cf5e49295ebd2c95"}
,{"milestone":1,"key":"writer","title":"Writer"}
,{"heading":"phase:M1","text":"## Phase 3: Milestone 1 - Writer (Priority: P1) 🎯 MVP"}
,{"block":"phase:M1#goal","hash":"5b0d13ae7e0a5cf6"}
,{"block":"phase:M1#heading","hash":"0ffd097f23be7003"}
,{"id":"T001","key":"writer/create-src/csv.ts","source":"5934483029e37632","phase":"M1","m":1,"text":"Create \`src/csv.ts\`"}
,{"id":"T002","key":"writer/validate","source":"e3b0c44298fc1c14","phase":"M1","after":"T001","m":1,"text":"Validate Milestone 1"}
]
`
