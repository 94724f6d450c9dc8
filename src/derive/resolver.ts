import type { TreeEntry } from '../model/plan.ts'
import type { PathMention } from '../model/values.ts'
import { indexTree, resolvePaths } from '../parse/text/paths.ts'

/** Gives bare file names their folder. */
export interface Resolver {
  /** Mentions of one text, each path once. */
  readonly mentions: (mentions: readonly PathMention[]) => readonly PathMention[]
  /** The place of a file that is only named. */
  readonly name: (path: string) => string
}

const ROOT_NAMES: ReadonlySet<string> = new Set([
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'CONTRIBUTING.md',
  'package.json',
  'tsconfig.json',
  'go.mod',
  'go.sum',
  'Cargo.toml',
  'pyproject.toml',
  'requirements.txt',
  'setup.py',
  'setup.cfg',
  'Makefile',
  'Dockerfile',
  'docker-compose.yml',
  'docker-compose.yaml',
  '.gitignore',
  '.env',
  '.env.example',
  '.env.local',
  'pom.xml',
  'build.gradle',
  'Gemfile',
  'composer.json',
  'pnpm-workspace.yaml',
  'vite.config.ts',
  'vitest.config.ts',
  'jest.config.js',
  'eslint.config.js',
  'AGENTS.md',
  'CLAUDE.md',
  'VERSION',
  'justfile',
  'Taskfile.yml',
  'fly.toml',
  'vercel.json',
  'netlify.toml',
  'wrangler.toml',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'uv.lock',
  'tailwind.config.js',
  'tailwind.config.ts',
  'next.config.js',
  'index.html',
  'SECURITY.md',
  'ROADMAP.md',
  'TODO.md',
  '.editorconfig',
  '.prettierrc',
  '.eslintrc.json',
  'turbo.json',
  'deno.json',
])

/** Mentions that all have their folder, and of which no two are the same path: nothing is to be placed or left out. */
function areSettled(mentions: readonly PathMention[]): boolean {
  // More than a few are quicker looked at with a table.
  if (mentions.length > 4) return false
  for (let at = 0; at < mentions.length; at++) {
    const { path, unresolved } = mentions[at]!
    if (unresolved) return false
    for (let other = 0; other < at; other++) if (mentions[other]!.path === path) return false
  }
  return true
}

/** Makes the resolver of one compilation: the plan's trees first, then root files, then conventions. */
export function resolverFor(
  tree: readonly TreeEntry[],
  existing: ReadonlySet<string>,
  conventions: Readonly<Record<string, string>>,
): Resolver {
  const index = indexTree(tree)
  const rootFiles = { has: (path: string) => !path.includes('/') && (ROOT_NAMES.has(path) || existing.has(path)) }
  const resolve = (mentions: readonly PathMention[]): readonly PathMention[] =>
    resolvePaths(mentions, { tree: index, rootFiles, conventions }).paths
  return {
    mentions: (mentions) => (areSettled(mentions) ? mentions : resolve(mentions)),
    name: (path) =>
      // Only a tree can tell more of a path that has a folder.
      index.byName.size === 0 && path.includes('/')
        ? path
        : (resolve([{ raw: path, path, role: 'read', kind: 'file', unresolved: true }])[0]?.path ?? path),
  }
}
