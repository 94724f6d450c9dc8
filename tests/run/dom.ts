/** As much of an element as tests look at. */
export interface Element {
  readonly textContent: string
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>
  readonly querySelector: (selector: string) => Element | null
  readonly querySelectorAll: (selector: string) => ArrayLike<Element> & Iterable<Element>
  readonly getAttribute: (name: string) => string | null
}

export interface Page extends Element {
  readonly title: string
  readonly body: Element
}

/** Reads a page as a browser does; its scripts do not run. */
export async function readPage(html: string): Promise<Page> {
  // It comes without types, and those of a browser are not those of this project.
  const name: string = 'jsdom'
  const { JSDOM } = (await import(name)) as { JSDOM: new (html: string) => { window: { document: Page } } }
  return new JSDOM(html).window.document
}
