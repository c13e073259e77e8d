import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { readBoundary, readWithin } from '@shared/area/area'
import { inZone } from '@shared/format/zones'
import { useFormat } from '@shared/format/useFormat'
import { readHours } from '@shared/hours/hours'
import { Button } from '@shared/ui/Button'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Change } from './filter'
import { mapSearchOf } from './mapSearch'
import { readNear } from './near'
import type { RegisterSearch } from './search'
import styles from './LinkFilters.module.css'

interface Props {
  readonly search: RegisterSearch
  readonly onChange: (change: Change) => void
}

/** Filters that come with a link and have no field: each is named and can be removed. */
export function LinkFilters({ search, onChange }: Props) {
  const { t } = useTranslation('incidents')
  const filters = useLinkFilters(search)
  const map = mapSearchOf(search)
  if (filters.length === 0) return null
  return (
    <div className={styles['filters']}>
      <ul aria-label={t('linkFilters')}>
        {filters.map(({ keys, text }) => (
          <li key={keys.join()}>
            <Button
              aria-label={t('removeFilter', { filter: text })}
              onPress={() => onChange(Object.fromEntries(keys.map((key) => [key, undefined])))}
            >
              <span className={styles['text']}>{text}</span> <span aria-hidden="true">×</span>
            </Button>
          </li>
        ))}
      </ul>
      {map === undefined ? null : (
        <Link to="/crime-map" search={map}>
          {t('backToMap')}
        </Link>
      )}
    </div>
  )
}

interface LinkFilter {
  readonly keys: readonly (keyof RegisterSearch)[]
  readonly text: string
}

/** The filters of the link without a field, in words. */
export function useLinkFilters(search: RegisterSearch): LinkFilter[] {
  const { t } = useTranslation('incidents')
  const { localMoment, number } = useFormat()
  const { zoneOf } = useCatalogue()
  const { near, since, until, cells, within, boundary, hours, counted } = search
  const circle = readNear(near)
  const area = readBoundary(boundary)
  const atZone = (moment: string) => localMoment(inZone(moment, zoneOf(search.city?.[0])))
  const found: (LinkFilter | false | undefined)[] = [
    circle && {
      keys: ['near'],
      text: t('nearPoint', {
        metres: number(circle.radiusMetres),
        point: `${circle.latitude.toFixed(4)}, ${circle.longitude.toFixed(4)}`,
      }),
    },
    (since !== undefined || until !== undefined) && {
      keys: ['since', 'until'],
      text:
        since === undefined
          ? t('untilMoment', { until: atZone(until ?? '') })
          : until === undefined
            ? t('sinceMoment', { since: atZone(since) })
            : t('betweenMoments', { since: atZone(since), until: atZone(until) }),
    },
    cells && { keys: ['cells'], text: t('inCells', { count: cells.length, number: number(cells.length) }) },
    within !== undefined && {
      keys: ['within'],
      text: t('inPolygon', { number: number(readWithin(within)?.length ?? 0) }),
    },
    area && { keys: ['boundary'], text: t('inBoundary', { name: area.name }) },
    hours !== undefined && { keys: ['hours'], text: hoursText(t, hours) },
    counted !== undefined && { keys: ['counted'], text: t(`counted.${counted}`) },
  ]
  return found.filter((one) => one !== false && one !== undefined)
}

function hoursText(t: TFunction<'incidents'>, written: string) {
  const found = readHours(written)
  if (found === undefined) return written
  const [firstDay, lastDay] = found.days.map((day) => t(`weekdays.${day}`))
  const [begin, end] = [found.hours[0], found.hours[1] + 1].map((hour) => `${String(hour).padStart(2, '0')}:00`)
  return found.inOneGo
    ? t('hoursInOneGo', { firstDay, begin, lastDay, end })
    : t('hoursDaily', { days: firstDay === lastDay ? firstDay : `${firstDay}–${lastDay}`, begin, end })
}
