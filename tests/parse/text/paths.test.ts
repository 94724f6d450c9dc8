import { describe, expect, test } from 'vitest'
import { findPaths, identifiers, indexTree, resolvePaths } from '../../../src/parse/text/paths.ts'

/** `w` written, `r` read; `/` directory, `*` glob, `?` unresolved. */
function found(text: string): string {
  const marks = { file: '', directory: '/', glob: '*' }
  return findPaths(text)
    .paths.map((path) => `${path.role[0]}:${path.path}${marks[path.kind]}${path.unresolved ? '?' : ''}`)
    .join(' ')
}

describe('findPaths', () => {
  test.each([
    ['Create `src/a/b.ts` and src/c.ts.', 'w:src/a/b.ts w:src/c.ts'],
    ['patterns/lib/ and `check.ps1`', 'w:patterns/lib/ w:check.ps1?'],
    ['Makefile and README.md', 'w:Makefile? w:README.md?'],
    ['/Makefile', 'w:Makefile'],
    ['.github/workflows/ci.yml', 'w:.github/workflows/ci.yml'],
    [
      'app/[name]/status/route.ts and app/(auth)/login/page.tsx',
      'w:app/[name]/status/route.ts w:app/(auth)/login/page.tsx',
    ],
    ['`src/{a,b}.ts`', 'w:src/a.ts w:src/b.ts'],
    ['src/{c,d}/e.ts', 'w:src/c/e.ts w:src/d/e.ts'],
    ['foo.ts:12-40 and `lib/bar.ts#L12`', 'w:foo.ts? w:lib/bar.ts'],
    ['tests/a.py::test_x', 'w:tests/a.py'],
    ['`src/**/*.ts` `*.test.ts`', 'w:src/**/*.ts* w:*.test.ts*'],
    ['**src/a.ts**: draw', 'w:src/a.ts'],
    ['_src/a.ts_ and __init__.py', 'w:src/a.ts w:__init__.py?'],
    ['[config](src/config.ts)', 'w:src/config.ts'],
    ['[src/x.ts](../../src/x.ts)', 'w:src/x.ts'],
    ['./a/../b.ts', 'w:b.ts'],
    ['src/a.tsを作成', 'w:src/a.ts'],
    ['spec.md/plan.md', 'w:spec.md? w:plan.md?'],
    ['`.env.local` `.gitignore` `Dockerfile`', 'w:.env.local? w:.gitignore? w:Dockerfile?'],
    ['`src/components/Map`', 'w:src/components/Map/'],
    ['`lib\\win\\a.ps1`', 'w:lib/win/a.ps1'],
  ])('%j', (text, expected) => expect(found(text)).toBe(expected))

  test.each([
    'https://a.b/c.ts',
    'www.a.b/c.md',
    'and/or',
    'GET /tasks',
    '`GET /api/x.json`',
    '/tasks/:id',
    '`/execute`',
    'application/json',
    '`text/plain`',
    '2025/11/24',
    '15/15',
    'TCP/IP',
    'I/O',
    '@scope/pkg',
    '`@scope/pkg/a.js`',
    'github.com/foo/bar',
    'v1.2.3',
    'Node.js',
    'React/Next.js',
    'e.g. this',
    'example.com',
    'foo.bar()',
    'config.key',
    '`console.log` `res.json` `process.env`',
    '`.ts` files',
    'T003/T004',
    'US1/US2',
    'S3/CDN',
    'path/to/file.ts',
    'branch `docs/map`',
    '`owner/some-repo`',
    'you@mail.com',
  ])('no path in %j', (text) => expect(findPaths(text)).toEqual({ paths: [], escaping: [] }))

  test.each([
    ['Update a/a.ts using `b/b.ts`', 'w:a/a.ts r:b/b.ts'],
    ['Extract it from a/a.ts into b/b.ts', 'r:a/a.ts w:b/b.ts'],
    ['Remove the flag from a/a.ts', 'w:a/a.ts'],
    ['Copy a/a.ts to b/b.ts', 'r:a/a.ts w:b/b.ts'],
    ['Copy a/a.ts as b/b.ts; copy c/c.ts', 'r:a/a.ts w:b/b.ts r:c/c.ts'],
    ['Update a/a.ts (see b/b.md) and c/c.ts', 'w:a/a.ts r:b/b.md w:c/c.ts'],
    ['Per a/spec.md. Write b/b.ts', 'r:a/spec.md w:b/b.ts'],
    ['Uses: `a/a.ps1`, `b/b.ps1`', 'r:a/a.ps1 r:b/b.ps1'],
    ['Write a/a.ts (depends on `b/b.ts`)', 'w:a/a.ts r:b/b.ts'],
    ['Run `npm test -- tests/a.test.ts`', 'r:tests/a.test.ts'],
    ['`go test ./...`', ''],
    ['based on a/a.md and like b/b.md', 'r:a/a.md r:b/b.md'],
    ['`docs/a.md` を参照して `src/b.ts` を作成', 'r:docs/a.md w:src/b.ts'],
    ['使用 `lib/a.ts` 创建 `src/b.ts`', 'r:lib/a.ts w:src/b.ts'],
    ['a/b.ts gemäß c/d.md', 'w:a/b.ts r:c/d.md'],
    ['Read from a/a.ts, then update a/a.ts', 'w:a/a.ts'],
  ])('roles in %j', (text, expected) => expect(found(text)).toBe(expected))

  test.each([
    '`../../etc/passwd`',
    '`/home/me/x.py`',
    '~/x/y.md',
    '../z.md',
    '/etc/hosts',
    '`C:\\x\\y.ps1`',
    'a/../../b.ts',
  ])('%j leaves the repository', (text) => {
    const { paths, escaping } = findPaths(text)
    expect(paths).toEqual([])
    expect(escaping).toHaveLength(1)
  })
})

