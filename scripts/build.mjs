// Builds dist/: the bundle by rolldown, the declarations by tsc, both at once.
// The result is put together beside dist/ and swapped in at the end, so that a running command never meets half a build.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const staging = join(root, `.dist-${process.pid}`)
const target = join(root, 'dist')

// Each entry becomes dist/<name>.js; one whose source does not exist is left out.
const entries = {
  bin: 'src/bin.ts',
  index: 'src/index.ts',
  worker: 'src/render/worker.ts',
}

// gray-matter brings js-yaml and an engine that evaluates front matter as code. We always pass our own engine.
const withoutFrontMatterEngines = {
  name: 'without-front-matter-engines',
  load: {
    filter: { id: /gray-matter\/lib\/engines\.js$/ },
    handler: () => 'module.exports = {}',
  },
}

// Satteri's readers are bundled, which spares a run thirty small files. Its binary is found from where the package
// stands, by the package's own loader: a package manager may have put that binary beside it alone.
const satteriLoader = {
  name: 'satteri-loader',
  load: {
    filter: { id: /satteri[\\/]dist[\\/]binding\.js$/ },
    handler: (id) => {
      const names = /\{([^}]*)\}/.exec(readFileSync(id, 'utf8'))[1]
      return [
        "import { createRequire } from 'node:module'",
        "import { pathToFileURL } from 'node:url'",
        "const main = createRequire(import.meta.url).resolve('satteri')",
        "const binding = await import(new URL('../index.js', pathToFileURL(main)).href)",
        `export const {${names}} = binding`,
      ].join('\n')
    },
  },
}

/** The sources that a compilation loads in any case: what `src/compile.ts` imports by itself, and so on. */
function loadedBy(file, found = new Set()) {
  if (found.has(file)) return found
  found.add(file)
  const imports = /^(?:import|export)\s(?!type\s)[^'"]*?from\s'(\.[^']+)'/gm
  for (const [, path] of readFileSync(file, 'utf8').matchAll(imports)) loadedBy(join(dirname(file), path), found)
  return found
}

const needed = loadedBy(join(root, 'src/cli/session.ts'), loadedBy(join(root, 'src/compile.ts')))

/** Goes into one chunk, since each further file costs a run about half a millisecond; all else is loaded on demand. */
function isCompiler(id) {
  return (
    (needed.has(normalize(id)) && !/[\\/]src[\\/]cli[\\/]/.test(id)) ||
    /nunjucks[\\/]src[\\/](?:runtime|lib)\.js$/.test(id)
  )
}

async function bundle() {
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(join(root, file)))),
    platform: 'node',
    // nunjucks asks for chokidar only to watch files.
    external: ['chokidar'],
    plugins: [withoutFrontMatterEngines, satteriLoader],
    treeshake: { moduleSideEffects: [{ test: /satteri/, sideEffects: false }] },
    transform: {
      target: 'node20.19',
      define: {
        __INTENTK_VERSION__: JSON.stringify(manifest.version),
        // write-file-atomic is CommonJS and names its temporary files after its own.
        __filename: 'import.meta.filename',
        __dirname: 'import.meta.dirname',
      },
    },
    onLog(level, log, print) {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(log.message)
      print(level, log)
    },
  })
  await build.write({
    dir: staging,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    codeSplitting: {
      groups: [
        // By itself: where the binary does not load, another parser takes its place.
        { name: 'satteri', test: /satteri\/dist\/|markdown-satteri\.ts$/, priority: 1 },
        { name: 'compiler', test: isCompiler },
      ],
    },
    minify: true,
  })
  await build.close()
}

/** Types are judged by `npm run check`; here they are only printed, so that a build needs no second verdict. */
function declare() {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const args = [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', staging]
  return new Promise((resolve, reject) => {
    spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
      .on('error', reject)
      .on('close', (code) => (code === 0 ? resolve() : reject(new Error(`tsc ended with ${code}`))))
  })
}

/**
 * Keeps the declarations that index.d.ts leads to, and no others. tsc leaves `./x.ts` in them as the source has it;
 * what lies beside them in dist/ is `./x.js`.
 */
function trimDeclarations() {
  const specifier = /((?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]*)\.ts\2/g
  const kept = new Set()
  const keep = (file) => {
    if (kept.has(file)) return
    kept.add(file)
    const text = readFileSync(join(staging, file), 'utf8')
    writeFileSync(join(staging, file), text.replace(specifier, '$1$2$3.js$2'))
    for (const match of text.matchAll(specifier)) keep(join(dirname(file), `${match[3]}.d.ts`))
  }
  keep('index.d.ts')
  for (const file of readdirSync(staging, { recursive: true })) {
    if (file.endsWith('.d.ts') && !kept.has(normalize(file))) rmSync(join(staging, file))
  }
}

try {
  await Promise.all([bundle(), declare()])
  trimDeclarations()
  chmodSync(join(staging, 'bin.js'), 0o755)
  rmSync(target, { recursive: true, force: true })
  renameSync(staging, target)
} finally {
  rmSync(staging, { recursive: true, force: true })
}
