import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { diskFileSystem } from '../../src/workspace/file-system.ts'
import { currentBranch, repositoryRoot } from '../../src/workspace/git.ts'
import { memoryFileSystem } from './memory-file-system.ts'

describe('git', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-git-')))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const git = (cwd: string, ...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'commit.gpgsign=false', ...args], {
      cwd,
      stdio: 'ignore',
    })

  test('the branch of a repository, of its worktree, and of a detached head', () => {
    const main = join(folder, 'main')
    mkdirSync(join(main, 'src'), { recursive: true })
    git(main, 'init', '-q', '-b', 'feature/001-login')
    expect(currentBranch(diskFileSystem, main)).toBe('feature/001-login')
    expect(repositoryRoot(diskFileSystem, join(main, 'src'))).toBe(main)
    writeFileSync(join(main, 'a'), '')
    git(main, 'add', 'a')
    git(main, 'commit', '-qm', 'a')
    git(main, 'worktree', 'add', '-q', '-b', '002-other', '../tree')
    expect(currentBranch(diskFileSystem, join(folder, 'tree'))).toBe('002-other')
    expect(repositoryRoot(diskFileSystem, join(folder, 'tree'))).toBe(join(folder, 'tree'))
    git(main, 'checkout', '-q', '--detach')
    expect(currentBranch(diskFileSystem, main)).toBe('')
  })

  test.each([
    ['ref: refs/heads/.invalid\n', ''],
    ['ref: refs/heads/a b\r\n', 'a b'],
    ['ref: refs/remotes/origin/x\n', ''],
    ['', ''],
  ])('HEAD %j is the branch %j', (content, branch) => {
    expect(currentBranch(memoryFileSystem({ '/repo/.git/HEAD': content }), '/repo')).toBe(branch)
  })

  test('without git the package is the root, without a package the folder', () => {
    expect(
      repositoryRoot(memoryFileSystem({ '/a/b/package.json': '', '/a/b/c': null, '/a/package.json': '' }), '/a/b/c'),
    ).toBe('/a/b')
    expect(repositoryRoot(memoryFileSystem({ '/a/.git': 'gitdir: nowhere\n', '/a/b/package.json': '' }), '/a/b')).toBe(
      '/a',
    )
    expect(repositoryRoot(memoryFileSystem({ '/a/b': null }), '/a/b')).toBe('/a/b')
  })
})
