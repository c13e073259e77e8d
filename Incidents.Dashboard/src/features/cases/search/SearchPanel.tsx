import { GivenPurpose, PurposeForm } from '@shared/session/PurposeForm'
import { needsPurpose, usePurpose } from '@shared/session/purpose'
import { TextField } from '@shared/ui/Fields'
import { Panel } from '@shared/ui/Panel'
import { useTranslation } from 'react-i18next'
import { mostSearched } from '../search'
import type { Shown } from '../shown'
import { FoundIncidents } from './FoundIncidents'
import { FoundPlates } from './FoundPlates'
import { platesOf } from './plateText'
import styles from '../Cases.module.css'

interface Props {
  readonly text: string | undefined
  readonly onText: (text: string | undefined) => void
  /** The case to which what is found can be attached. */
  readonly into?: Shown
  /** Shows the track of a plate in its place on the page. */
  readonly onPlate?: (plate: string) => void
}

/** One box for incidents and plates; who searches for a person or plate says why first. */
export function SearchPanel({ text, onText, into, onPlate }: Props) {
  const { t } = useTranslation('cases')
  const purpose = usePurpose()
  const plates = text === undefined ? undefined : platesOf(text)
  const needs = text !== undefined && (plates !== undefined || needsPurpose(text))
  return (
    <Panel title={t('search')}>
      <search className={styles['text']} aria-label={t('search')}>
        <TextField label={t('searchFor')} most={mostSearched} value={text} onChange={onText} />
        <p className={styles['hint']}>{t('searchMeans')}</p>
      </search>
      {needs ? <div className={styles['text']}>{purpose === null ? <PurposeForm /> : <GivenPurpose />}</div> : null}
      {text === undefined || (needs && purpose === null) ? null : (
        <>
          {plates === undefined ? null : <FoundPlates filter={plates} onPlate={onPlate} />}
          {plates?.pattern == null ? <FoundIncidents text={text} into={into} /> : null}
        </>
      )}
    </Panel>
  )
}
