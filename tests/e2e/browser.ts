import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, type Page } from 'puppeteer-core'

/** A browser of its own with an empty profile, that nobody sees. */
export interface Browser {
  /** Opens a file as somebody with such a screen would; what it asks for and complains about is told. */
  readonly open: (file: string, screen: Screen) => Promise<OpenedPage>
  readonly close: () => Promise<void>
}

export interface Screen {
  readonly width: number
  readonly height: number
  readonly dark?: boolean
  /** A phone: touched, and as wide as it says it is. */
  readonly phone?: boolean
  /** What follows `#` in the address. */
  readonly hash?: string
}

interface OpenedPage {
  readonly page: Page
  /** Addresses that were asked for besides the file itself. */
  readonly requests: readonly string[]
  /** What the console says, and errors of scripts. */
  readonly words: readonly string[]
}

/** Debian's Chromium, or the one that is named. */
const program = process.env['INTENTK_CHROMIUM'] ?? '/usr/bin/chromium'

export async function openBrowser(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'intentk-browser-'))
  const browser = await launch({
    executablePath: program,
    headless: true,
    userDataDir: profile,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
  return {
    open: async (file, { width, height, dark = false, phone = false, hash = '' }) => {
      const page = await browser.newPage()
      const requests: string[] = []
      const words: string[] = []
      const address = `file://${file}${hash === '' ? '' : `#${hash}`}`
      page.on('console', (message) => words.push(message.text()))
      page.on('pageerror', (error) => words.push(String(error)))
      page.on('request', (request) => {
        if (request.url().split('#')[0] !== `file://${file}`) requests.push(request.url())
      })
      await page.setViewport({ width, height, isMobile: phone, hasTouch: phone })
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }])
      await page.goto(address)
      return { page, requests, words }
    },
    close: async () => {
      await browser.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}
