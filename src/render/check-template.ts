import parser, { type AstNode } from 'nunjucks/src/parser.js'
import type { Diagnostic } from '../model/diagnostic.ts'
import { TEMPLATE_VARIABLES } from './templates.ts'
import { TEMPLATE_FILTERS, TEMPLATE_OPTIONS } from './template-options.ts'

interface Scope {
  readonly known: ReadonlySet<string>
  readonly problems: { readonly message: string; readonly line: number }[]
}

const LARGEST = 64 * 1024
const DEEPEST = 60
const DEEPEST_LOOP = 3

// Every member that values have without being given it: `constructor`, `__proto__`, `toString`, `map`, `call` ...
const INHERITED: ReadonlySet<string> = new Set(
  [Object, Array, String, Number, Boolean, Function]
    .flatMap((kind) => [...Object.getOwnPropertyNames(kind.prototype), ...Object.getOwnPropertyNames(kind)])
    .filter((name) => name !== 'length' && name !== 'name'),
)
const RESERVED: ReadonlySet<string> = new Set([
  'range',
  'cycler',
  'joiner',
  'loop',
  'caller',
  'super',
  'self',
  'env',
  'context',
  'runtime',
  'frame',
])

const isMember = (name: unknown): boolean =>
  typeof name === 'number' || (typeof name === 'string' && !INHERITED.has(name) && !name.startsWith('__'))
// A name that is looked up where it was not set falls back to the values themselves, which inherit from Object alone.
const isName = (name: string): boolean =>
  /^[A-Za-z_]\w*$/.test(name) && !name.startsWith('__') && !(name in Object.prototype) && !RESERVED.has(name)

// Nodes whose fields are all looked at in the same way; what is not named here or below is refused.
const TRANSPARENT: ReadonlySet<string> = new Set([
  'Root',
  'NodeList',
  'Output',
  'Group',
  'Array',
  'If',
  'InlineIf',
  'And',
  'Or',
  'Not',
  'In',
  'Compare',
  'Add',
  'Sub',
  'Mod',
  'Concat',
  'Neg',
  'Pos',
])

const isNode = (value: unknown): value is AstNode =>
  typeof value === 'object' && value !== null && typeof (value as AstNode).typename === 'string'

function childrenOf(node: AstNode): AstNode[] {
  if (Array.isArray(node.children)) return node.children.filter(isNode)
  return node.fields.flatMap((field) => {
    const value = node[field]
    return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []
  })
}

/** The names that loops and assignments bring in, wherever they stand. */
function declared(root: AstNode): string[] {
  const names: string[] = []
  const visit = (node: AstNode, depth: number): void => {
    if (depth > DEEPEST) return
    if (node.typename === 'For') names.push(...symbolsOf(node['name']))
    if (node.typename === 'Set') names.push(...(node['targets'] as readonly unknown[]).flatMap(symbolsOf))
    for (const child of childrenOf(node)) visit(child, depth + 1)
  }
  visit(root, 0)
  return names
}

function symbolsOf(node: unknown): string[] {
  if (!isNode(node)) return []
  if (node.typename === 'Symbol') return [String(node['value'])]
  return childrenOf(node).flatMap(symbolsOf)
}

function refuse(scope: Scope, node: AstNode, message: string): void {
  scope.problems.push({ message, line: node.lineno + 1 })
}

function checkLookup(node: AstNode, scope: Scope, depth: number, loops: number): void {
  const member = node['val']
  if (!isNode(member) || member.typename !== 'Literal')
    refuse(scope, node, 'members are looked up by a literal name only')
  else if (!isMember(member['value']))
    refuse(scope, node, `"${String(member['value'])}" is no member of the given values`)
  check(node['target'] as AstNode, scope, depth + 1, loops)
}

function checkFilter(node: AstNode, scope: Scope, depth: number, loops: number): void {
  const name = symbolsOf(node['name'])[0] ?? ''
  if (!TEMPLATE_FILTERS.has(name))
    refuse(scope, node, `the filter "${name}" is not one of: ${[...TEMPLATE_FILTERS].join(', ')}`)
  const [input, ...args] = childrenOf(node['args'] as AstNode)
  if (input !== undefined) check(input, scope, depth + 1, loops)
  for (const arg of args) {
    const value = arg.typename === 'Literal' ? arg['value'] : undefined
    const harmless =
      typeof value === 'boolean' ||
      (typeof value === 'number' && value <= 200) ||
      (typeof value === 'string' && isMember(value))
    if (!harmless) refuse(scope, arg, `the filter "${name}" takes literal texts and numbers up to 200 only`)
  }
}

