import { XMLParser } from 'fast-xml-parser'
import { reportOf, type TestOutcome, type TestReport } from './report.ts'

type Xml = Readonly<Record<string, unknown>>

const lists = new Set(['testsuite', 'testcase', 'failure', 'error', 'skipped'])

/**
 * Reads JUnit XML as Maven, Gradle, pytest, jest-junit, vitest and others write it; null where the text is something
 * else. Entities of the document are never expanded, only the five of XML itself and characters by number.
 */
export function readJunit(text: string): TestReport | null {
  const start = /<testsuites?[\s>/]/.exec(text)
  if (start === null) return null
  let root: Xml
  try {
    // What stands before the first suite is a declaration, or a document type that is not looked at.
    root = parser().parse(text.slice(start.index)) as Xml
  } catch {
    return null
  }
  const tests: TestOutcome[] = []
  const suites: unknown[] = [root['testsuites'], ...asList(root['testsuite'])]
  for (let at = 0; at < suites.length; at++) {
    const suite = suites[at]
    if (!isXml(suite)) continue
    suites.push(...asList(suite['testsuite']))
    for (const test of asList(suite['testcase'])) if (isXml(test)) tests.push(outcomeOf(test, suite))
  }
  return reportOf(tests)
}

const parser = (): XMLParser =>
  new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    isArray: (name) => lists.has(name),
  })

function outcomeOf(test: Xml, suite: Xml): TestOutcome {
  const wrong = [...asList(test['failure']), ...asList(test['error'])]
  const skipped = asList(test['skipped']).length > 0
  const group = attribute(test, 'classname')
  const own = attribute(test, 'name')
  const [first] = wrong
  const place = placeIn(first)
  // vitest names the file where others name the class.
  const said = attribute(test, 'file') || attribute(suite, 'file') || (/[/\\].*\.\w{1,5}$/.test(group) ? group : '')
  const file = said === '' ? place.file : said
  return {
    name: group === '' || own.startsWith(group) ? own : `${group} > ${own}`,
    outcome: wrong.length > 0 ? 'failed' : skipped ? 'skipped' : 'passed',
    file: file.replaceAll('\\', '/'),
    line: Number(/^\d{1,7}$/.exec(attribute(test, 'line'))?.[0] ?? (place.file === file ? place.line : 0)),
    message: first === undefined ? '' : messageOf(first),
  }
}

function messageOf(failure: unknown): string {
  if (!isXml(failure)) return decode(typeof failure === 'string' ? failure : '')
  const said = attribute(failure, 'message')
  const body = failure['#text']
  return said !== '' ? said : decode(typeof body === 'string' ? body : '')
}

/** The last place that the text of a failure names: where it was raised. */
function placeIn(failure: unknown): { readonly file: string; readonly line: number } {
  const body = isXml(failure) ? failure['#text'] : failure
  const places = (typeof body === 'string' ? body : '').slice(-20_000).matchAll(/([\w./-]{1,200}\.\w{1,5}):(\d{1,7})/g)
  const [, file = '', line = '0'] = [...places].at(-1) ?? []
  return { file, line: Number(line) }
}

const isXml = (value: unknown): value is Xml => typeof value === 'object' && value !== null && !Array.isArray(value)

const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]

function attribute(element: Xml, name: string): string {
  const value = element[`@${name}`]
  return typeof value === 'string' ? decode(value) : ''
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const decode = (text: string): string =>
  text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g, (whole, name, decimal, hex) => {
    if (typeof name === 'string') return named[name]!
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
