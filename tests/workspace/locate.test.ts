import { describe, expect, test } from 'vitest'
import { withOutput } from '../../src/workspace/locate.ts'
import { memoryFileSystem } from './memory-file-system.ts'
import { find, head, locateFailure, many, none, shown } from './repository.ts'

describe('with an argument', () => {
  test.each([
    ['visions/001-lossless-export', 'vision', '001-lossless-export'],
    ['visions/001-lossless-export/', 'vision', '001-lossless-export'],
    ['./visions/002-fast-import', 'vision', '002-fast-import'],
    ['visions/001-lossless-export/PLAN.md', 'vision', '001-lossless-export'],
    ['visions/002-fast-import/plan.md', 'vision', '002-fast-import'],
    ['001-lossless-export', 'vision', '001-lossless-export'],
    ['lossless', 'vision', '001-lossless-export'],
    ['LOSSLESS-EXPORT', 'vision', '001-lossless-export'],
    ['2', 'vision', '002-fast-import'],
    ['002', 'vision', '002-fast-import'],
    ['10', 'spec-kit', '010-export-csv'],
    ['login', 'spec-kit', '001-login'],
    ['specs/001-login', 'spec-kit', '001-login'],
    ['specs/001-login/spec.md', 'spec-kit', '001-login'],
    ['add-cache', 'openspec', 'add-cache'],
    ['openspec/changes/archive/2025-01-01-old', 'openspec', '2025-01-01-old'],
    ['todo', 'kiro', 'todo-app'],
    ['4', 'gsd', '04-extended'],
    ['.planning/phases/04-extended', 'gsd', '04-extended'],
    ['3.1', 'bmad', '3.1.story'],
    ['3.1.story', 'bmad', '3.1.story'],
    ['docs/stories/3.10.story.md', 'bmad', '3.10.story'],
    ['docs', 'vision', 'docs'],
    ['docs/PLAN.md', 'file', 'PLAN'],
    ['specs/001-login/tasks.md', 'file', 'tasks'],
    ['/repo/docs/PLAN.md', 'file', 'PLAN'],
    ['-', 'stdin', 'stdin'],
  ])('%s is the %s %s', (argument, kind, id) => {
    expect(find(many(), argument)).toMatchObject({ kind, id, root: '/repo' })
  })

  test('a path from the root is understood in a folder below it, one from that folder goes first', () => {
    const fs = many()
    expect(find(fs, 'visions/002-fast-import', '/repo/src').id).toBe('002-fast-import')
    expect(find(fs, '002-fast-import', '/repo/visions').id).toBe('002-fast-import')
    fs.put('/repo/src/docs/PLAN.md', '')
    expect(find(fs, 'docs/PLAN.md', '/repo/src').documents[0]?.path).toBe('/repo/src/docs/PLAN.md')
  })

  test('documents come in reading order, whatever their case, with the constitution last', () => {
    const fs = many()
    expect(shown(find(fs, 'lossless'))).toEqual([
      'vision visions/001-lossless-export/vision.md',
      'goal visions/001-lossless-export/Goal.md',
      'strategy visions/001-lossless-export/strategies.md',
      'plan visions/001-lossless-export/PLAN.md',
      'constitution .specify/memory/constitution.md',
    ])
    expect(shown(find(fs, 'specs/001-login')).slice(0, -1)).toEqual([
      'spec specs/001-login/spec.md',
      'plan specs/001-login/plan.md',
      'data-model specs/001-login/data-model.md',
      'tasks specs/001-login/tasks.md',
      'contract specs/001-login/contracts/a.md',
      'contract specs/001-login/contracts/b.yaml',
    ])
    expect(shown(find(fs, 'add-cache')).slice(0, -1)).toEqual([
      'proposal openspec/changes/add-cache/proposal.md',
      'tasks openspec/changes/add-cache/tasks.md',
      'spec openspec/changes/add-cache/specs/store/spec.md',
    ])
    expect(shown(find(fs, 'extended')).slice(0, -1)).toEqual([
      'plan .planning/phases/04-extended/04-02-PLAN.md',
      'plan .planning/phases/04-extended/04-10-PLAN.md',
      'research .planning/phases/04-extended/04-RESEARCH.md',
    ])
  })

  test('names where the result goes', () => {
    const fs = many()
    expect(find(fs, '2')).toMatchObject({
      folder: '/repo/visions/002-fast-import',
      output: '/repo/visions/002-fast-import/execute.md',
      lock: '/repo/visions/002-fast-import/execute.lock.json',
      name: 'fast-import',
    })
    expect(find(fs, 'docs/PLAN.md')).toMatchObject({ folder: null, output: null, lock: null })
    expect(find(fs, '-')).toMatchObject({ folder: null, output: null, lock: null, documents: [] })
    expect(withOutput(fs, find(fs, 'docs/PLAN.md'), '/repo/src', '../docs/tasks.md')).toMatchObject({
      output: '/repo/docs/tasks.md',
      lock: '/repo/docs/tasks.lock.json',
    })
    fs.put('/repo/visions/002-fast-import/Execute.MD', '')
    expect(find(fs, '2').output).toBe('/repo/visions/002-fast-import/Execute.MD')
  })

  test('several files whose names differ in case alone: one is read, and it is said', () => {
    const fs = many()
    fs.put('/repo/visions/002-fast-import/Plan.md', '')
    const { documents, diagnostics } = find(fs, '2')
    expect(documents[0]?.path).toBe('/repo/visions/002-fast-import/plan.md')
    expect(diagnostics).toMatchObject([
      { ruleId: 'duplicate-document', severity: 'warning', place: { file: 'visions/002-fast-import/plan.md' } },
    ])
  })

  test.each([
    ['1', 'ambiguous', ['visions/001-lossless-export', 'specs/001-login']],
    ['export', 'ambiguous', ['visions/001-lossless-export', 'specs/010-export-csv']],
    ['losless', 'not-found', ['visions/001-lossless-export']],
    ['docs/PLN.md', 'not-found', ['docs/PLAN.md']],
    ['docs/empty', 'no-plan', ['docs/PLAN.md']],
    ['only-vision', 'no-plan', ['docs/PLAN.md']],
    ['3', 'no-plan', ['docs/PLAN.md']],
  ])('%s is refused as %s', (argument, code, candidates) => {
    expect(locateFailure(() => find(many(), argument))).toMatchObject({ code, candidates })
  })

  test('says what was looked for', () => {
    expect(locateFailure(() => find(many(), 'export')).message).toBe(
      'Several plans match `export`: visions/001-lossless-export, specs/010-export-csv.',
    )
    expect(locateFailure(() => find(many(), 'only-vision'))).toMatchObject({
      message: 'No plan found in visions/003-only-vision/: it holds vision.md and none of plan.md, milestones.md.',
      hint: 'Did you mean docs/PLAN.md?',
    })
    expect(locateFailure(() => find(many(), 'payments')).hint).toMatch(
      /^There are visions\/001-lossless-export, .*04-extended\.$/,
    )
    expect(locateFailure(() => find(many(), 'losless'))).toMatchObject({
      message: 'No file, vision or feature is called `losless`.',
      hint: 'Did you mean visions/001-lossless-export?',
    })
  })

  test('a vision without a plan will do for authoring', () => {
    expect(find(many(), '3', '/repo', true)).toMatchObject({ kind: 'vision', id: '003-only-vision' })
  })

  test('no name of a file can be mistaken for code or crash it', () => {
    for (const argument of [
      '',
      '.',
      '..',
      '/',
      '__proto__',
      'constructor',
      '(',
      '[a',
      '\\',
      'a'.repeat(5000),
      '999999999999',
      '-1',
      '--x',
      '\0',
    ])
      expect(locateFailure(() => find(many(), argument)).code).toMatch(/^(not-found|no-plan|ambiguous)$/)
  })
})

