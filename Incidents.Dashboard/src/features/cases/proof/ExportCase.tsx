import { GivenPurpose, PurposeForm } from '@shared/session/PurposeForm'
import { usePurpose } from '@shared/session/purpose'
import { Button } from '@shared/ui/Button'
import { codeText, errorText } from '@shared/ui/errorText'
import { ChoiceField } from '@shared/ui/Fields'
import { Panel } from '@shared/ui/Panel'
import { toast } from '@shared/ui/toasts'
import { CombinedError } from '@urql/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import type { PartProps } from '../shown'
import { filterOf } from '../timeline/filter'
import { chosenEntries, exportCase, ExportRefused, mostChosen } from './exportCase'
import styles from '../Cases.module.css'

const choices = ['all', 'starred', 'shown'] as const

/** Exports the case with proofs: all entries, or chosen ones while the rest is withheld. */
export function ExportCase({ of: { file }, search }: PartProps) {
  const { t } = useTranslation('cases')
  const { t: shared } = useTranslation('shared')
  const client = useClient()
  const purpose = usePurpose()
  const [what, setWhat] = useState<(typeof choices)[number]>('all')
  const [isRunning, setRunning] = useState(false)
  const run = async () => {
    if (purpose === null) return
    setRunning(true)
    try {
      const entries =
        what === 'all'
          ? undefined
          : await chosenEntries(client, file.id, what === 'starred' ? { isStarred: true } : filterOf(search))
      if (entries?.length === 0) toast(t('nothingChosen'), 'warn')
      else if (entries !== undefined && entries.length > mostChosen)
        toast(t('tooManyChosen', { most: mostChosen }), 'warn')
      else await exportCase(file.id, purpose, entries)
    } catch (error) {
      if (error instanceof ExportRefused) toast(codeText(shared, error.code), 'bad')
      else if (error instanceof CombinedError) toast(errorText(shared, error).text, 'bad')
      else if (error instanceof TypeError) toast(shared('error.unreachable'), 'bad')
      else throw error
    } finally {
      setRunning(false)
    }
  }
  return (
    <Panel title={t('export')}>
      <p className={styles['text']}>{t('exportMeans')}</p>
      <div className={styles['text']} data-screen-only>
        {purpose === null ? <PurposeForm /> : <GivenPurpose />}
      </div>
      {purpose === null ? null : (
        <div className={styles['fields']} data-screen-only>
          <ChoiceField
            label={t('exportWhat')}
            value={what}
            options={choices.map((value) => ({ value, name: t(`exportChoices.${value}`) }))}
            onChange={setWhat}
          />
          <Button isDisabled={isRunning} onPress={() => void run()}>
            {isRunning ? shared('loading') : t('exportNow')}
          </Button>
        </div>
      )}
    </Panel>
  )
}
