import type { TreeEntry } from '../model/plan.ts'
import type { PathMention } from '../model/values.ts'
import { indexTree, resolvePaths } from '../parse/text/paths.ts'

/** Gives bare file names their folder, and remembers those it could not place. */
export interface Resolver {
  (mentions: readonly PathMention[]): readonly PathMention[]
}

const ROOT_NAMES = [
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
]

/** Makes the resolver of one compilation: the plan's trees first, then root files, then conventions. */
export function resolverFor(
  tree: readonly TreeEntry[],
  existing: ReadonlySet<string>,
  conventions: Readonly<Record<string, string>>,
): Resolver {
  const index = indexTree(tree)
  const rootFiles = new Set(ROOT_NAMES)
  for (const path of existing) if (!path.includes('/')) rootFiles.add(path)
  // One path that has its folder stays as it is.
  const isSettled = (mentions: readonly PathMention[]): boolean =>
    mentions.length === 0 || (mentions.length === 1 && !mentions[0]!.unresolved)
  return (mentions) =>
    isSettled(mentions) ? mentions : resolvePaths(mentions, { tree: index, rootFiles, conventions }).paths
}
