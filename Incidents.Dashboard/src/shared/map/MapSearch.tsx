import { Link } from '@tanstack/react-router'
import { useState, type Key } from 'react'
import {
  Collection,
  ComboBox,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
  Text,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue/useCatalogue'
import { useLanguage } from '../i18n/useLanguage'
import { classes } from '../ui/classes'
import { FoundIcon } from './FoundIcon'
import { useFindPlaces, type FoundPlace, type Point } from './useFindPlaces'
import fields from '../ui/Fields.module.css'
import popover from '../ui/Popover.module.css'
import styles from './MapSearch.module.css'

/** A place that was found and chosen. */
export interface Found extends Point {
  readonly name: string
  readonly kind: FoundPlace['kind']
  /** The rectangle around it; null for a point. */
  readonly bounds: FoundPlace['bounds'] | null
}

interface Props {
  /** The middle of the map: what is near comes first. */
  readonly near?: Point
  /** Tells which place was chosen, and that the choice was taken back. */
  readonly onFound: (found: Found | undefined) => void
}

const kinds = ['PLACE', 'STREET', 'DEVICE', 'INCIDENT'] as const
const knownPlaces = [
  'city',
  'town',
  'village',
  'hamlet',
  'suburb',
  'neighbourhood',
  'quarter',
  'locality',
  'isolated_dwelling',
]

/** Searches streets, places, devices and incidents, and hands out the chosen one. */
export function MapSearch({ near, onFound }: Props) {
  const { t } = useTranslation('shared')
  const language = useLanguage()
  const { categoryName, cityName } = useCatalogue()
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<FoundPlace>()
  const isChosen = typed === chosen?.name
  const { places, state, text } = useFindPlaces(isChosen ? '' : typed, near)

  const nameOf = ({ name, names }: FoundPlace) => names?.[language] ?? name
  const about = ({ kind, detail }: FoundPlace) => {
    if (detail == null || kind === 'STREET' || kind === 'DEVICE') return detail
    if (kind === 'INCIDENT') return categoryName(detail)
    const code = knownPlaces.includes(detail) ? detail : 'other'
    return t(`placeKind.${code}`)
  }
  const detailOf = (place: FoundPlace) =>
    [about(place), place.city && cityName(place.city), place.point ? undefined : t('findWithoutPoint')]
      .filter((part) => part != null)
      .join(' · ')
  const groups = kinds
    .map((kind) => ({ kind, found: places.filter((place) => place.kind === kind) }))
    .filter(({ found }) => found.length > 0)

  const choose = (key: Key | null) => {
    const place = places.find(({ kind, id }) => `${kind} ${id}` === key)
    if (!place) return
    const shown = { ...place, name: nameOf(place) }
    setChosen(shown)
    setTyped(shown.name)
    const { kind, name, point, bounds } = shown
    onFound(point ? { kind, name, ...plain(point), bounds: bounds ?? null } : undefined)
  }
  const type = (next: string) => {
    setTyped(next)
    if (next.trim() !== '' || chosen === undefined) return
    setChosen(undefined)
    onFound(undefined)
  }
  const notes = {
    idle: '',
    running: t('finding'),
    found: t('findNothing', { text }),
    failed: t('findFailed'),
    plate: t('findPlate'),
  }
  const note = notes[state]

  return (
    <div className={styles['search']}>
      <ComboBox
        className={classes(fields['field'])}
        inputValue={typed}
        onInputChange={type}
        value={null}
        onChange={choose}
        // The server has searched already.
        defaultFilter={() => true}
        // What was typed stays.
        allowsCustomValue
        allowsEmptyCollection={state !== 'idle'}
        menuTrigger="input"
      >
        <Label>{t('findOnMap')}</Label>
        <Input className={classes(fields['input'])} placeholder={t('findHint')} maxLength={200} spellCheck={false} />
        <Popover className={classes(popover['popover'])}>
          <ListBox
            className={classes(popover['options'], styles['found'])}
            renderEmptyState={() => <p className={styles['none']}>{note}</p>}
          >
            {groups.map(({ kind, found }) => (
              <ListBoxSection key={kind} id={kind}>
                <Header className={styles['group']}>{t(`foundKind.${kind}`)}</Header>
                <Collection items={found.map((place) => ({ key: `${kind} ${place.id}`, place }))}>
                  {({ key, place }) => (
                    <ListBoxItem id={key} textValue={nameOf(place)}>
                      <FoundIcon kind={kind} />
                      <span className={styles['words']}>
                        <Text slot="label">{nameOf(place)}</Text>
                        <Text slot="description" className={styles['detail']}>
                          {detailOf(place)}
                        </Text>
                      </span>
                    </ListBoxItem>
                  )}
                </Collection>
              </ListBoxSection>
            ))}
          </ListBox>
        </Popover>
      </ComboBox>
      {isChosen && chosen.kind === 'INCIDENT' ? (
        <Link to="/incidents/$id" params={{ id: chosen.id }} search={{}} className={styles['page']}>
          {t('openIncident', { number: chosen.name })}
        </Link>
      ) : null}
    </div>
  )
}

// The client's cache adds the type's name.
const plain = ({ longitude, latitude }: Point): Point => ({ longitude, latitude })
