import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { Button } from '@shared/ui/Button'
import { ChoiceField, TextField } from '@shared/ui/Fields'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { NumberField } from '@shared/ui/NumberField'
import { useTranslation } from 'react-i18next'
import { kinds, mostMetres, mostMinutes, newDraft, troubleOf, type Draft } from './draft'
import styles from '../Rules.module.css'

interface Props {
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly onAsked: () => void
}

/** A candidate for a rule. Nothing of it is kept: rules are in a file of the installation. */
export function CandidateForm({ draft, onChange, onAsked }: Props) {
  const { t } = useTranslation('rules')
  const { categories } = useCatalogue()
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part })
  const trouble = troubleOf(draft)
  const any = ''
  return (
    <form
      className={styles['form']}
      aria-label={t('candidate')}
      onSubmit={(event) => {
        event.preventDefault()
        if (trouble === undefined) onAsked()
      }}
    >
      <TextField
        label={t('rule')}
        most={40}
        value={draft.code}
        onChange={(code) => set({ code: code ?? newDraft.code })}
      />
      <MultiPicker
        label={t('signals')}
        options={kinds.map((code) => ({ code, name: t(`kinds.${code}`) }))}
        value={draft.kinds}
        onChange={(chosen) => set({ kinds: kinds.filter((kind) => chosen.includes(kind)) })}
      />
      <MultiPicker
        label={t('signalCategories')}
        options={categories}
        value={draft.categories}
        onChange={(chosen) => set({ categories: chosen })}
      />
      <NumberField
        label={t('leastConfidence')}
        value={draft.leastConfidence}
        min={0}
        max={1}
        step={0.05}
        onChange={(leastConfidence) => set({ leastConfidence })}
      />
      <ChoiceField
        label={t('does')}
        value={draft.opens ? 'opens' : 'joins'}
        options={[
          { value: 'opens', name: t('opensOrJoins') },
          { value: 'joins', name: t('joinsOnly') },
        ]}
        onChange={(does) => set({ opens: does === 'opens' })}
      />
      <NumberField
        label={t('metres')}
        value={draft.metres}
        min={1}
        max={mostMetres}
        step={10}
        onChange={(metres) => set({ metres })}
      />
      <NumberField
        label={t('minutes')}
        value={draft.minutes}
        min={1}
        max={mostMinutes}
        onChange={(minutes) => set({ minutes })}
      />
      <MultiPicker label={t('joins')} options={categories} value={draft.joins} onChange={(joins) => set({ joins })} />
      <ChoiceField
        label={t('opensAs')}
        value={draft.opensAs ?? any}
        options={[
          { value: any, name: t('ownCategory') },
          ...categories.map(({ code, name }) => ({ value: code, name })),
        ]}
        onChange={(code) => set({ opensAs: code === any ? undefined : code })}
      />
      <NumberField
        label={t('latestMinutes')}
        value={draft.latestMinutes}
        min={1}
        max={mostMinutes}
        onChange={(latestMinutes) => set({ latestMinutes: latestMinutes ?? newDraft.latestMinutes })}
      />
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={draft.sameCategory}
          onChange={(event) => set({ sameCategory: event.target.checked })}
        />
        {t('onlySameCategory')}
      </label>
      <Button type="submit" isDisabled={trouble !== undefined}>
        {t('replay')}
      </Button>
      {trouble === undefined ? null : (
        <p className={styles['trouble']} role="alert">
          {t(`troubles.${trouble}`)}
        </p>
      )}
    </form>
  )
}
