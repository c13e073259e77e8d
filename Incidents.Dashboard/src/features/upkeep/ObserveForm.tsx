import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useTowns } from '@shared/catalogue/useTowns'
import { newId } from '@shared/commands/browser'
import { useFormat } from '@shared/format/useFormat'
import type { StreetClass } from '@shared/graphql/generated/graphql'
import { useCommand } from '@shared/graphql/useCommand'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { LineField } from '@shared/ui/LineField'
import { MomentField } from '@shared/ui/MomentField'
import { NumberField } from '@shared/ui/NumberField'
import { Panel } from '@shared/ui/Panel'
import { Loading } from '@shared/ui/states'
import { Suspense, lazy, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { observeMutation } from './commands'
import { municipal } from './kinds'
import { streetClasses } from './search'
import styles from './Upkeep.module.css'

const PointMap = lazy(() => import('./PointMap'))

interface Props {
  readonly city: string | undefined
  readonly now: string
  /** The new task, which its own page has at once; lists have it a moment later. */
  readonly onDone: (id: string) => void
}

/** Opens the form by which a person enters an observation. */
export function ObserveForm(props: Props) {
  const { t } = useTranslation('upkeep')
  const [isOpen, setOpen] = useState(false)
  return isOpen ? (
    <Form {...props} onClose={() => setOpen(false)} />
  ) : (
    <div>
      <Button onPress={() => setOpen(true)}>{t('observe')}</Button>
    </div>
  )
}

const byList = ''

function Form({ city, now, onDone, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation('upkeep')
  const towns = useTowns()
  const { categories, zoneOf } = useCatalogue()
  const { localMoment } = useFormat()
  const kinds = municipal(categories)
  // The same form again is the same observation: the host takes it once.
  const [key] = useState(newId)
  const [town, setTown] = useState(city)
  const [kind, setKind] = useState<string>()
  const [street, setStreet] = useState('')
  const [district, setDistrict] = useState('')
  const [words, setWords] = useState('')
  const [occurredAt, setOccurredAt] = useState<string | undefined>(now)
  const [streetClass, setStreetClass] = useState<StreetClass>()
  const [longitude, setLongitude] = useState<number>()
  const [latitude, setLatitude] = useState<number>()
  const observe = useCommand(
    observeMutation,
    ({ observeUpkeep }) => ({ result: observeUpkeep.upkeepTask, errors: observeUpkeep.errors }),
    ({ id, deadline }) => {
      onDone(id)
      return deadline == null ? t('observedWithout') : t('observedUntil', { moment: localMoment(deadline) })
    },
  )
  const chosenTown = town ?? towns[0]?.code
  const chosenKind = kind ?? kinds[0]?.code
  const given = (text: string) => (text.trim() === '' ? null : text.trim())
  const point = longitude === undefined || latitude === undefined ? null : { longitude, latitude }
  const isWhole = chosenTown !== undefined && chosenKind !== undefined && occurredAt !== undefined
  return (
    <Panel
      title={t('observe')}
      aside={
        <Button quiet onPress={onClose}>
          {t('close')}
        </Button>
      }
    >
      <form
        className={styles['form']}
        aria-label={t('observe')}
        onSubmit={(event) => {
          event.preventDefault()
          if (!isWhole || observe.isSending) return
          void observe.run({
            input: {
              console: 'dashboard',
              key,
              category: chosenKind,
              place: { city: chosenTown, district: given(district), street: given(street), point },
              occurredAt,
              streetClass: streetClass ?? null,
              description: given(words),
            },
          })
        }}
      >
        <ChoiceField
          label={t('kind')}
          value={chosenKind ?? ''}
          options={kinds.map(({ code, name }) => ({ value: code, name }))}
          onChange={setKind}
        />
        <ChoiceField
          label={t('town')}
          value={chosenTown ?? ''}
          options={towns.map(({ code, name }) => ({ value: code, name }))}
          onChange={setTown}
        />
        <LineField label={t('district')} most={200} value={district} onChange={setDistrict} />
        <LineField label={t('street')} most={200} value={street} onChange={setStreet} />
        <ChoiceField<StreetClass | typeof byList>
          label={t('streetClass')}
          value={streetClass ?? byList}
          options={[
            { value: byList, name: t('byList') },
            ...streetClasses.map((value) => ({ value, name: t(`streetClasses.${value}`) })),
          ]}
          onChange={(one) => setStreetClass(one === byList ? undefined : one)}
        />
        <MomentField label={t('observed')} value={occurredAt} zone={zoneOf(chosenTown)} onChange={setOccurredAt} />
        <NumberField
          label={t('longitude')}
          value={longitude}
          min={-180}
          max={180}
          step={0.001}
          onChange={setLongitude}
        />
        <NumberField label={t('latitude')} value={latitude} min={-90} max={90} step={0.001} onChange={setLatitude} />
        <div className={styles['wide']}>
          <LineField label={t('words')} most={2_000} value={words} onChange={setWords} />
        </div>
        <div className={styles['map']}>
          <Suspense fallback={<Loading />}>
            <PointMap
              key={chosenTown}
              bounds={towns.find(({ code }) => code === chosenTown)?.bounds ?? null}
              point={point}
              onPoint={(one) => {
                setLongitude(one.longitude)
                setLatitude(one.latitude)
              }}
            />
          </Suspense>
        </div>
        <Button type="submit" isDisabled={!isWhole || observe.isSending}>
          {t('enter')}
        </Button>
      </form>
    </Panel>
  )
}
