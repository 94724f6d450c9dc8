import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import puppeteer, { type Browser } from 'puppeteer-core'

/** A headless browser with a folder of its own. */
export interface OpenBrowser {
  readonly browser: Browser
  readonly close: () => Promise<void>
}

export async function openBrowser(): Promise<OpenBrowser> {
  const userDataDir = mkdtempSync(join(tmpdir(), 'intentk-browser-'))
  const browser = await puppeteer.launch({
    executablePath: process.env['INTENTK_BROWSER'] ?? '/usr/bin/chromium',
    headless: true,
    userDataDir,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
  const close = async (): Promise<void> => {
    await browser.close()
    rmSync(userDataDir, { recursive: true, force: true })
  }
  return { browser, close }
}
