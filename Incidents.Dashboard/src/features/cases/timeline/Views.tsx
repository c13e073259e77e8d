import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { removeCaseViewMutation, saveCaseViewMutation } from '../itemCommands'
import { LineField } from '@shared/ui/LineField'
import type { PartProps } from '../shown'
import { useCaseCommand } from '../useCaseCommand'
import { everything, filterOf, searchOf, viewOf } from './filter'
import styles from '../Cases.module.css'

/** Saved views of the timeline: chooses one, saves what is shown, and removes one. */
export function Views({ of: { file, mayChange }, search, onChange }: PartProps) {
  const { t } = useTranslation('cases')
  const [name, setName] = useState('')
  const save = useCaseCommand(saveCaseViewMutation, t('viewSaved'), () => setName(''))
  const remove = useCaseCommand(removeCaseViewMutation, t('viewRemoved'))
  const shown = viewOf(file.views, search)
  if (!mayChange && file.views.length === 0) return null
  return (
    <div className={styles['inner']} role="group" aria-label={t('views')}>
      <ChoiceField
        label={t('view')}
        value={shown ?? ''}
        options={[{ value: '', name: t('noView') }, ...file.views.map((one) => ({ value: one.name, name: one.name }))]}
        onChange={(chosen) => {
          const view = file.views.find((one) => one.name === chosen)
          onChange(view === undefined ? { ...everything, order: undefined } : searchOf(view))
        }}
      />
      {mayChange ? (
        <form
          className={styles['ask']}
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim() !== '')
              void save.run({
                input: {
                  id: file.id,
                  name: name.trim(),
                  filter: filterOf(search),
                  order: search.order === 'known' ? 'KNOWN' : 'OCCURRED',
                },
              })
          }}
        >
          <LineField label={t('viewName')} most={200} value={name} onChange={setName} />
          <Button type="submit" isDisabled={save.isSending || name.trim() === ''}>
            {t('saveView')}
          </Button>
        </form>
      ) : null}
      {mayChange && shown !== undefined ? (
        <Button
          quiet
          isDisabled={remove.isSending}
          onPress={() => void remove.run({ input: { id: file.id, name: shown } })}
        >
          {t('removeView')}
        </Button>
      ) : null}
    </div>
  )
}
