import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withMergeDriver, withoutMergeDriver } from '../../src/workspace/git-attributes.ts'
import { schemaErrors } from '../cli/schema-check.ts'
import { buildSmallCommand } from '../cli/small-command.ts'
import { removeFolder, runHere } from '../cli/support.ts'
import { commandFolder, makeRepository, type Repository } from './repository.ts'

const block = `# intentk: begin (written by \`intentk init --git\`)
**/execute.md merge=intentk
**/execute.lock.json merge=intentk
# intentk: end
`

describe('.gitattributes', () => {
  test.each([
    ['', block],
    ['* text=auto\n', `* text=auto\n${block}`],
    ['* text=auto', `* text=auto\n${block}`],
    [`a b\n# intentk: begin, of long ago\n**/old.md merge=x\n# intentk: end\nc d\n`, `a b\n${block}c d\n`],
    ['# intentk: begin\nmine\n', `${block}mine\n`],
  ])('%j', (before, after) => {
    expect(withMergeDriver(before)).toBe(after)
    expect(withMergeDriver(after)).toBe(after)
  })

  test('line ends are those of the file, and everything else stays', () => {
    const text = '* text=auto\r\n*.png binary\r\n'
    expect(withMergeDriver(text)).toBe(text + block.replaceAll('\n', '\r\n'))
    expect(withoutMergeDriver(withMergeDriver(text))).toBe(text)
    expect(withoutMergeDriver(text)).toBe(text)
  })
})

let path = ''
let bin = ''
let repository: Repository
beforeAll(async () => {
  bin = await buildSmallCommand()
  path = commandFolder(bin)
}, 60_000)
afterAll(() => [dirname(bin), path].forEach(removeFolder))
beforeEach(() => void (repository = makeRepository(path)))
afterEach(() => repository.remove())

const driver = ({ git }: Repository): string => git('config', '--local', '--get', 'merge.intentk.driver').text.trim()

describe('init --git', () => {
  test('writes the attributes and configures this clone, a second time nothing', async () => {
    repository.write('.gitattributes', '*.png binary\n')
    const first = await repository.intentk('init', '--git')
    expect(first).toEqual({
      code: 0,
      stdout: '',
      stderr: `Wrote .gitattributes: **/execute.md, **/execute.lock.json merge=intentk
Configured the merge driver of this clone
Each clone runs this once. Without it, and in merges on a web page, \`intentk execute\` makes the conflicts good.
Next git add .gitattributes
`,
    })
    expect(repository.read('.gitattributes')).toBe(`*.png binary\n${block}`)
    expect(driver(repository)).toMatch(/^intentk merge-driver %O %A %B %P; /)
    const second = await repository.intentk('init', '--git')
    expect(second.stderr).toMatch(/^\.gitattributes is up to date\nThe merge driver of this clone is up to date\n/)
    expect(repository.read('.gitattributes')).toBe(`*.png binary\n${block}`)
  })

  test('--remove takes both away again, and a file of its own', async () => {
    await repository.intentk('init', '--git')
    expect((await repository.intentk('init', '--git', '--remove')).code).toBe(0)
    expect(existsSync(join(repository.folder, '.gitattributes'))).toBe(false)
    expect(driver(repository)).toBe('')
    expect((await repository.intentk('init', '--git', '--remove')).stderr).toBe('Nothing was set up.\n')
  })

  test('--dry-run says what it would do and does nothing', async () => {
    const { code, stderr } = await repository.intentk('init', '--git', '--dry-run')
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(stderr).toMatch(/^Would write \.gitattributes/)
    expect(existsSync(join(repository.folder, '.gitattributes'))).toBe(false)
    expect(driver(repository)).toBe('')
  })

  test('a command that is installed in the repository is called from there', async () => {
    repository.write('node_modules/.bin/intentk', '')
    await repository.intentk('init', '--git')
    expect(driver(repository)).toMatch(/^node_modules\/\.bin\/intentk merge-driver /)
  })

  test.each([[['init', '--git']], [['init', '--git', '--remove']]])(
    'its JSON is as its schema says: %j',
    async (argv) => {
      const { stdout } = await repository.intentk(...argv, '--json')
      expect(schemaErrors('init', JSON.parse(stdout))).toBe('')
    },
  )

  test('without --git it says what there is', async () => {
    expect(await repository.intentk('init')).toMatchObject({ code: 2, stderr: expect.stringContaining('init --git') })
  })

  test('outside of git it says so', async () => {
    const { code, stderr } = await runHere(dirname(repository.folder), ['init', '--git'])
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('no git repository') })
  })
})

describe('merge-driver', () => {
  const base = '- [ ] T001 One\n- [ ] T002 Two\n'
  const put = (ours: string, theirs: string): void => {
    for (const [name, text] of Object.entries({ base, ours, theirs })) repository.write(`${name}.md`, text)
  }
  const argv = ['merge-driver', 'base.md', 'ours.md', 'theirs.md', 'visions/001/execute.md']

  test('writes the merge over the own version', async () => {
    put(base.replace('[ ] T001', '[x] T001'), base.replace('[ ] T002', '[x] T002'))
    expect(await repository.intentk(...argv)).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(repository.read('ours.md')).toBe('- [x] T001 One\n- [x] T002 Two\n')
    expect(repository.read('theirs.md')).toBe('- [ ] T001 One\n- [x] T002 Two\n')
  })

  test('ends with 3 and keeps both texts where both sides changed the same field', async () => {
    put(base.replace('One', 'First'), base.replace('One', 'Uno'))
    const { code, stderr } = await repository.intentk(...argv)
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `Both sides changed 1 field of visions/001/execute.md; ours stays.
  visions/001/execute.md:1 T001 text
    ours   First
    theirs Uno
`,
    })
    expect(repository.read('ours.md')).toBe(
      '- [ ] T001 First\n  <!-- intentk:conflict T001 branch: "Uno" -->\n- [ ] T002 Two\n',
    )
    put(base.replace('One', 'First'), base.replace('One', 'Uno'))
    const json = await repository.intentk(...argv, '--json')
    expect(schemaErrors('merge-driver', JSON.parse(json.stdout))).toBe('')
  })

  test('leaves files alone that are no text, and files that are missing', async () => {
    put('a\n', 'b\n')
    repository.write('theirs.md', '')
    expect((await repository.intentk('merge-driver', 'base.md', 'ours.md', 'gone.md', 'x.md')).code).toBe(2)
    expect((await repository.intentk('merge-driver', 'base.md')).code).toBe(2)
    expect(repository.read('ours.md')).toBe('a\n')
  })

  test('in a clone without intentk git merges by lines, with markers', async () => {
    await repository.intentk('init', '--git')
    repository.git(
      'config',
      'merge.intentk.driver',
      driver(repository).replace('intentk merge', 'no-such-command merge'),
    )
    repository.write('execute.md', base)
    repository.commit('base')
    repository.git('checkout', '-qb', 'b')
    repository.write('execute.md', base.replace('One', 'Uno'))
    repository.commit('b')
    repository.git('checkout', '-q', 'main')
    repository.write('execute.md', base.replace('One', 'First'))
    repository.commit('a')
    expect(repository.git('merge', 'b').code).toBe(1)
    expect(readFileSync(join(repository.folder, 'execute.md'), 'utf8')).toBe(
      '<<<<<<< ours\n- [ ] T001 First\n=======\n- [ ] T001 Uno\n>>>>>>> theirs\n- [ ] T002 Two\n',
    )
  })
})
