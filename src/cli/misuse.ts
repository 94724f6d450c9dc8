/** The command line asks for something that cannot be done. Ends with exit code 2; `hint` is the likely intent. */
export class Misuse extends Error {
  readonly ruleId: string
  readonly hint: string

  constructor(message: string, hint = '', ruleId = 'usage') {
    super(message)
    this.name = 'Misuse'
    this.hint = hint
    this.ruleId = ruleId
  }
}