function checkFor(node: AstNode, scope: Scope, depth: number, loops: number): void {
  if (loops >= DEEPEST_LOOP) refuse(scope, node, `loops are nested more than ${DEEPEST_LOOP} deep`)
  check(node['arr'] as AstNode, scope, depth + 1, loops)
  for (const field of ['body', 'else_']) if (isNode(node[field])) check(node[field], scope, depth + 1, loops + 1)
}

function check(node: AstNode, scope: Scope, depth: number, loops: number): void {
  if (depth > DEEPEST) return refuse(scope, node, `it is nested more than ${DEEPEST} deep`)
  switch (node.typename) {
    case 'TemplateData':
      return
    case 'Literal':
      if (typeof node['value'] === 'object' && node['value'] !== null)
        refuse(scope, node, 'regular expressions are not allowed')
      return
    case 'Symbol':
      if (!scope.known.has(String(node['value'])))
        refuse(scope, node, `"${String(node['value'])}" is no variable of this block`)
      return
    case 'LookupVal':
      return checkLookup(node, scope, depth, loops)
    case 'Filter':
      return checkFilter(node, scope, depth, loops)
    case 'For':
      return checkFor(node, scope, depth, loops)
    case 'Set':
      if (isNode(node['body'])) refuse(scope, node, 'a block set is not allowed')
      if (isNode(node['value'])) check(node['value'], scope, depth + 1, loops)
      return
    case 'CompareOperand':
      return check(node['expr'] as AstNode, scope, depth + 1, loops)
    default:
      if (!TRANSPARENT.has(node.typename)) return refuse(scope, node, `${described(node.typename)} not allowed`)
      for (const child of childrenOf(node)) check(child, scope, depth + 1, loops)
  }
}

function described(typename: string): string {
  const words: Readonly<Record<string, string>> = {
    FunCall: 'calls are',
    Include: 'includes are',
    Import: 'imports are',
    FromImport: 'imports are',
    Extends: 'inheritance is',
    Macro: 'macros are',
    Caller: 'call blocks are',
  }
  return words[typename] ?? `"${typename}" is`
}

function refusal(origin: string, line: number, message: string): Diagnostic {
  const where = line > 0 ? `${origin}:${line}` : origin
  return { ruleId: 'template-refused', severity: 'error', message: `The template ${where} is refused: ${message}.` }
}

/**
 * Judges the source of a template that intentk did not ship, before anything is compiled: it may print the variables of
 * its block, look up their members by literal names, use the listed filters, and use `if`, `for` and `set`. Whatever
 * else stands in it is an error that names the file (`origin`) and line. Never throws, runs nothing of the template.
 */
export function checkTemplate(
  source: string,
  name: string,
  origin: string = name,
  variables: Readonly<Record<string, readonly string[]>> = TEMPLATE_VARIABLES,
): Diagnostic[] {
  const given = Object.hasOwn(variables, name) ? variables[name] : undefined
  if (given === undefined) {
    return [refusal(origin, 0, `there is no block "${name}"; the blocks are ${Object.keys(variables).join(', ')}`)]
  }
  if (source.length > LARGEST) return [refusal(origin, 0, `it is longer than ${LARGEST / 1024} KB`)]
  let root: AstNode
  try {
    root = parser.parse(source, [], TEMPLATE_OPTIONS)
  } catch (error) {
    return [
      refusal(
        origin,
        0,
        `it cannot be read (${error instanceof Error ? error.message.replace(/\s+/g, ' ').trim() : 'unknown reason'})`,
      ),
    ]
  }
  const names = declared(root)
  const scope: Scope = { known: new Set([...given, ...names, 'loop']), problems: [] }
  for (const one of names) if (!isName(one)) refuse(scope, root, `"${one}" cannot be the name of a variable`)
  check(root, scope, 0, 0)
  return scope.problems.slice(0, 5).map(({ message, line }) => refusal(origin, line, message))
}
