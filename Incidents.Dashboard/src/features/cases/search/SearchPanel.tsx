import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { GivenPurpose, PurposeForm } from '@shared/session/PurposeForm'
import { usePurpose, withPurpose } from '@shared/session/purpose'
import { TextField } from '@shared/ui/Fields'
import { Panel } from '@shared/ui/Panel'
import { Answered } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { searchQuery } from '../lookups'
import { mostSearched } from '../search'
import type { Shown } from '../shown'
import { FoundCases } from './FoundCases'
import { FoundIncidents } from './FoundIncidents'
import { FoundPlates } from './FoundPlates'
import { needsPurpose } from './purposeText'
import styles from '../Cases.module.css'

interface Props {
  readonly text: string | undefined
  readonly onText: (text: string | undefined) => void
  /** The case to which what is found can be attached. */
  readonly into?: Shown
  /** Shows the track of a plate in its place on the page. */
  readonly onPlate?: (plate: string) => void
}

/** One box for incidents, cases and plates; who searches for a person or plate says why first. */
export function SearchPanel({ text, onText, into, onPlate }: Props) {
  const { t } = useTranslation('cases')
  const purpose = usePurpose()
  const needs = text !== undefined && needsPurpose(text)
  return (
    <Panel title={t('search')}>
      <search className={styles['text']} aria-label={t('search')}>
        <TextField label={t('searchFor')} most={mostSearched} value={text} onChange={onText} />
        <p className={styles['hint']}>{t('searchMeans')}</p>
      </search>
      {needs ? <div className={styles['text']}>{purpose === null ? <PurposeForm /> : <GivenPurpose />}</div> : null}
      {text === undefined || (needs && purpose === null) ? null : (
        <Found key={text} text={text} into={into} onPlate={onPlate} />
      )}
    </Panel>
  )
}

interface FoundProps {
  readonly text: string
  readonly into: Shown | undefined
  readonly onPlate: ((plate: string) => void) | undefined
}

function Found({ text, into, onPlate }: FoundProps) {
  const answer = useAnswer(withPurpose(searchQuery, usePurpose()), { filter: { text } })
  return (
    <Answered answer={partOf(answer, 'search')}>
      {({ incidents, cases, plates }) => (
        <>
          {plates.length === 0 ? null : <FoundPlates plates={plates} onPlate={onPlate} />}
          <FoundIncidents text={text} incidents={incidents} into={into} />
          <FoundCases cases={cases} />
        </>
      )}
    </Answered>
  )
}
