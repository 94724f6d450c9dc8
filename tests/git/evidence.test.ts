import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import doneWithoutFiles from '../../src/check/rules/done-without-files.ts'
import { checkedDocument } from '../../src/check/subject.ts'
import { recordCheck } from '../../src/workspace/claims.ts'
import { openEvidence } from '../../src/workspace/evidence.ts'
import { diskFileSystem } from '../../src/workspace/file-system.ts'
import { runGit } from '../../src/workspace/run-git.ts'
import { removeFolder } from '../cli/support.ts'
import { source } from '../support/compiling.ts'
import { makeRepository, type Repository } from './repository.ts'

const DOC = 'specs/001-export/tasks.md'
const OPEN = '- [ ] T001 Write `src/a.ts`\n'

let repository: Repository
beforeEach(() => void (repository = makeRepository('')))
afterEach(() => repository.remove())

const evidence = (folder = repository.folder) => openEvidence(diskFileSystem, folder)
const states = (...paths: readonly string[]) => evidence().files(DOC, paths)

describe('files', () => {
  test('there, gone and never, in the index, on disk and in history', () => {
    repository.write(DOC, OPEN)
    repository.write('src/a.ts', '1\n')
    repository.write('src/old.ts', '1\n')
    repository.commit('one')
    repository.git('rm', '-q', 'src/old.ts')
    repository.commit('two')
    repository.write('src/new.ts', '1\n')
    expect(states('src/a.ts', 'src/old.ts', 'src/new.ts', 'src/b.ts')).toEqual(['there', 'gone', 'there', 'never'])
  })

  test('a file of another branch was there', () => {
    repository.write(DOC, OPEN)
    repository.commit('one')
    repository.git('checkout', '-qb', 'other')
    repository.write('src/a.ts', '1\n')
    repository.commit('two')
    repository.git('checkout', '-q', 'main')
    expect(states('src/a.ts', 'src/b.ts')).toEqual(['gone', 'never'])
  })

  test('what git leaves out is unknown where it is missing and there where it is', () => {
    repository.write('.gitignore', 'dist/\n.env\n')
    repository.write(DOC, OPEN)
    repository.commit('one')
    repository.write('.env', 'A=1\n')
    expect(states('.env', 'dist/a.js', 'src/b.ts')).toEqual(['there', null, 'never'])
  })

  test('in packages of a monorepo, beside the document, and with the name of the repository before it', () => {
    repository.write(DOC, OPEN)
    repository.write('packages/api/src/routes/a.ts', '1\n')
    repository.write('specs/001-export/data-model.md', '1\n')
    repository.write('tools/x.sh', '1\n')
    repository.commit('one')
    const found = states('src/routes/a.ts', 'data-model.md', 'repo/tools/x.sh', 'src/routes/b.ts')
    expect(found).toEqual(['there', 'there', 'there', 'never'])
  })

  test.each([
    ['src/auth.ts', 'src/auth/index.ts'],
    ['src/api.js', 'src/api.ts'],
    ['config/app.yml', 'config/app.yaml'],
    ['Docs/Guide.md', 'docs/guide.md'],
    ['src/export_service.py', 'app/core/export_service.py'],
    ['src/ExportDialog.tsx', 'web/dialogs/ExportDialog.tsx'],
  ])('%s is %s', (named, made) => {
    repository.write(DOC, OPEN)
    repository.write(made, '1\n')
    repository.commit('one')
    expect(states(named)).toEqual(['there'])
  })

  test.each([
    ['src/api/index.ts', 'src/web/index.ts'],
    ['src/models.py', 'app/models.py'],
    ['src/auth.ts', 'src/auth.css'],
    ['src/auth.ts', 'src/authority/x.ts'],
  ])('%s is not %s', (named, made) => {
    repository.write(DOC, OPEN)
    repository.write(made, '1\n')
    repository.commit('one')
    expect(states(named)).toEqual(['never'])
  })

  test('a document about another repository', () => {
    repository.write(DOC, OPEN)
    repository.write('README.md', '1\n')
    repository.commit('one')
    expect(states('src/a.ts', 'src/b.ts', 'src/c.ts', 'src/d.ts')).toEqual([null, null, null, null])
    expect(states('src/a.ts', 'src/b.ts', 'src/c.ts', 'README.md')).toEqual(['never', 'never', 'never', 'there'])
  })

  test('an example of a document, in a repository of its own', () => {
    const example = 'tests/fixtures/done/tasks.md'
    repository.write(example, OPEN)
    repository.write('src/a.ts', '1\n')
    repository.commit('one')
    expect(evidence().files(example, ['src/b.ts'])).toEqual([null])
    expect(evidence().files(example, ['src/a.ts', 'src/b.ts'])).toEqual(['there', 'never'])
  })

  test('without a commit, and in a shallow clone, nothing that is missing is certain', () => {
    repository.write(DOC, OPEN)
    expect(states('src/a.ts')).toEqual([null])
    repository.commit('one')
    repository.write('src/b.ts', '1\n')
    repository.commit('two')
    expect(states('src/a.ts', 'src/b.ts')).toEqual(['never', 'there'])
    const clone = join(dirname(repository.folder), 'clone')
    expect(repository.git('clone', '-q', '--depth', '1', `file://${repository.folder}`, clone).code).toBe(0)
    expect(evidence(clone).files(DOC, ['src/a.ts', 'src/b.ts'])).toEqual([null, 'there'])
    expect(evidence(clone).changedSince(DOC, 'src/b.ts')).toBeNull()
  })

  test('in a linked work tree', () => {
    repository.write(DOC, OPEN)
    repository.write('src/a.ts', '1\n')
    repository.commit('one')
    const linked = join(dirname(repository.folder), 'linked')
    expect(repository.git('worktree', 'add', '-q', linked).code).toBe(0)
    expect(evidence(linked).files(DOC, ['src/a.ts', 'src/b.ts'])).toEqual(['there', 'never'])
  })

  test('in a submodule, and around one', () => {
    const other = makeRepository('')
    other.write(DOC, OPEN)
    other.write('src/a.ts', '1\n')
    other.commit('one')
    repository.write(DOC, OPEN)
    repository.commit('one')
    const added = repository.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', other.folder, 'lib')
    expect(added.code).toBe(0)
    repository.commit('two')
    other.remove()
    expect(evidence(join(repository.folder, 'lib')).files(DOC, ['src/a.ts', 'src/b.ts'])).toEqual(['there', 'never'])
    expect(states('lib/src/a.ts', 'lib/src/b.ts', 'src/c.ts')).toEqual(['there', null, 'never'])
  })

  test('a hook of another repository around it changes nothing', () => {
    repository.write(DOC, OPEN)
    repository.write('src/a.ts', '1\n')
    repository.commit('one')
    const other = makeRepository('')
    vi.stubEnv('GIT_DIR', join(other.folder, '.git'))
    expect(states('src/a.ts', 'src/b.ts')).toEqual(['there', 'never'])
    vi.unstubAllEnvs()
    other.remove()
  })

  test('paths out of the repository are never looked at', () => {
    repository.write(DOC, OPEN)
    repository.commit('one')
    symlinkSync('/', join(repository.folder, 'root'))
    expect(states('../repo/x', '/etc/passwd', 'root/etc/passwd')).not.toContain('there')
  })

  test('names with blanks, quotes and letters of all kinds', () => {
    const names = ['src/a b.ts', 'src/"x".ts', 'src/ä/日本.ts', 'src/-x.ts']
    repository.write(DOC, OPEN)
    for (const name of names) repository.write(name, '1\n')
    repository.commit('one')
    expect(states(...names, 'src/ö.ts')).toEqual(['there', 'there', 'there', 'there', 'never'])
    repository.git('rm', '-qr', 'src')
    repository.commit('two')
    expect(states(...names, 'src/ö.ts')).toEqual(['gone', 'gone', 'gone', 'gone', 'never'])
  })

  test('few calls of git for many documents, none before the first question', () => {
    repository.write(DOC, OPEN)
    repository.commit('one')
    const git = vi.fn(runGit)
    const opened = openEvidence(diskFileSystem, repository.folder, git)
    expect(git).not.toHaveBeenCalled()
    for (let at = 0; at < 20; at++) opened.files(`specs/${at}/tasks.md`, [])
    expect(git).not.toHaveBeenCalled()
    for (let at = 0; at < 20; at++) opened.files(DOC, [DOC])
    expect(git).toHaveBeenCalledTimes(3)
    opened.files(DOC, ['src/a.ts'])
    expect(git).toHaveBeenCalledTimes(5)
  })

  test('a git that fails or is not there leaves everything open', () => {
    repository.write(DOC, OPEN)
    repository.write('src/a.ts', '1\n')
    repository.commit('one')
    const broken = openEvidence(diskFileSystem, repository.folder, () => {
      throw new Error('no git')
    })
    expect(broken.files(DOC, ['src/a.ts', 'src/b.ts'])).toEqual([null, null])
    expect(broken.changedSince(DOC, 'src/a.ts')).toBeNull()
    for (const command of ['ls-files', 'status', 'log', 'check-ignore']) {
      const half = openEvidence(diskFileSystem, repository.folder, (folder, args, options) =>
        args[0] === command ? { code: 128, stdout: '' } : runGit(folder, args, options),
      )
      expect(half.files(DOC, ['src/b.ts'])).toEqual([null])
    }
  })
})

