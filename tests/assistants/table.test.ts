import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Assistant } from '../../src/assistants/assistant.ts'
import { assistantNamed } from '../../src/assistants/select.ts'
import { assistants, genericIn } from '../../src/assistants/table.ts'

/* Each row of the facts about assistants against its entry of the table (skipped where the facts are not at hand). */

const page = join(import.meta.dirname, '../../../shared/design/assistants.md')
const isThere = existsSync(page)
const all: readonly Assistant[] = [...assistants, genericIn('DIR')]

/** The cells of the table below a heading, without its head. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  if (!isThere) return []
  const section = readFileSync(page, 'utf8').split(`## ${heading}\n`)[1]!.split('\n## ')[0]!
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

const codes = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)
const skills = rowsBelow('Skills assistants')
const files = rowsBelow('Command-file assistants')

test.skipIf(!isThere)('the table has a row for each assistant, and no other', () => {
  const keys = [...skills, ...files].map((row) => row[1]!).toSorted()
  expect(keys).toHaveLength(46)
  expect(all.map(({ key }) => key).toSorted()).toEqual(keys)
})

describe.skipIf(!isThere)('a skill', () => {
  test.each(skills.map((row) => [row[1]!, row] as const))(
    '%s',
    (key, [name = '', , folder = '', invoked = '', notes = '']) => {
      const entry = all.find((each) => each.key === key)!
      expect(name.startsWith(entry.name)).toBe(true)
      expect(codes(invoked)).toEqual([entry.invoked.replace('<c>', 'execute')])
      const [dir = ''] = codes(folder)
      expect(entry.home).toBe(dir.startsWith('~/'))
      expect(entry.targets[0]).toMatchObject({ path: `${dir.replace('~/', '')}/intentk-<c>/SKILL.md`, format: 'skill' })
      expect(entry.placeholder).toBe('$ARGUMENTS')
      const wantsHint = key === 'claude' || key === 'alquimia'
      const wantsCallable = wantsHint || notes.startsWith('`user-invocable`')
      expect(entry.targets[0]!.front).toEqual([
        ...(wantsHint ? ['argument-hint'] : []),
        ...(wantsCallable ? ['user-invocable', 'disable-model-invocation'] : []),
      ])
      const others = codes(notes).filter((code) => /<c>/.test(code) && code.includes('intentk'))
      const known = [...entry.targets.map(({ path }) => path), ...entry.former]
      for (const path of others) expect(known).toContain(path)
      if (notes.includes('alias')) expect(entry.aliases).toContain(codes(notes.slice(notes.indexOf('alias')))[0])
      expect(entry.list).toBe(codes(notes).find((code) => code.endsWith('prompts.yml')) ?? null)
    },
  )
})

describe.skipIf(!isThere)('a command file', () => {
  test.each(files.filter((row) => row[1] !== 'generic').map((row) => [row[1]!, row] as const))(
    '%s',
    (key, [name = '', , file = '', format = '', placeholder = '']) => {
      const entry = all.find((each) => each.key === key)!
      expect(name.startsWith(entry.name)).toBe(true)
      const [path = ''] = codes(file)
      expect(entry.targets).toHaveLength(1)
      const [target] = entry.targets
      expect(target!.path).toBe(path)
      expect(target!.format).toBe(format.split(/[ ,]/)[0])
      const [given] = codes(placeholder).slice(-1)
      expect(entry.placeholder).toBe(placeholder.startsWith('none') ? null : given)
      const spelled = [...codes(file).slice(1), ...codes(format)].find((code) => /^[/@]intentk/.test(code))
      const stem = path
        .split('/')
        .at(-1)!
        .replace(/\.(?:prompt|\w+)$/, '')
      if (spelled !== undefined) expect(entry.invoked).toBe(spelled)
      else if (stem !== '<c>') expect(entry.invoked.endsWith(stem)).toBe(true)
      for (const field of ['argument-hint', 'invokable', 'category', 'tags'] as const)
        expect(target!.front.includes(field), field).toBe(format.includes(field))
      expect(target!.front.includes('name')).toBe(/`name[:`]/.test(format))
      expect(target!.front.length === 0).toBe(target!.format !== 'markdown' || format.includes('no front matter'))
      for (const older of codes(file).filter((code) => !code.includes('<c>')))
        expect(entry.former.every((former) => former.startsWith(`${older}/`)) && entry.former.length > 0).toBe(true)
    },
  )
})

test('keys and other names are unambiguous', () => {
  const words = assistants.flatMap(({ key, aliases }) => [key, ...aliases])
  expect(new Set(words).size).toBe(words.length)
  for (const { key, name, aliases } of assistants)
    for (const word of [key, name, ...aliases, ` ${name.toUpperCase()} `]) expect(assistantNamed(word)?.key).toBe(key)
  expect(assistantNamed('nobody')).toBeNull()
})

test('only those with files in the home folder are of the home folder, and every path is relative', () => {
  expect(assistants.filter(({ home }) => home).map(({ key }) => key)).toEqual(['hermes', 'minimax'])
  for (const { targets, former, context } of assistants)
    for (const path of [...targets.map((target) => target.path), ...former, context])
      expect(path).not.toMatch(/^[/~]|\.\.|\\/)
})

test('one place is written in one way', () => {
  const formats = new Map<string, string>()
  for (const { targets, placeholder } of assistants)
    for (const { path, format, front } of targets) {
      const how = JSON.stringify([format, front, placeholder])
      expect(formats.get(path) ?? how).toBe(how)
      formats.set(path, how)
    }
})
