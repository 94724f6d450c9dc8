import type { Reporter } from './reporter.ts'
import { github } from './github.ts'
import { markdown } from './markdown.ts'
import { sarif } from './sarif.ts'

/** Printers of findings by the name of their format. */
export const reporters: Readonly<Record<string, Reporter>> = { github, markdown, sarif }
