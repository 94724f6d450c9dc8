import { join } from 'node:path'
import type { SourceFile } from '../model/source.ts'
import type { FileSystem } from './file-system.ts'
import { readSourceIfThere } from './source-file.ts'

/** Where the configuration of a repository stands, relative to its root. */
export const configPath = '.intentk/config.yaml'

/** More than this is no configuration; the YAML library slows down with size. */
const maximumBytes = 64 * 1024

/** The text of the configuration; null where there is none. */
export const readSettings = (fs: FileSystem, root: string): SourceFile | null =>
  readSourceIfThere(fs, join(root, configPath), configPath, maximumBytes)
