// `npm run docs`: writes the tables of docs/assistants.md, between the lines that name them, from the table of assistants
// and the commands. `--check` writes nothing, says what is out of date and exits 1 then. A folder as argument takes the
// place of the project's own.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { rolldown } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values, positionals } = parseArgs({
  options: { check: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const path = join(positionals[0] ?? root, 'docs/assistants.md')

/** The tables are made in TypeScript, which is bundled first. */
async function loadPage() {
  const file = join(root, `node_modules/.cache/intentk-assistants-${process.pid}.mjs`)
  mkdirSync(dirname(file), { recursive: true })
  const build = await rolldown({ cwd: root, input: 'src/assistants/page.ts', logLevel: 'silent', platform: 'node' })
  await build.write({ file, format: 'esm', codeSplitting: false })
  await build.close()
  try {
    return await import(pathToFileURL(file).href)
  } finally {
    rmSync(file, { force: true })
  }
}

/** Puts a part between the line that names it and the line that ends it. */
function withPart(text, name, part) {
  const begin = `<!-- begin: ${name}, by npm run docs -->\n`
  const end = `<!-- end: ${name} -->`
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`docs/assistants.md has no lines for the ${name}`)
  return `${text.slice(0, from)}${begin}\n${part}\n${text.slice(to)}`
}

const { assistantTable, sizeTable } = await loadPage()
const before = readFileSync(path, 'utf8')
const after = withPart(withPart(before, 'table of assistants', assistantTable()), 'sizes', sizeTable())

if (values.check) {
  if (after !== before) {
    console.error('docs/assistants.md is out of date with the table of assistants. Run `npm run docs`.')
    process.exitCode = 1
  }
} else {
  if (after !== before) writeFileSync(path, after)
  console.log(after === before ? 'docs/assistants.md is as it was' : 'docs/assistants.md written')
}
