import { describe, expect, it } from 'vitest'

type Reader = ((search: Record<string, unknown>) => Record<string, unknown>) & {
  readonly parameters: readonly string[]
}

const modules = import.meta.glob<Record<string, unknown>>('../features/**/search.ts', { eager: true })
const readers = Object.entries(modules).flatMap(([path, module]) =>
  Object.entries(module).flatMap(([name, reader]) =>
    name.startsWith('read') ? [[`${path.split('/')[2] ?? ''} ${name}`, reader as Reader] as const] : [],
  ),
)

let deep: unknown = 'x'
for (let level = 0; level < 5_000; level++) deep = [deep]

/** Values that an address can give, and what a link must never pass on. */
const hostile: readonly unknown[] = [
  null,
  true,
  '',
  ' ',
  '\0',
  'a\u0000b',
  '\ud800',
  'x'.repeat(10_000),
  'Ж'.repeat(10_000),
  1e308,
  -0,
  NaN,
  -Infinity,
  [],
  [[]],
  Array(10_000).fill('x'),
  { from: '2026-01-01' },
  JSON.parse('{"__proto__":{"polluted":true}}'),
  deep,
  { toString: 'not a function' },
  '9999-12-31',
  '2026-02-30',
  '1900-01-01',
  '__proto__',
  'constructor',
  'xx',
  '<img src=x onerror=alert(1)>',
  "' or 1=1 --",
]
/** What is wrong for every parameter, and not only for some. */
const nowhere = hostile.slice(0, 9).concat(hostile.slice(11, 20))

describe.each(readers)('%s', (_, read) => {
  it('has parameters', () => expect(read.parameters.length).toBeGreaterThan(0))

  it.each(read.parameters.map((name) => [name]))('takes no hostile value of %s', (name) => {
    for (const value of nowhere) {
      const found = read({ [name]: value })
      expect(found[name], typeof value).toBeUndefined()
      expect(found['dropped']).toEqual([name])
      expect(Object.keys(found)).not.toContain('dropped')
    }
    for (const value of hostile) expect(isHarmless(read({ [name]: value })[name])).toBe(true)
    expect('polluted' in {}).toBe(false)
  })

  it('names every wrong parameter once, also those that it does not know', () => {
    const search = Object.fromEntries([...read.parameters, '__proto__', 'constructor', 'utm'].map((name) => [name, {}]))
    expect(new Set(read(search)['dropped'] as string[])).toEqual(
      new Set([...read.parameters, '__proto__', 'constructor', 'utm']),
    )
    expect(Object.values(read(search)).every((value) => value === undefined)).toBe(true)
  })

  it('drops nothing from what it has read', () => {
    const right = ['2026-01-01', '2026-01-01T10:00:00 05:00', 'table', 'OPEN', 'x', 3, '1-2,3-4', '17/1/2', '73,49,11']
    for (const name of read.parameters)
      for (const value of right) {
        const found = read({ [name]: value })
        if (found[name] !== undefined) expect(read({ ...found })['dropped']).toBeUndefined()
      }
  })
})

const isHarmless = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === 'number' && Number.isFinite(value)) ||
  (typeof value === 'string' && value.length <= 2_000 && !value.includes('\0')) ||
  (Array.isArray(value) && value.length <= 200 && value.every(isHarmless))
