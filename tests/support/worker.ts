import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

/** Bundles the worker as the build does, because a worker cannot be started from its TypeScript source. */
export async function bundleWorker(): Promise<{ readonly url: URL; readonly remove: () => void }> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const folder = mkdtempSync(join(root, 'node_modules/.worker-'))
  const build = await rolldown({
    cwd: root,
    input: { worker: 'src/render/worker.ts' },
    platform: 'node',
    external: ['chokidar'],
    transform: { define: { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' } },
    onLog: () => {},
  })
  await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs' })
  await build.close()
  return {
    url: pathToFileURL(join(folder, 'worker.mjs')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
