import { expect, test } from 'vitest'
import { compileDocuments, compiled } from '../support/compiling.ts'

const plan = [
  '# Plan: Shop',
  '',
  '```',
  'shop/',
  '├── api/',
  '│   └── orders.ts',
  '└── web/',
  '    └── page.tsx',
  '```',
  '',
  '## Phase 1: Orders',
  '',
  '- [ ] Create `shop/api/orders.ts`',
  '',
  '## Phase 2: Page',
  '',
  '- [ ] Create `shop/web/page.tsx`',
  '',
].join('\n')
const documents = [
  { role: 'plan' as const, link: './plan.md', source: { path: 'plan.md', text: plan, bom: false, eol: '\n' as const } },
]

test('a set-up task stays when its folders have been made', async () => {
  const first = compiled(await compileDocuments(documents, { id: 'shop' }))
  expect(first.text).toContain('T001 Create the folders `shop/api/` and `shop/web/`')
  const existing = new Set(['shop/', 'shop/api/', 'shop/api/orders.ts', 'shop/web/', 'README.md'])
  const second = compiled(await compileDocuments(documents, { id: 'shop', lock: first.lock, existing }))
  expect(second.text).toBe(first.text)
  expect(second.lock).toBe(first.lock)
})

test('folders that were there from the start make no set-up task', async () => {
  const existing = new Set(['shop/api/', 'shop/web/'])
  const result = compiled(await compileDocuments(documents, { id: 'shop', existing }))
  expect(result.text).toContain('Nothing to set up.')
})
