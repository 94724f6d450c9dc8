import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { htmlReport } from '../../src/run/report/html.ts'
import { reportOf } from '../../src/run/report/model.ts'
import { bigRun } from '../run/evidence/big-run.ts'
import { journal } from '../run/evidence/journal.ts'
import { openBrowser, type Browser } from './browser.ts'

/* The report of a run in a browser: wide, on a phone, in the dark. INTENTK_SHOTS keeps the pictures for people. */

let browser: Browser
let folder = ''
const shots = process.env['INTENTK_SHOTS']
beforeAll(async () => {
  browser = await openBrowser()
  folder = mkdtempSync(join(tmpdir(), 'intentk-report-'))
  writeFileSync(join(folder, 'report.html'), htmlReport(reportOf(journal(bigRun(40)))!))
  writeFileSync(join(folder, 'many.html'), htmlReport(reportOf(journal(bigRun(1000)))!))
  if (shots !== undefined) mkdirSync(shots, { recursive: true })
})
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Look {
  readonly width: number
  readonly dark: boolean
  readonly name?: string
}

/** Opens a page and answers what a person would see. */
async function look({ width, dark, name = 'report' }: Look) {
  const screen = { width, height: 844, dark, phone: width < 500 }
  const { page, requests, words: problems } = await browser.open(join(folder, `${name}.html`), screen)
  if (shots !== undefined)
    await page.screenshot({
      path: join(shots, `${name}-${width}${dark ? '-dark' : ''}.png`),
      fullPage: name === 'report',
    })
  const seen = (await page.evaluate(`(() => {
    const wide = [...document.querySelectorAll('main *')].filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('.scroll, pre, svg, .name'))
    const luminance = (color) => { const [r, g, b] = color.match(/[0-9.]+/g).map((part) => { const c = part / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 }); return 0.2126 * r + 0.7152 * g + 0.0722 * b }
    const ground = (each) => { for (let at = each; at; at = at.parentElement) { const color = getComputedStyle(at).backgroundColor; if (color !== 'rgba(0, 0, 0, 0)') return color } return 'rgb(255,255,255)' }
    const texts = [...document.querySelectorAll('main *')].filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    const faint = texts.filter((each) => { const a = luminance(getComputedStyle(each).color); const b = luminance(ground(each)); return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5 })
    return { scrolls: document.documentElement.scrollWidth > innerWidth, wide: wide.map((each) => each.className + ' ' + each.tagName).slice(0, 5), faint: [...new Set(faint.map((each) => each.className + ' ' + each.tagName))], rows: document.querySelectorAll('.row').length, bars: [...document.querySelectorAll('.row .bar rect:not(.track)')].filter((each) => each.getBoundingClientRect().width < 1).length, small: Math.min(...texts.map((each) => parseFloat(getComputedStyle(each).fontSize))) }
  })()`)) as { scrolls: boolean; wide: string[]; faint: string[]; rows: number; bars: number; small: number }
  await page.close()
  return { ...seen, problems, requests: requests.length }
}

test.each<Look>([
  { width: 1280, dark: false },
  { width: 1280, dark: true },
  { width: 768, dark: false },
  { width: 390, dark: false },
  { width: 390, dark: true },
  { width: 320, dark: false },
])(
  'the page is readable at $width px, dark $dark: nothing sticks out, nothing is faint, nothing runs',
  async (wish) => {
    expect(await look(wish)).toEqual({
      scrolls: false,
      wide: [],
      faint: [],
      rows: 40,
      bars: 0,
      small: expect.closeTo(13, 0) as number,
      problems: [],
      requests: 0,
    })
  },
)

test('a thousand tasks are folded by phase, and those with failures are open', async () => {
  const { page } = await browser.open(join(folder, 'many.html'), { width: 1280, height: 844 })
  const folded = (await page.evaluate(
    `[...document.querySelectorAll('h2 + .panel > details')].map((each) => each.open)`,
  )) as boolean[]
  await page.close()
  expect(folded.filter(Boolean)).toHaveLength(1)
  expect(await look({ width: 390, dark: false, name: 'many' })).toMatchObject({
    scrolls: false,
    rows: 1000,
    problems: [],
  })
})
