import { useMemo } from 'react'
import type { CombinedError } from 'urql'
import { graphql } from '../graphql/generated'
import type { CatalogueQuery } from '../graphql/generated/graphql'
import { partOf } from '../graphql/partOf'
import { useAnswer } from '../graphql/useAnswer'
import { homeZone } from '../format/format'
import { useFormat } from '../format/useFormat'
import type { Language } from '../i18n/i18n'
import { useLanguage } from '../i18n/useLanguage'

const catalogueQuery = graphql(`
  query Catalogue {
    cities {
      code
      zone
      nameEn
      nameRu
      nameKk
      population
      regions {
        region
      }
      bounds {
        west
        south
        east
        north
      }
    }
    categories {
      code
      group
      nameEn
      nameRu
      nameKk
    }
    baseMap {
      kind
      url
      attribution
    }
  }
`)

type Names = Pick<NonNullable<CatalogueQuery['cities']>[number], 'nameEn' | 'nameRu' | 'nameKk'>
/** A box in degrees, WGS 84. */
interface Bounds {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

export type BaseMap = NonNullable<CatalogueQuery['baseMap']>

export interface NamedCity {
  readonly code: string
  readonly name: string
  readonly zone: string
  readonly population: number | null
  readonly bounds: Bounds | null
  /** Whether the programme is for it; other towns have only what was imported. */
  readonly isOfProgramme: boolean
}

export interface NamedCategory {
  readonly code: string
  readonly name: string
  readonly group: string
}

/** Cities and categories by their names in the page's language, in its alphabetical order. */
export interface Catalogue {
  readonly cities: readonly NamedCity[]
  readonly categories: readonly NamedCategory[]
  readonly baseMap: BaseMap | null
  readonly cityName: (code: string) => string
  /** A register may use categories that the catalogue does not know: these are called by their code. */
  readonly categoryName: (code: string) => string
  readonly zoneOf: (city: string | undefined) => string
}

/** In the place of a name that is on its way. */
const pending = '…'

interface Loaded extends Catalogue {
  /** Why there are no cities. Without categories pages show their codes. */
  readonly error: CombinedError | undefined
  readonly isLoading: boolean
}

export function useCatalogue(): Loaded {
  const answer = useAnswer(catalogueQuery, {})
  const { data, isLoading } = answer
  const isPending = data === undefined && answer.error === undefined
  const language = useLanguage()
  const { compare } = useFormat()
  const catalogue = useMemo(() => catalogueOf(data, isPending, language, compare), [data, isPending, language, compare])
  return { ...catalogue, error: partOf(answer, 'cities').error, isLoading }
}

function catalogueOf(
  data: CatalogueQuery | undefined,
  isPending: boolean,
  language: Language,
  compare: (a: string, b: string) => number,
): Catalogue {
  const byName = (a: { name: string }, b: { name: string }) => compare(a.name, b.name)
  const cities = (data?.cities ?? [])
    .map((city) => ({
      code: city.code,
      name: nameIn(language, city),
      zone: city.zone,
      population: city.population ?? null,
      bounds: city.bounds ? boundsOf(city.bounds) : null,
      isOfProgramme: (city.regions ?? []).length > 0,
    }))
    .sort(byName)
  const categories = (data?.categories ?? [])
    .map((category) => ({ code: category.code, name: nameIn(language, category), group: category.group }))
    .sort(byName)
  // Codes are of no use to the reader, and would change to names after a moment.
  const unknown = (code: string) => (isPending ? pending : code)
  const cityByCode = new Map(cities.map((city) => [city.code, city]))
  const categoryByCode = new Map(categories.map((category) => [category.code, category]))
  return {
    cities,
    categories,
    baseMap: data?.baseMap ?? null,
    cityName: (code) => cityByCode.get(code)?.name ?? unknown(code),
    categoryName: (code) => categoryByCode.get(code)?.name ?? unknown(code),
    zoneOf: (city) => (city === undefined ? undefined : cityByCode.get(city)?.zone) ?? homeZone,
  }
}

// The client's cache adds the type's name to every object: a question that is asked with it would be refused.
const boundsOf = ({ west, south, east, north }: Bounds): Bounds => ({ west, south, east, north })

const nameIn = (language: Language, { nameEn, nameRu, nameKk }: Names) =>
  (language === 'kk' ? nameKk : language === 'ru' ? nameRu : nameEn) ?? nameRu ?? nameEn
