import { WorkspaceError } from '../../src/workspace/errors.ts'
import type { Located } from '../../src/workspace/locate.ts'
import { locate } from '../../src/workspace/locate.ts'
import { displayPath } from '../../src/workspace/paths.ts'
import type { MemoryFileSystem } from './memory-file-system.ts'
import { memoryFileSystem } from './memory-file-system.ts'

export const none = (...paths: readonly string[]): Record<string, string> =>
  Object.fromEntries(paths.map((path) => [`/repo/${path}`, '']))
export const head = (branch: string): Record<string, string> => ({ '/repo/.git/HEAD': `ref: refs/heads/${branch}\n` })

/** A repository with one piece of work of every tool. */
export const many = (): MemoryFileSystem =>
  memoryFileSystem({
    ...head('main'),
    ...none(
      'package.json',
      'visions/001-lossless-export/vision.md',
      'visions/001-lossless-export/Goal.md',
      'visions/001-lossless-export/strategies.md',
      'visions/001-lossless-export/PLAN.md',
      'visions/001-lossless-export/notes.md',
      'visions/002-fast-import/plan.md',
      'visions/003-only-vision/vision.md',
      'visions/_template/plan.md',
      'specs/001-login/spec.md',
      'specs/001-login/plan.md',
      'specs/001-login/tasks.md',
      'specs/001-login/data-model.md',
      'specs/001-login/contracts/b.yaml',
      'specs/001-login/contracts/a.md',
      'specs/001-login/contracts/.hidden',
      'specs/010-export-csv/spec.md',
      'openspec/changes/add-cache/proposal.md',
      'openspec/changes/add-cache/tasks.md',
      'openspec/changes/add-cache/specs/store/spec.md',
      'openspec/changes/archive/2025-01-01-old/tasks.md',
      '.kiro/specs/todo-app/requirements.md',
      '.kiro/specs/todo-app/design.md',
      '.kiro/specs/todo-app/tasks.md',
      '.planning/phases/04-extended/04-02-PLAN.md',
      '.planning/phases/04-extended/04-10-PLAN.md',
      '.planning/phases/04-extended/04-RESEARCH.md',
      'docs/stories/3.1.story.md',
      'docs/stories/3.10.story.md',
      'docs/PLAN.md',
      'docs/empty/readme.txt',
      '.specify/memory/constitution.md',
      'src/a.ts',
    ),
  })

export const find = (fs: MemoryFileSystem, argument: string | null, cwd = '/repo', withoutPlan = false): Located =>
  locate(fs, { argument, cwd, withoutPlan })

export function locateFailure(run: () => unknown): WorkspaceError {
  try {
    run()
  } catch (error) {
    if (error instanceof WorkspaceError) return error
    throw error
  }
  throw new Error('expected a failure')
}

export const shown = (located: Located): readonly string[] =>
  located.documents.map(({ role, path }) => `${role} ${displayPath(located.root, path)}`)
