import { test } from 'vitest'
import { compile } from '../../src/compile.ts'
import { exchangeOf } from '../../src/exchange/from-execution.ts'
import type { ExchangePlan, ExchangeTask } from '../../src/exchange/plan.ts'
import { toSpecKit } from '../../src/exchange/spec-kit.ts'
import { toJson } from '../../src/exchange/to-json.ts'
import { toTaskMaster } from '../../src/exchange/to-task-master.ts'
import { toOpenSpec } from '../../src/exchange/to-openspec.ts'
import { detect } from '../../src/exchange/detect.ts'
import { loadFrontMatter } from '../../src/parse/front-matter.ts'
import { compileCase, inputOf, realCases } from '../support/compiling.ts'

const same = (k: string, v: unknown) =>
  k !== 'files'
    ? JSON.stringify(v)
    : JSON.stringify(
        (v as string[]).filter((f, _, all) => f.includes('/') || !all.some((g) => g.endsWith('/' + f))).toSorted(),
      )
const of = (text: string) => ({
  role: 'plan' as const,
  source: { path: 'plan.md', text, bom: false, eol: '\n' as const },
  link: 'plan.md',
})
const formats: Record<string, (p: ExchangePlan) => Record<string, string>> = {
  speckit: (p) => ({ 'tasks.md': toSpecKit(p) }),
  json: (p) => ({ 'x.json': toJson(p) }),
  tm: (p) => ({ 'tasks.json': toTaskMaster(p) }),
  openspec: (p) => toOpenSpec(p),
}
test('round', async () => {
  const frontMatter = await loadFrontMatter([])
  for (const [format, write] of Object.entries(formats)) {
    let bad = 0
    let n = 0
    for (const each of realCases()) {
      const r = await compileCase(each)
      if (r.status !== 'compiled') continue
      const plan = exchangeOf(r.execution)
      const files = Object.entries(write(plan)).map(([path, text]) => ({ path, text }))
      const found = detect({ files, from: 'x', name: 'x', frontMatter })
      if (found.candidates.length !== 1) {
        console.log(format, each.name, 'candidates', found.candidates.length)
        bad++
        continue
      }
      const text = found.candidates[0]!.read().plan
      const again = await compile(inputOf([of(text)]))
      if (again.status !== 'compiled') {
        console.log(
          format,
          each.name,
          plan.tasks.length,
          again.status,
          again.diagnostics.filter((d) => d.severity === 'error').map((d) => d.message),
        )
        bad++
        continue
      }
      const back = exchangeOf(again.execution)
      const a = new Map(plan.tasks.map((t) => [t.id, t]))
      const b = new Map(back.tasks.map((t) => [t.id, t]))
      const diffs: string[] = []
      for (const [id, t] of a) {
        const u = b.get(id)
        if (u === undefined) {
          diffs.push(`-${id} ${t.text}`)
          continue
        }
        for (const k of ['text', 'state', 'phase', 'dependsOn', 'files', 'estimate'] as const)
          if (same(k, t[k as keyof ExchangeTask]) !== same(k, u[k]))
            diffs.push(`${id}.${k} ${JSON.stringify(t[k])} -> ${JSON.stringify(u[k])}`)
      }
      for (const [id, u] of b) if (!a.has(id)) diffs.push(`+${id} ${u.phase} ${u.text}`)
      n++
      if (diffs.some((d) => !d.includes('.files'))) {
        bad++
        console.log(
          format,
          each.name,
          a.size,
          diffs.length,
          diffs
            .slice(0, 4)
            .map((d) => d.slice(0, 330))
            .join('\n   '),
        )
      }
    }
    console.log(format, n, bad)
  }
}, 200000)
