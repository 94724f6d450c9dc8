import { describe, expect, test } from 'vitest'
import { checkTemplate } from '../../src/render/check-template.ts'
import { builtInTemplates } from '../../src/render/templates.ts'

describe('the shipped templates obey the rules of overrides', () => {
  for (const [name, { source }] of Object.entries(builtInTemplates())) {
    test(name, () => expect(checkTemplate(source, name)).toEqual([]))
  }
})

const allowed: readonly (readonly [name: string, source: string])[] = [
  ['task', '* [{{ box }}] {{ id | upper }}{% for line in body %}\n{{ loop.index }} {{ line }}{% endfor %}'],
  [
    'task',
    '{% set words = [1, "a"] %}{{ words[0] }}{{ words | join(", ") }}{{ text | default("none") | truncate(80) }}',
  ],
  [
    'header',
    '{{ links[0].markdown }}{% for link in links %}{{ link["role"] }}{% else %}none{% endfor %}{{ mvp.number if mvp else "" }}',
  ],
  [
    'phase',
    '{% if number > 2 and not empty or kind == "setup" %}{{ "Phase " ~ number }}{% elif kind in ["polish"] %}x{% endif %}',
  ],
  ['task', '{% raw %}{{ constructor.constructor("return 1")() }}{% endraw %}{# range.constructor() #}'],
]

describe('what a template may do', () => {
  for (const [name, source] of allowed) test(source.slice(0, 60), () => expect(checkTemplate(source, name)).toEqual([]))
})

const attacks: readonly string[] = [
  '{{ range.constructor("return process")() }}',
  "{{ range.constructor(\"return global.process.mainModule.require('child_process').execSync('id')\")() }}",
  '{{ ""["const"~"ructor"] }}',
  '{{ "".constructor }}',
  '{{ text["constructor"] }}',
  '{{ text["__proto__"] }}',
  '{{ body.__proto__ }}',
  '{{ body.map }}',
  '{{ body.toString }}',
  '{{ body.constructor.prototype }}',
  '{{ text.constructor.constructor("return process")() }}',
  '{% set x = cycler %}',
  '{% set x = cycler("a", "b") %}{{ x.next() }}',
  '{% set x = joiner() %}',
  '{{ joiner.constructor }}',
  '{{ range(1000000000) | join }}',
  '{% for i in range(1000000000) %}x{% endfor %}',
  '{{ text.repeat(1000000000) }}',
  '{{ text | replace(r/(a+)+$/, "x") }}',
  '{{ r/(a+)+$/ }}',
  '{{ text | safe }}',
  '{{ body | groupby("constructor") }}',
  '{{ body | join(",", "constructor") }}',
  '{{ body | join(",", text) }}',
  '{{ body | sort(false, false, "__proto__") }}',
  '{{ body | map("constructor") }}',
  '{{ body | selectattr("constructor") }}',
  '{{ body | dump }}',
  '{{ text | indent(100000000) }}',
  '{{ text | center(100000000) }}',
  '{{ text | wordwrap }}',
  '{{ text | callMe }}',
  '{{ this }}',
  '{{ self }}',
  '{{ caller() }}',
  '{{ super() }}',
  '{{ process }}',
  '{{ globalThis }}',
  '{{ require("fs") }}',
  '{{ env }}',
  '{{ context.env }}',
  '{{ constructor }}',
  '{{ __proto__ }}',
  '{{ toString }}',
  '{{ hasOwnProperty }}',
  '{{ text() }}',
  '{{ loop() }}',
  '{{ loop.constructor }}',
  '{{ text[id] }}',
  '{{ body[loop.index] }}',
  '{{ {"a": text} }}',
  '{{ 2 ** 100000000 }}',
  '{{ text is string }}',
  '{% set constructor = 1 %}',
  '{% set __proto__ = 1 %}',
  '{% set range = 1 %}{{ range.constructor }}',
  '{% for constructor in body %}{{ constructor }}{% endfor %}',
  '{% for k, __proto__ in body %}{% endfor %}',
  '{% set x %}{{ text }}{% endset %}',
  '{% include "/etc/passwd" %}',
  '{% include text %}',
  '{% import "task.md" as t %}',
  '{% from "task.md" import t %}',
  '{% extends "task.md" %}',
  '{% extends text.constructor %}',
  '{% block a %}{% endblock %}',
  '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
  '{% macro m(a=range.constructor("x")()) %}{% endmacro %}',
  '{% call text() %}{% endcall %}',
  '{% filter upper %}x{% endfilter %}',
  '{% switch text %}{% case "a" %}{% endswitch %}',
  '{% asyncEach line in body %}{% endeach %}',
  '{% asyncAll line in body %}{% endall %}',
  '{% ifAsync text %}{% endif %}',
  '{% for a in body %}{% for b in body %}{% for c in body %}{% for d in body %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}',
  '{{ text if range.constructor("x")() else "" }}',
  '{% if range.constructor("x")() %}{% endif %}',
  '{{ [range.constructor("x")()] }}',
  '{{ (range.constructor)("x")() }}',
  '{{ text | default(range.constructor("x")()) }}',
  '{{ text ~ range.constructor("x")() }}',
  '{{ text < range.constructor("x")() }}',
  '{{ not range.constructor("x")() }}',
  '{{ -range.constructor("x")() }}',
  '{{ milestone }}{{ unknownVariable }}',
  '{{ text',
  '{% if text %}',
  '{% for line in body %}',
  '{{ text }}{% endif %}',
  '{% notATag %}',
  `${'{% if text %}'.repeat(500)}${'{% endif %}'.repeat(500)}`,
  `{{ ${'('.repeat(20_000)}text${')'.repeat(20_000)} }}`,
  `{{ ${'not '.repeat(15_000)}text }}`,
  `{{ text${' ~ text'.repeat(100)}${'.x'.repeat(100)} }}`,
  'x'.repeat(64 * 1024 + 1),
]

describe('what no template may do', () => {
  for (const source of attacks) {
    test(source.length > 80 ? `${source.slice(0, 60)}... (${source.length})` : source, () => {
      const found = checkTemplate(source, 'task', '.intentk/templates/task.md')
      expect(found.length).toBeGreaterThan(0)
      for (const { ruleId, severity, message } of found) {
        expect({ ruleId, severity }).toEqual({ ruleId: 'template-refused', severity: 'error' })
        expect(message).toContain('.intentk/templates/task.md')
      }
    })
  }

  test('a name that is no block', () => {
    for (const name of ['tasks', '__proto__', 'constructor', '../task']) {
      expect(checkTemplate('x', name)[0]?.message).toContain('the blocks are front-matter')
    }
  })

  test('the line is named', () => {
    expect(checkTemplate('a\nb\n{{ range(3) }}\n', 'task', 't.md')[0]?.message).toMatch(
      /^The template t\.md:3 is refused: /,
    )
  })
})
