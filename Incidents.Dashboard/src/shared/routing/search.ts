// Readers of search parameters. Invalid values are left out and are no error, because a link may be old or typed by hand.

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : typeof value === 'number' ? String(value) : undefined

export const texts = (value: unknown): string[] | undefined => {
  const found = (Array.isArray(value) ? value : [value]).map(text).filter((item) => item !== undefined)
  return found.length > 0 ? found : undefined
}

export const oneOf = <T extends string>(allowed: readonly T[], value: unknown): T | undefined =>
  allowed.find((item) => item === value)

export const someOf = <T extends string>(allowed: readonly T[], value: unknown): T[] | undefined => {
  const found = allowed.filter((item) => texts(value)?.includes(item))
  return found.length > 0 ? found : undefined
}

/** Leaves out what is not there, so that a link holds only what was chosen. */
export function compact<T extends object>(search: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}
