import type { StreetClass, UpkeepTaskFilterInput } from '@shared/graphql/generated/graphql'
import { addDays } from '@shared/format/days'
import { day, oneOf, reader, someOf, text, texts } from '@shared/routing/search'

/** How far a task has come, as the page's list tells them apart. */
export const states = ['overdue', 'due', 'open', 'done', 'confirmed', 'cancelled', 'all'] as const
export type State = (typeof states)[number]

export const streetClasses = ['MAIN', 'DISTRICT', 'LOCAL'] as const satisfies readonly StreetClass[]

/** Search parameters of the page's link. The default is what is open, the earliest deadline first. */
export const readSearch = reader(
  {
    state: oneOf(states),
    city: texts(64, 50),
    district: text(200),
    category: texts(64, 200),
    street: someOf(streetClasses),
    from: day(),
    to: day(),
  },
  [['from', 'to']],
)

export type Search = ReturnType<typeof readSearch>
/** What a change of the link sets or takes out. */
export type Change = { readonly [Key in keyof Search]?: Search[Key] | undefined }

const ofState: Readonly<Record<State, Pick<UpkeepTaskFilterInput, 'statuses' | 'isOverdue'>>> = {
  overdue: { statuses: ['OPEN'], isOverdue: true },
  due: { statuses: ['OPEN'], isOverdue: false },
  open: { statuses: ['OPEN'] },
  done: { statuses: ['DONE'] },
  confirmed: { statuses: ['CONFIRMED'] },
  cancelled: { statuses: ['CANCELLED'] },
  all: {},
}

/** The filter of a link, in one of the states. */
export const filterOf = (
  { city, district, category, street, from, to }: Omit<Search, 'state'>,
  state: State,
): UpkeepTaskFilterInput => ({
  ...ofState[state],
  ...(city ? { cities: city } : {}),
  ...(district === undefined ? {} : { districts: [district] }),
  ...(category ? { categories: category } : {}),
  ...(street ? { streetClasses: street } : {}),
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { until: addDays(to, 1) }),
})

/** What is open is listed by its deadline; what is over by when it was observed, the latest first. */
export const orderOf = (state: State) =>
  state === 'overdue' || state === 'due' || state === 'open' ? 'DEADLINE_ASCENDING' : 'OCCURRED_DESCENDING'
