import type { CaseTimelineFilterInput } from '@shared/graphql/generated/graphql'
import { compact } from '@shared/routing/search'
import type { View } from '../queries'
import type { CaseSearch, Change } from '../search'

/** Parameters of the link that choose entries. */
const chosen = ['kinds', 'sources', 'text', 'starred', 'from', 'until'] as const

export const isFiltered = (search: CaseSearch) => chosen.some((name) => search[name] !== undefined)

/** Shows all entries. */
export const everything: Change<CaseSearch> = Object.fromEntries(chosen.map((name) => [name, undefined]))

/** The filter that a link asks for. */
export const filterOf = ({ kinds, sources, text, starred, from, until }: CaseSearch): CaseTimelineFilterInput => ({
  ...compact({ kinds, sourceIds: sources, text, from, until }),
  isStarred: starred === 'yes',
})

/** The parameters of the link that show what a saved view shows. */
export const searchOf = ({ filter }: View): Change<CaseSearch> => ({
  kinds: filter.kinds.length === 0 ? undefined : [...filter.kinds],
  sources: filter.sources.length === 0 ? undefined : [...filter.sources],
  text: filter.text ?? undefined,
  starred: filter.isStarred ? 'yes' : undefined,
  from: filter.from ?? undefined,
  until: filter.until ?? undefined,
  order: filter.isByKnown ? 'known' : undefined,
})

const written = (search: Change<CaseSearch>) =>
  JSON.stringify([...chosen, 'order' as const].map((name) => search[name] ?? null))

/** The saved view that a link shows, by its name; undefined for none. */
export const viewOf = (views: readonly View[], search: CaseSearch) =>
  views.find((view) => written(searchOf(view)) === written(search))?.name
