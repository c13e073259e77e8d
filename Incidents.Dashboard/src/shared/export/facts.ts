/** What the numbers of a file are. A program reads codes and days; texts are for what has no code. */
export interface Facts {
  /** The towns, the boundary or the part of the map that the rows cover. */
  readonly area: string
  /** Local days, both included; null where the rows are of no period. */
  readonly period: { readonly from: string; readonly to: string } | null
  /** What is counted or listed, as a code: `INCIDENTS`. */
  readonly counted: string
  /** Codes; an empty list is all of them. */
  readonly categories: readonly string[]
  /** The local day at whose end this was known; null for what is known now. */
  readonly knownAt: string | null
  readonly method: string
  readonly parameters: Readonly<Record<string, string | number | boolean | null>>
  /** When the server computed the answer, and its state of the data; null where it did not say. */
  readonly asOf: string | null
  /** Where the numbers come from: by default the address of the page. */
  readonly source: string
  /** Whether the data are made up; null where that is not known. */
  readonly simulated: boolean | null
}

/** A value of a file. Null is an empty cell in CSV. */
export type Value = string | number | boolean | null

/** The facts as named values, parameters under their own names, in the order of the columns. */
export function factValues({ period, categories, parameters, ...facts }: Facts): [name: string, value: Value][] {
  return [
    ['area', facts.area],
    ['from', period?.from ?? null],
    ['to', period?.to ?? null],
    ['counted', facts.counted],
    ['categories', categories.length === 0 ? 'all' : categories.join(' ')],
    ['knownAt', facts.knownAt ?? 'now'],
    ['method', facts.method],
    ...Object.entries(parameters),
    ['asOf', facts.asOf],
    ['source', facts.source],
    ['simulated', facts.simulated],
  ]
}
