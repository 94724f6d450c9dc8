import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseToml } from 'smol-toml'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { commands } from '../../src/assistants/commands.generated.ts'
import { assistants, genericIn } from '../../src/assistants/table.ts'
import { filesOf, makeFolder, removeFolder, runHere } from '../cli/support.ts'

/*
 * What init writes for each assistant: a golden file with the tree and one command for each of its places. Each file is
 * read back by a parser that had no part in writing it. UPDATE=1 writes the golden files again.
 */
const fixtures = join(import.meta.dirname, '../fixtures/assistants')

let folder = ''
let home = ''
beforeEach(() => {
  folder = makeFolder({})
  home = makeFolder({})
})
afterEach(() => [folder, home].forEach(removeFolder))

/** The front matter of a Markdown file as data, and what is below it. */
function split(text: string): { front: Record<string, unknown>; body: string } {
  const match = /^---\n([\s\S]*?\n)---\n\n([\s\S]*)$/.exec(text)
  if (match === null) return { front: {}, body: text }
  return { front: parseYaml(match[1]!) as Record<string, unknown>, body: match[2]! }
}

const all = [...assistants, genericIn('.my/commands')]

describe.each(all.map((each) => [each.key, each] as const))('%s', (key, assistant) => {
  test('init writes what the golden file shows, and every file reads back', async () => {
    const more = key === 'generic' ? ['--commands-dir', '.my/commands'] : []
    const ran = await runHere(folder, ['init', '--assistant', key, '--yes', ...more], { env: { HOME: home } })
    expect(ran).toMatchObject({ code: 0, stdout: '' })
    const files = {
      ...filesOf(folder),
      ...Object.fromEntries(Object.entries(filesOf(home)).map(([path, text]) => [`~/${path}`, text])),
    }
    const shown = assistant.targets.map(({ path }) => `${assistant.home ? '~/' : ''}${path.replace('<c>', 'status')}`)
    if (assistant.list !== null) shown.push(assistant.list)
    const golden = [...Object.keys(files).sort(), '', ...shown.flatMap((path) => [`=== ${path}`, files[path]!])].join(
      '\n',
    )
    const file = join(fixtures, `${key}.txt`)
    if (process.env['UPDATE']) {
      mkdirSync(fixtures, { recursive: true })
      writeFileSync(file, golden)
    }
    expect(golden).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '')
    for (const target of assistant.targets)
      for (const { name, description } of commands) {
        const path = `${assistant.home ? '~/' : ''}${target.path.replace('<c>', name)}`
        const text = files[path]!
        const command = commands.find((each) => each.name === name)!
        if (target.format === 'toml') {
          const value = parseToml(text)
          expect(Object.keys(value)).toEqual(['description', 'prompt'])
          expect(value['description']).toBe(description)
          expect(value['prompt']).toContain("The user's words: {{args}}")
        } else if (target.format === 'recipe') {
          const value = parseYaml(text) as Record<string, unknown>
          expect(Object.keys(value)).toEqual([
            'version',
            'title',
            'description',
            'author',
            'parameters',
            'extensions',
            'activities',
            'prompt',
          ])
          expect(value).toMatchObject({
            version: '1.0.0',
            description,
            parameters: [{ key: 'args', input_type: 'string', requirement: 'optional', default: '' }],
            extensions: [{ type: 'builtin', name: 'developer' }],
          })
          expect(value['prompt']).toContain("The user's words: {{args}}")
        } else {
          const { front, body } = split(text)
          if (target.format === 'skill') {
            expect(front).toMatchObject({
              name: `intentk-${name}`,
              description,
              metadata: { author: 'intentk', source: `intentk:commands/${name}.md` },
            })
            expect(path).toContain(`/intentk-${name}/SKILL.md`)
            expect(typeof front['compatibility']).toBe('string')
          }
          for (const field of target.front) expect(Object.keys(front)).toContain(field)
          if (target.front.includes('argument-hint')) expect(front['argument-hint']).toBe(command.hint)
          const words = assistant.placeholder ?? 'what the user writes beside this command, in the conversation'
          expect(body).toContain(`The user's words: ${words}\n`)
          expect(body.split('\n').length).toBe(command.body.split('\n').length)
        }
      }
  })
})

test('the merged list of Rovo Dev names files that are there', async () => {
  await runHere(folder, ['init', '--assistant', 'rovodev'])
  const { prompts } = parseYaml(readFileSync(join(folder, '.rovodev/prompts.yml'), 'utf8')) as {
    prompts: readonly Record<string, string>[]
  }
  expect(prompts.map(({ name }) => name)).toEqual(commands.map(({ name }) => `intentk-${name}`))
  for (const entry of prompts) expect(existsSync(join(folder, '.rovodev', entry['content_file']!))).toBe(true)
})