describe('outside of git', () => {
  let folder: string
  beforeEach(() => void (folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-evidence-')))))
  afterEach(() => removeFolder(folder))
  const write = (name: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), '1\n')
  }

  test('only where half of the files are there', () => {
    write('specs/001/tasks.md')
    const ask = () => evidence(folder).files('specs/001/tasks.md', ['src/a.ts', 'src/b.ts', 'dist/c.js'])
    expect(ask()).toEqual([null, null, null])
    write('app/src/a.ts')
    expect(ask()).toEqual(['there', 'never', null])
    expect(evidence(folder).changedSince('specs/001/tasks.md', 'app/src/a.ts')).toBeNull()
  })
})

describe('changedSince', () => {
  test('before, with and after the document', () => {
    repository.write('src/before.ts', '1\n')
    repository.write('src/touched.ts', '1\n')
    repository.write('src/dirty.ts', '1\n')
    repository.commit('one')
    repository.write(DOC, OPEN)
    repository.write('src/with.ts', '1\n')
    repository.commit('two')
    repository.write('src/after.ts', '1\n')
    repository.write('src/touched.ts', '2\n')
    repository.write(DOC, OPEN.replace('[ ]', '[x]'))
    repository.commit('three')
    repository.write('src/dirty.ts', '2\n')
    const changed = ['before', 'with', 'after', 'touched', 'dirty', 'none'].map((name) =>
      evidence().changedSince(DOC, `src/${name}.ts`),
    )
    expect(changed).toEqual([false, true, true, true, true, null])
  })

  test('on a branch beside the document nothing is certain', () => {
    repository.write('src/a.ts', '1\n')
    repository.commit('one')
    repository.git('checkout', '-qb', 'work')
    repository.write('src/a.ts', '2\n')
    repository.commit('work')
    repository.git('checkout', '-q', 'main')
    repository.write(DOC, OPEN)
    repository.commit('plan')
    repository.git('merge', '-q', '--no-edit', 'work')
    expect(evidence().changedSince(DOC, 'src/a.ts')).not.toBe(false)
  })

  test('a document that came with ticks, or from elsewhere, tells nothing', () => {
    repository.write('src/a.ts', '1\n')
    repository.commit('one')
    repository.write(DOC, OPEN.replace('[ ]', '[x]'))
    repository.write('old/tasks.md', OPEN)
    repository.commit('two')
    expect(evidence().changedSince(DOC, 'src/a.ts')).toBeNull()
    expect(evidence().changedSince('old/tasks.md', 'src/a.ts')).toBe(false)
    repository.git('mv', 'old', 'archive')
    repository.commit('three')
    expect(evidence().changedSince('archive/tasks.md', 'src/a.ts')).toBeNull()
  })
})

