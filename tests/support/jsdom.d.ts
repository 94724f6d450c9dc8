/** As much of jsdom as the tests ask for; it comes without declarations. */
declare module 'jsdom' {
  export interface ShownElement {
    readonly localName: string
    readonly id: string
    readonly type: string
    readonly textContent: string
    readonly attributes: Iterable<{ readonly name: string; readonly value: string }>
    readonly getAttribute: (name: string) => string | null
  }

  export interface ShownDocument {
    readonly querySelector: (selector: string) => ShownElement | null
    readonly querySelectorAll: (selector: string) => Iterable<ShownElement>
  }

  export class JSDOM {
    constructor(html?: string)
    readonly window: {
      readonly document: ShownDocument
      readonly DOMParser: new () => { readonly parseFromString: (text: string, type: string) => ShownDocument }
    }
  }
}
