// `node scripts/keep-code.mjs DIST FILE...`: runs the built command over the worked examples and keeps its compiled code beside
// it. Code that was run holds every function that a run needs; code that was only loaded holds hardly any.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const dist = resolve(process.argv[2])
const { keptCodePath, start, tuneV8 } = await import(pathToFileURL(join(dist, 'start.js')).href)
const files = process.argv.slice(3).map((name) => join(dist, `command/${name}.cjs`))
const cwd = mkdtempSync(join(tmpdir(), 'intentk-keep-'))

try {
  const examples = join(import.meta.dirname, '../visions')
  cpSync(examples, join(cwd, 'visions'), { recursive: true, filter: (path) => !/[\\/]execute\.[^\\/]*$/.test(path) })
  // Without git's folder no run would find that nothing changed.
  mkdirSync(join(cwd, '.git'))
  tuneV8()
  const started = new Map()
  const { command } = start(files[0], (file) => (files.includes(file) ? null : undefined), started)
  const { env, stdin, stdout } = process
  const run = (...argv) => command.main({ argv, cwd, env, stdin, stdout, stderr: stdout })
  for (const name of readdirSync(examples)) {
    await run('execute', `visions/${name}`)
    await run('execute', `visions/${name}`)
    // Both sides change, which is what a merge is for.
    const change = (file, from, to) => {
      const path = join(cwd, `visions/${name}/${file}`)
      writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
    }
    change('plan.md', /^- \[ \] .*$/m, '$& with care')
    change('execute.md', /^- \[ \] (T002.*)$/m, '- [x] $1\n  - a note by hand')
    await run('execute', `visions/${name}`)
    // Before `done`, whose checks of a task load the linter as any module.
    await run('check', `visions/${name}`)
    await run('list', `visions/${name}`, '--ready')
    await run('status', `visions/${name}`)
    await run('next', `visions/${name}`)
    await run('done', 'T001', '--in', `visions/${name}`)
  }
  await run('status')
  await run('complete', '--current=T', '--', 'done', '--in', 'visions/001')
  for (const file of files) writeFileSync(keptCodePath(file), started.get(file).keep())
} finally {
  rmSync(cwd, { recursive: true, force: true })
}
