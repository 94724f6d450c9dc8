import { expect, test } from 'vitest'
import {
  compileCase,
  compiled,
  realCases,
  realFolders,
  source,
  WITHOUT_DOCUMENTS,
  hasReal,
} from '../support/compiling.ts'

/* A run over the document that the run before wrote changes nothing, of any real plan. */

test.skipIf(!hasReal)(
  `an execute.md that nobody touched stays as it is ${WITHOUT_DOCUMENTS}`,
  { timeout: 300_000 },
  async () => {
    const cases = [...realCases(), ...realFolders()]
    const wrong: string[] = []
    for (const one of cases.filter((_, at) => process.env['INTENTK_FULL'] !== undefined || at % 4 === 0)) {
      const first = await compileCase(one)
      if (first.status !== 'compiled') continue
      const written = source(first.text, 'execute.md')
      const again = await compileCase(one, { lock: first.lock, written })
      const { text, lock, merged } = compiled(again)
      if (
        text !== first.text ||
        lock !== first.lock ||
        merged.changes.length + merged.kept.filter((k) => k.what !== 'done' && k.what !== 'tick').length > 0
      ) {
        const [a, b] = [
          (text === first.text ? first.lock : first.text).split('\n'),
          (text === first.text ? lock : text).split('\n'),
        ]
        const at = a.findIndex((line, index) => line !== b[index])
        wrong.push(
          `${one.name}\n- ${a[at]}\n+ ${b[at]}\n${JSON.stringify(merged.changes.slice(0, 3))} ${JSON.stringify(merged.kept.slice(0, 5))}`,
        )
      }
    }
    expect(wrong.length, wrong.slice(0, 12).join('\n\n')).toBe(0)
  },
)
