import { expect, test } from 'vitest'
import { findPlaceholders } from '../../../src/run/verify/placeholders.ts'

const left: readonly (readonly [file: string, text: string, line: number])[] = [
  ['a.ts', 'const a = 1\n// TODO: finish\n', 2],
  ['a.ts', 'call() // FIXME later\n', 1],
  ['a.ts', '/**\n * TODO(anna): say what for\n */\n', 2],
  ['a.ts', "export function f() {\n  throw new Error('Not implemented')\n}\n", 2],
  ['a.ts', 'throw new Error(`f is not yet implemented`)\n', 1],
  ['a.ts', '// ... rest of the implementation\n', 1],
  ['a.ts', '// your code here\n', 1],
  ['a.ts', '  // ... existing code ...\n', 1],
  ['a.test.ts', "it.todo('reads both')\n", 1],
  ['a.py', 'def f(x):\n    pass\n', 2],
  ['a.py', 'def f(\n    x,\n):\n    """Does it."""\n    ...\n', 5],
  ['a.py', 'class A:\n    def f(self):\n        """Long\n        words.\n        """\n        pass  # later\n', 6],
  ['a.py', 'def f():\n    raise NotImplementedError\n', 2],
  ['a.py', '# TODO: finish\n', 1],
  ['a.py', 'class A:\n    def f(self):\n        raise NotImplementedError\n', 3],
  ['tests/test_a.py', 'def test_a():\n    pass\n', 2],
  ['a.ts', '// other methods ...\n', 1],
  ['a.rs', 'fn f() { todo!() }\n', 1],
  ['a.rs', 'fn f() { unimplemented!("later") }\n', 1],
  ['a.go', 'func f() { panic("not implemented") }\n', 1],
  ['A.cs', 'throw new NotImplementedException();\n', 1],
  ['A.java', 'throw new UnsupportedOperationException("Not implemented yet");\n', 1],
  ['a.sql', '-- TODO: index\n', 1],
  ['a.html', '<!-- TODO: text -->\n', 1],
  ['a.md', '# Export\n\nTODO: describe\n', 3],
  ['a.md', 'The limit is [TBD].\n', 1],
  ['Makefile', '# nothing\n// TODO: build\n', 2],
]

test.each(left)('%s: %j is a placeholder', (file, text, line) => {
  const found = findPlaceholders(file, text, null)
  expect(found.map((each) => each.line)).toEqual([line])
  expect(found[0]).toMatchObject({ kind: 'placeholder', file })
  expect(findPlaceholders(file, text.replaceAll('\n', '\r\n'), null)).toHaveLength(1)
  // What stood there before the attempt was left by somebody else.
  expect(findPlaceholders(file, `new\n${text}`, text)).toEqual([])
})

test.each([
  ['a.ts', "const words = ['TODO', 'FIXME']\n"],
  ['a.ts', 'const marker = /TODO|FIXME/ // what is looked for\n'],
  ['a.ts', "const url = 'http://x/ // TODO'\n"],
  ['a.ts', '// Counts the lines with `TODO` in a file.\n'],
  ['a.ts', '// TODO list of the user\n'],
  ['a.ts', '// TODO items are sorted by date\n'],
  ['todo.ts', 'export interface Todo { text: string }\n'],
  ['a.ts', 'const rest = [...values]\nf(...rest)\n'],
  ['a.ts', '// The rest of the line is the message.\n'],
  ['a.ts', '// Existing entries stay, new ones are added.\n'],
  ['a.ts', 'export abstract class A {\n  // Subclasses say how.\n  f() { throw new Error("not implemented") }\n}\n'],
  ['a.py', 'class A(Exception):\n    pass\n'],
  ['a.py', 'try:\n    f()\nexcept ValueError:\n    pass\n'],
  ['a.py', 'class A(Protocol):\n    def f(self) -> int: ...\n    def g(self) -> int:\n        ...\n'],
  ['a.py', 'class A(ABC):\n    @abstractmethod\n    def f(self):\n        raise NotImplementedError\n'],
  ['a.py', 'def f(x):\n    for a in x:\n        pass\n    return x\n'],
  ['a.py', 'class A:\n    def __exit__(self, *args):\n        pass\n'],
  ['a.pyi', 'def f() -> int:\n    ...\n'],
  ['a.md', '# Todo\n\nWrite `// TODO: x` for what is open.\n\n```ts\n// TODO: example\n```\n'],
  ['a.md', 'Every TODO in the code is found.\n'],
  ['package.json', '{"a": "TODO: x"}\n'],
  ['a.bin', 'TODO: \0\n'],
  ['a.py', 'class Base:\n    def f(self):\n        raise NotImplementedError\n'],
  ['a.py', 'class A:\n    def f(self):\n        raise NotImplementedError\nclass B(A):\n    def f(self): return 1\n'],
  ['a.py', 'class P(HTMLParser):\n    def handle_data(self, data):\n        pass\n'],
  ['tests/test_a.py', 'def test_a():\n    def f():\n        pass\n    assert run(f)\n'],
  ['a.ts', "const example = 'raise NotImplementedError'\n"],
  ['a.ts', '// Other methods\n// XXX the order is odd for compatibility\n'],
  ['a.py', 'def f():\n    raise NotImplementedError("only files are read")\n'],
  ['a.yaml', 'key: "# TODO: no"\n'],
])('%s: %j is none', (file, text) => {
  expect(findPlaceholders(file, text, null)).toEqual([])
})

test('of a file whose text before is not known, stubs alone count', () => {
  const text = '// TODO: old or new\nthrow new Error("not implemented")\n'
  expect(findPlaceholders('a.ts', text, undefined).map(({ line }) => line)).toEqual([2])
})

test('a placeholder that stands once more than before is new', () => {
  expect(findPlaceholders('a.ts', '// TODO: x\na\n// TODO: x\n', '// TODO: x\n').map(({ line }) => line)).toEqual([3])
})

test('long lines and large files take little time', () => {
  for (const part of [
    '// TODO: x\n',
    '"',
    '# ',
    ' ',
    'def f(\n',
    '    pass\n',
    '`'.repeat(3) + '\n',
    '"""\n',
    '<!--',
  ]) {
    const started = performance.now()
    for (const file of ['a.ts', 'a.py', 'a.md'])
      findPlaceholders(file, part.repeat(Math.ceil(200_000 / part.length)), null)
    expect(performance.now() - started, part).toBeLessThan(3000)
  }
})