describe('resolvePaths', () => {
  const entry = (path: string) => ({
    path,
    directory: path.endsWith('/'),
    comment: '',
    existing: false,
    span: { start: 0, end: 0 },
  })
  const context = {
    tree: indexTree(['lib/a.ts', 'x/b.ts', 'y/b.ts', 'docs/README.md', 'README.md', 'lib/'].map(entry)),
    rootFiles: new Set(['README.md', 'go.mod']),
    conventions: { '*.ps1': 'scripts/', 'one.ps1': 'other/one.ps1' },
  }
  test.each([
    ['`a.ts`', 'lib/a.ts', false],
    ['README.md', 'README.md', false],
    ['`go.mod`', 'go.mod', false],
    ['`two.ps1`', 'scripts/two.ps1', false],
    ['`one.ps1`', 'other/one.ps1', false],
    ['`c.ts`', 'c.ts', true],
    ['`b.ts`', 'b.ts', true],
    ['`z/a.ts`', 'z/a.ts', false],
  ])('%j', (text, path, unresolved) =>
    expect(resolvePaths(findPaths(text).paths, context).paths).toMatchObject([{ path, unresolved }]),
  )

  test('several places are ambiguous', () => {
    expect(resolvePaths(findPaths('`b.ts`').paths, context).ambiguous).toEqual([
      { raw: 'b.ts', candidates: ['x/b.ts', 'y/b.ts'] },
    ])
  })
})

test.each([
  ['Create `Map` class with `draw()` and `fit` using `Canvas`', 'Map draw fit', 'Canvas'],
  ['Add `zoom` to `Map`', 'zoom', 'Map'],
  ['Update `Map` to call `draw`', '', 'Map draw'],
  ['Implement `list(a, *, b) -> dict` in `src/a.py`', 'list', ''],
  ['Add tests for `Map`', '', 'Map'],
  ['`Map` を作成する', 'Map', ''],
  ['创建 `Map`，使用 `Canvas`', 'Map', 'Canvas'],
  ['Run `npm test`, `T001`, `true`, `src/a.ts`', '', ''],
])('identifiers of %j', (text, introduces, mentions) => {
  const words = (list: string): string[] => list.split(' ').filter((word) => word !== '')
  expect(identifiers(text)).toEqual({ introduces: words(introduces), mentions: words(mentions) })
})
