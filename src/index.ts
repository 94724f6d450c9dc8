export type { Diagnostic } from './model/diagnostic.ts'
