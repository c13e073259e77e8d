import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useCommand } from '@shared/graphql/useCommand'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { LineField } from '@shared/ui/LineField'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Issued } from './FeedTable'
import { feedClasses, formats, inputOf, kinds, newDraft, troubleOf, urgencies, type Draft } from './draft'
import { createFeedMutation } from './queries'
import styles from '../Administration.module.css'

interface Props {
  readonly onMade: (issued: Issued) => void
  readonly onClose: () => void
}

export function NewFeed({ onMade, onClose }: Props) {
  const { t } = useTranslation('administration')
  const { categories, cities } = useCatalogue()
  const [draft, setDraft] = useState<Draft>(newDraft)
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const trouble = troubleOf(draft)
  const create = useCommand(
    createFeedMutation,
    ({ createFeedSubscription }) => ({
      result: createFeedSubscription.issuedFeed,
      errors: createFeedSubscription.errors,
    }),
    ({ secret, authorization }) => {
      onMade({ name: draft.name.trim(), secret, authorization: authorization ?? null })
      return t('feeds.made')
    },
  )
  return (
    <form
      className={styles['fields']}
      aria-label={t('feeds.new')}
      onSubmit={(event) => {
        event.preventDefault()
        if (trouble === undefined && !create.isSending) void create.run({ input: inputOf(draft) })
      }}
    >
      <LineField label={t('feeds.name')} most={200} value={draft.name} onChange={(name) => set({ name })} />
      <ChoiceField
        label={t('feeds.format')}
        value={draft.format}
        options={formats.map((value) => ({ value, name: t(`feeds.formats.${value}`) }))}
        onChange={(format) => set({ format })}
      />
      <LineField
        label={t('feeds.address')}
        most={2_000}
        value={draft.address}
        onChange={(address) => set({ address })}
      />
      <MultiPicker
        label={t('feeds.towns')}
        options={cities}
        value={draft.cities}
        onChange={(chosen) => set({ cities: chosen })}
      />
      <MultiPicker
        label={t('feeds.kind')}
        options={kinds.map((code) => ({ code, name: t(`feeds.kinds.${code}`) }))}
        value={draft.kinds}
        onChange={(chosen) => set({ kinds: kinds.filter((kind) => chosen.includes(kind)) })}
      />
      <MultiPicker
        label={t('feeds.categories')}
        options={categories}
        value={draft.categories}
        onChange={(chosen) => set({ categories: chosen })}
      />
      <ChoiceField
        label={t('feeds.leastUrgent')}
        value={draft.leastUrgent}
        options={urgencies.map((value) => ({ value, name: t(`feeds.urgencies.${value}`) }))}
        onChange={(leastUrgent) => set({ leastUrgent })}
      />
      <div className={styles['checks']} role="group" aria-label={t('feeds.also')}>
        {feedClasses.map((one) => (
          <label key={one}>
            <input
              type="checkbox"
              checked={draft.classes.includes(one)}
              onChange={({ target }) =>
                set({
                  classes: feedClasses.filter((other) =>
                    other === one ? target.checked : draft.classes.includes(other),
                  ),
                })
              }
            />{' '}
            {t(`feeds.classes.${one}`)}
          </label>
        ))}
      </div>
      <Button type="submit" isDisabled={trouble !== undefined || create.isSending}>
        {t('feeds.make')}
      </Button>
      <Button quiet onPress={onClose}>
        {t('feeds.close')}
      </Button>
      {trouble === undefined ? null : <p className={styles['wide']}>{t(`feeds.troubles.${trouble}`)}</p>}
    </form>
  )
}