test('records of checks', () => {
  const { folder } = repository
  const key = { document: DOC, task: 'T001' }
  expect([evidence().hasChecks(DOC), evidence().check(DOC, 'T001')]).toEqual([false, null])
  recordCheck(diskFileSystem, folder, key, { ...key, result: 'unverified', commands: ['npm test'] })
  expect([evidence().hasChecks(DOC), evidence().check(DOC, 'T001')]).toEqual([true, 'unverified'])
  recordCheck(diskFileSystem, folder, key, { ...key, result: 'passed', commands: ['npm test'] })
  expect([evidence().check(DOC, 'T001'), evidence().check(DOC, 'T002')]).toEqual(['passed', null])
  recordCheck(diskFileSystem, folder, key, null)
  expect(evidence().hasChecks(DOC)).toBe(false)
  writeFileSync(join(folder, '.intentk/checks/specs%2F001-export%2Ftasks.md/T002.json'), 'no json')
  expect(evidence().check(DOC, 'T002')).toBeNull()
})

test('ticked tasks of a document are judged by it', () => {
  repository.write('src/old.ts', '1\n')
  repository.commit('one')
  const lines = [
    'Create `src/a.ts`',
    'Create `src/b.ts`',
    'Extend `src/old.ts`',
    'Remove `src/gone.ts`',
    'Create `src/c.ts`',
  ]
  const tasks = (mark: string): string => lines.map((line, at) => `- [${mark}] T00${at + 1} ${line}\n`).join('')
  repository.write(DOC, tasks(' '))
  repository.commit('plan')
  repository.write('src/a.ts', '1\n')
  repository.write('src/c.ts', '1\n')
  repository.write(DOC, tasks('x'))
  repository.commit('work')
  const text = tasks('x')
  const document = checkedDocument({ role: 'tasks', source: source(text, DOC), evidence: evidence() })
  const found: string[] = []
  doneWithoutFiles.document!(
    document,
    ({ start, end, message }) => found.push(`${text.slice(start, end)}: ${message}`),
    {},
  )
  expect(found).toEqual([
    'src/b.ts: T002 is ticked, but `src/b.ts` is not there and never was. Untick the task until it makes it, or name what was made instead.',
    'src/old.ts: T003 is ticked, but `src/old.ts` has not changed since this document was added. Untick the task until it is done, or name what was changed instead.',
  ])
})
