/** The parser alone, to look at a template before anything is compiled. */
declare module 'nunjucks/src/parser.js' {
  export interface AstNode {
    readonly typename: string
    readonly lineno: number
    readonly colno: number
    readonly fields: readonly string[]
    readonly children?: readonly AstNode[]
    readonly [field: string]: unknown
  }
  const parser: { parse(source: string, extensions?: readonly unknown[], options?: object): AstNode }
  export default parser
}
