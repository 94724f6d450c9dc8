// The borders between the folders of src/: which folder may import which, and who may touch the disk.
// The table is the architecture; `node scripts/borders.mjs [root]` prints every import that crosses a border and exits 1.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'rolldown/parseAst'

/** Pure stages in the order in which the pipeline runs them. */
const pure = ['model', 'parse', 'derive', 'merge', 'graph', 'render', 'edit']
const view = ['model', 'parse', 'derive', 'merge', 'graph', 'edit']
const run = [...pure, 'compile.ts', 'workspace', 'tasks', 'query', 'check']

/** What each folder, or file directly in src/, may import besides itself. */
export const mayImport = {
  ...Object.fromEntries(pure.map((stage, at) => [stage, pure.slice(0, at)])),
  'compile.ts': pure,
  workspace: pure,
  tasks: view,
  check: [...view, 'tasks'],
  query: [...view, 'tasks'],
  assistants: ['model', 'render'],
  exchange: [...pure, 'tasks'],
  run,
  cli: [...run, 'run', 'assistants', 'exchange'],
  'index.ts': [...run, 'run', 'assistants'],
  'remark.ts': [...pure, 'workspace', 'check'],
  'start.ts': ['cli'],
  'bin.ts': ['cli', 'start.ts'],
}

/** Modules that reach the disk or start a process, and the places that may have them. */
const diskModules = new Set(['fs', 'fs/promises', 'child_process', 'write-file-atomic'])
const diskPlaces = new Set(['workspace', 'run', 'start.ts', 'bin.ts'])

/** Hands `import` to the built command, which runs as a script and has none; its sources are judged like all others. */
const loader = 'start.ts'

/**
 * Judges one file. `path` is relative to src/, with `/`.
 * Answers `{path, line, specifier, message}` for every import that is refused.
 */
export function crossings(path, text) {
  const from = place(path)
  const report = (specifier, at, message) => ({ path, line: text.slice(0, at).split('\n').length, specifier, message })
  if (!(from in mayImport)) return [report('', 0, `src/${from} has no entry in the table of scripts/borders.mjs`)]

  return imports(path, text).flatMap(({ specifier, at }) => {
    if (specifier === undefined && from === loader) return []
    if (specifier === undefined)
      return [report('', at, 'an import whose specifier is not a plain string cannot be checked')]
    if (!specifier.startsWith('.')) {
      const refused = diskModules.has(specifier.replace(/^node:/, '')) && !diskPlaces.has(from)
      return refused ? [report(specifier, at, `the disk and processes belong to ${[...diskPlaces].join(', ')}`)] : []
    }
    const target = posix.join(posix.dirname(path), specifier)
    if (target.startsWith('../')) return [report(specifier, at, 'an import leaves src/')]
    const to = place(target)
    if (to === from || mayImport[from].includes(to)) return []
    return [report(specifier, at, `${from} may not import ${to}, only ${mayImport[from].join(', ') || 'itself'}`)]
  })
}

/** Judges every TypeScript file under `root`/src. */
export function check(root) {
  const src = join(root, 'src')
  return readdirSync(src, { recursive: true })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && existsSync(join(src, path)))
    .sort()
    .flatMap((path) => crossings(path, readFileSync(join(src, path), 'utf8')))
}

function place(path) {
  return path.split('/')[0]
}

/** Every static, re-exporting, dynamic and type-only import, and `require`, with its offset. */
function imports(path, text) {
  const found = []
  const add = (source, at) =>
    found.push({ specifier: typeof source?.value === 'string' ? source.value : undefined, at })
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (node === null || typeof node !== 'object') return
    if (/^(ImportDeclaration|ExportAllDeclaration|ImportExpression|TSImportType)$/.test(node.type)) {
      add(node.source ?? node.argument?.literal ?? node.argument, node.start)
    } else if (node.type === 'ExportNamedDeclaration' && node.source) add(node.source, node.start)
    else if (node.type === 'TSExternalModuleReference') add(node.expression, node.start)
    else if (isRequire(node)) add(node.arguments[0], node.start)
    Object.values(node).forEach(visit)
  }
  visit(parseAst(text, { lang: 'ts' }, path))
  return found
}

function isRequire(node) {
  if (node.type !== 'CallExpression') return false
  return node.callee.name === 'require' || node.callee.property?.name === 'getBuiltinModule'
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = check(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url)))
  for (const { path, line, specifier, message } of found) {
    console.error(`src/${path}:${line}: ${specifier ? `'${specifier}': ` : ''}${message}`)
  }
  process.exitCode = found.length > 0 ? 1 : 0
}