describe('without an argument', () => {
  test.each([
    ['/repo/visions/002-fast-import', '002-fast-import'],
    ['/repo/specs/001-login', '001-login'],
    ['/repo/specs/001-login/contracts', '001-login'],
    ['/repo/.kiro/specs/todo-app', 'todo-app'],
  ])('in %s it is %s', (cwd, id) => {
    expect(find(many(), null, cwd).id).toBe(id)
  })

  test.each([
    ['001-login', '001-login'],
    ['feature/001-login', '001-login'],
    ['feature/team/002-fast-import', '002-fast-import'],
    ['010-something-else', '010-export-csv'],
    ['add-cache', 'add-cache'],
    ['Todo-App', 'todo-app'],
  ])('on the branch %s it is %s', (branch, id) => {
    const fs = many()
    fs.put('/repo/.git/HEAD', `ref: refs/heads/${branch}\n`)
    expect(find(fs, null).id).toBe(id)
    expect(find(fs, null, '/repo/src').id).toBe(id)
    // The folder goes before the branch.
    expect(find(fs, null, '/repo/visions/002-fast-import').id).toBe('002-fast-import')
  })

  test.each(['main', '2-fix', '003-only-vision', 'feature/', '001-neither'])(
    'on the branch %s all plans are listed and none is guessed',
    (branch) => {
      const fs = many()
      fs.put('/repo/.git/HEAD', `ref: refs/heads/${branch}\n`)
      const error = locateFailure(() => find(fs, null))
      expect(error.code).toBe('ambiguous')
      expect(error.candidates).toEqual(
        branch === '001-neither'
          ? ['visions/001-lossless-export', 'specs/001-login']
          : [
              'visions/001-lossless-export',
              'visions/002-fast-import',
              'specs/001-login',
              'specs/010-export-csv',
              'openspec/changes/add-cache',
              '.kiro/specs/todo-app',
              '.planning/phases/04-extended',
            ],
      )
    },
  )

  test('the only one that has a plan', () => {
    const fs = memoryFileSystem({ ...head('main'), ...none('visions/001-a/vision.md', 'visions/002-b/plan.md') })
    expect(find(fs, null).id).toBe('002-b')
    expect(locateFailure(() => find(fs, null, '/repo', true)).code).toBe('ambiguous')
  })

  test('nothing at all', () => {
    const fs = memoryFileSystem({
      ...head('main'),
      ...none('docs/deep/Road-Map.md', 'docs/PLAN.md', 'migration-plan.md', 'docs/plan.txt', 'src/plan.md'),
    })
    expect(locateFailure(() => find(fs, null))).toMatchObject({
      code: 'no-plan',
      message: 'No plan found in visions/, specs/.',
      hint: 'Did you mean docs/PLAN.md or migration-plan.md or docs/deep/Road-Map.md?',
    })
    expect(locateFailure(() => find(memoryFileSystem({ '/repo': null }), null))).toMatchObject({
      code: 'no-plan',
      hint: '',
    })
    expect(locateFailure(() => find(memoryFileSystem({ ...none('openspec/changes/x/notes.md') }), null)).message).toBe(
      'No plan found in visions/, specs/, openspec/changes/.',
    )
    expect(locateFailure(() => find(memoryFileSystem(none('visions/001-a/goal.md')), null)).message).toBe(
      'No plan found in visions/001-a/: it holds goal.md and none of plan.md, milestones.md.',
    )
  })
})

test('a folder that may not be read is an error with a name', () => {
  const fs = many()
  const closed = {
    ...fs,
    list: () => {
      throw Object.assign(new Error(), { code: 'EACCES' })
    },
  }
  expect(locateFailure(() => find(closed, null))).toMatchObject({
    code: 'no-permission',
    message: 'Cannot look around in /repo: permission denied.',
  })
})
