import { useTowns } from '@shared/catalogue/useTowns'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { Panel } from '@shared/ui/Panel'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { openCaseMutation } from './caseCommands'
import { LineField } from '@shared/ui/LineField'
import { newKey, useCaseCommand } from './useCaseCommand'
import styles from './Cases.module.css'

/** Opens a case, and shows it. */
export function OpenCase() {
  const { t } = useTranslation('cases')
  const navigate = useNavigate()
  const towns = useTowns(undefined)
  const [title, setTitle] = useState('')
  const [number, setNumber] = useState('')
  const [chosen, setCity] = useState<string>()
  const [key] = useState(newKey)
  const city = chosen ?? towns[0]?.code
  const open = useCaseCommand(
    openCaseMutation,
    t('opened'),
    (id) => void navigate({ to: '/cases/$id', params: { id }, search: {} }),
  )
  return (
    <Panel title={t('openCase')}>
      <form
        className={styles['fields']}
        data-screen-only
        onSubmit={(event) => {
          event.preventDefault()
          if (city !== undefined && title.trim() !== '')
            void open.run({
              input: { key, title: title.trim(), city, ...(number.trim() === '' ? {} : { number: number.trim() }) },
            })
        }}
      >
        <LineField label={t('caseTitle')} most={500} value={title} onChange={setTitle} />
        <LineField label={t('numberGiven')} most={40} value={number} onChange={setNumber} />
        <ChoiceField
          label={t('city')}
          value={city ?? ''}
          options={towns.map(({ code, name }) => ({ value: code, name }))}
          onChange={setCity}
        />
        <Button type="submit" isDisabled={open.isSending || title.trim() === '' || city === undefined}>
          {t('open')}
        </Button>
      </form>
    </Panel>
  )
}
