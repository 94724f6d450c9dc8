/** How every template is read, shipped or not; scripts/templates.mjs compiles with the same. */
export const TEMPLATE_OPTIONS = {
  autoescape: false,
  trimBlocks: true,
  lstripBlocks: true,
  throwOnUndefined: false,
} as const

/** The filters a template may use: those that only turn a plain value into another. */
export const TEMPLATE_FILTERS: ReadonlySet<string> = new Set([
  'capitalize',
  'default',
  'first',
  'indent',
  'join',
  'last',
  'length',
  'lower',
  'title',
  'trim',
  'truncate',
  'upper',
])
