import type { AnalysesSearch } from '../search'

/** Search parameters of numbers and of choices. */
type KeyOf<Value> = {
  [Key in keyof AnalysesSearch]-?: NonNullable<AnalysesSearch[Key]> extends Value ? Key : never
}[keyof AnalysesSearch] &
  string

/** A number that an analysis takes, with its limits in the schema and the default of the page. */
export interface NumberSpec {
  readonly kind: 'number'
  readonly key: KeyOf<number>
  readonly min: number
  readonly max: number
  readonly step: number
  /** Undefined where the server chooses. */
  readonly usual: number | undefined
}

export interface ChoiceSpec {
  readonly kind: 'choice'
  readonly key: KeyOf<string>
  readonly options: readonly string[]
  readonly usual: string
}

export interface DaySpec {
  readonly kind: 'day'
  readonly key: 'riskAt' | 'installedFrom' | 'installedTo'
  /** The default, of the period; undefined where the server chooses. */
  readonly usual: (period: { readonly from: string; readonly to: string }) => string | undefined
}

export interface TextSpec {
  readonly kind: 'text'
  readonly key: 'places'
}

export type FieldSpec = NumberSpec | ChoiceSpec | DaySpec | TextSpec

export const whole = (
  key: NumberSpec['key'],
  min: number,
  max: number,
  usual: number | undefined,
  step = 1,
): NumberSpec => ({ kind: 'number', key, min, max, step, usual })

export const choice = <Option extends string>(
  key: ChoiceSpec['key'],
  options: readonly Option[],
  usual: Option,
): ChoiceSpec => ({ kind: 'choice', key, options, usual })

/** The number of the link where the analysis accepts it, else its default. */
export function numberOf(search: AnalysesSearch, { key, min, max, usual }: NumberSpec): number | undefined {
  const given = search[key]
  return given !== undefined && given >= min && given <= max ? given : usual
}

export function choiceOf<Option extends string>(
  search: AnalysesSearch,
  key: ChoiceSpec['key'],
  options: readonly Option[],
  usual: Option,
): Option {
  return options.find((option) => option === search[key]) ?? usual
}
