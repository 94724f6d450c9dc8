import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderInFrontMatter, type FrontMatterOrder } from '../../../src/parse/front-matter-dependencies.ts'
import { loadFrontMatter } from '../../../src/parse/front-matter.ts'

async function read(text: string): Promise<FrontMatterOrder> {
  return orderInFrontMatter('plan.md', text, (await loadFrontMatter([text]))('plan.md', text))
}

describe('what a document waits for by its front matter', () => {
  test.each([
    ['a name', 'depends_on: M1', ['M1']],
    ['names between commas', 'depends_on: "01-01, 01-02"', ['01-01', '01-02']],
    ['a list in brackets', 'dependencies: [task-8, "TASK-100.1"]', ['task-8', 'TASK-100.1']],
    ['a list of lines', 'dependencies:\n  - task-8\n  # not yet\n  - task-9\ntitle: x', ['task-8', 'task-9']],
    ['a list without indent', 'title: task-9\ndepends-on:\n- task-8\n- task-9', ['task-8', 'task-9']],
    ['a number', 'depends_on: [1]', ['1']],
    ['a file', 'depends_on:\n  - ./plans/34-01-PLAN.md', ['./plans/34-01-PLAN.md']],
    ['a label with its title', 'depends_on: "Phase 1: The harbour"', ['Phase 1']],
    ['labels in one name', 'depends_on: Phases 1 and 2', ['Phase 1', 'Phase 2']],
    ['all that came before', 'depends_on: all previous phases', ['*']],
    ['a table of something else', 'dependencies:\n  react: 19\n  yaml: 2', []],
    ['a list of tables', 'dependencies:\n  - name: x', []],
    ['another key', 'requires: [M1]\nmodified_files: [a.ts]', []],
  ])('%s', async (_name, yaml, targets) => {
    const { stated, independent } = await read(`---\nid: x\n${yaml}\n---\n# A\n\ntask-8 M1\n`)
    expect(stated.map(({ target }) => target)).toEqual(targets)
    expect(independent).toBe(false)
    expect(stated.every(({ form }) => form === 'front-matter')).toBe(true)
  })

  test.each(['depends_on: []', 'dependencies: none', 'depends_on: null', 'depends_on: ["-"]'])(
    '%s says that it waits for nothing',
    async (yaml) => expect(await read(`---\nid: x\n${yaml}\n---\n`)).toEqual({ stated: [], independent: true }),
  )

  test('the place of a name is its own, also where the name stands elsewhere too', async () => {
    const text = '---\r\ntitle: task-8\r\ndependencies:\r\n  - task-8\r\n  - task-8.1\r\n---\r\n# task-8\r\n'
    const { stated } = await read(text)
    expect(stated.map(({ place }) => [text.slice(place.start, place.end), place.start])).toEqual([
      ['task-8', text.indexOf('- task-8') + 2],
      ['task-8.1', text.indexOf('task-8.1')],
    ])
  })

  test('a name that YAML spells otherwise has the place of its key', async () => {
    const text = '---\ndepends_on: ["a\\u0062c"]\n---\n'
    const [one] = (await read(text)).stated
    expect([one!.target, text.slice(one!.place.start, one!.place.end)]).toEqual(['abc', 'depends_on'])
  })

  test('any front matter is read, and every place lies in it', async () => {
    const value = fc.oneof(
      fc.string(),
      fc.array(fc.string().map((text) => JSON.stringify(text))).map((list) => `[${list.join(', ')}]`),
      fc.constantFrom('\n- a\n- b', ' &x [*x]', ' |\n  a\n  b', ': :', ' {a: [b]}'),
    )
    await fc.assert(
      fc.asyncProperty(value, fc.constantFrom('depends_on', '"dependencies"', 'depends-on'), async (yaml, key) => {
        const text = `---\n${key}: ${yaml}\n---\nx\n`
        const matter = (await loadFrontMatter([text]))('plan.md', text)
        for (const { place, target } of orderInFrontMatter('plan.md', text, matter).stated) {
          expect(target).not.toBe('')
          expect(place.start).toBeGreaterThan(0)
          expect(place.end).toBeLessThanOrEqual(matter.span!.end)
        }
      }),
    )
  })

  test('thousands of names take no more than their share of time', async () => {
    const text = `---\ndepends_on:\n${Array.from({ length: 5000 }, (_, at) => `  - t-${at}`).join('\n')}\n---\n`
    const start = performance.now()
    expect((await read(text)).stated).toHaveLength(200)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
