import { mkdtempSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

/** Builds the command as it is shipped, with the small compiler in the place of the real one; answers its path. */
export async function buildSmallCommand(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'intentk-bin-')))
  const compiler = join(import.meta.dirname, 'small-compiler.ts')
  const replaced = '\0small-compiler'
  const bundle = await rolldown({
    cwd: join(import.meta.dirname, '../..'),
    input: { bin: 'src/bin.ts' },
    platform: 'node',
    // A package that is never asked to has an `eval`; the build leaves it out.
    logLevel: 'silent',
    external: ['satteri'],
    plugins: [
      {
        name: 'small-compiler',
        resolveId: (id) => (id.endsWith('/compile.ts') && !id.includes('model') ? replaced : null),
        load: (id) => (id === replaced ? `export { smallCompile as compile } from ${JSON.stringify(compiler)}` : null),
      },
    ],
    transform: {
      define: { __INTENTK_VERSION__: '"0.0.0"', __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' },
    },
  })
  await bundle.write({ dir: folder, format: 'esm', chunkFileNames: 'chunks/[name].js' })
  await bundle.close()
  return join(folder, 'bin.js')
}
