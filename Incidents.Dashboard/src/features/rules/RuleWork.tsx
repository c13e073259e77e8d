import type { DayRange } from '@shared/period/presets'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Panel } from '@shared/ui/Panel'
import { Answered } from '@shared/ui/states'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RuleTable } from './RuleTable'
import { CandidateForm } from './candidate/CandidateForm'
import { Replay } from './candidate/Replay'
import { inputOf, newDraft, nextOf, type Draft } from './candidate/draft'
import { rulesQuery } from './queries'
import styles from './Rules.module.css'

interface Props {
  readonly period: DayRange
  readonly cities: string[] | undefined
}

/** The rules as they are, and a candidate that is replayed over the period. */
export function RuleWork({ period, cities }: Props) {
  const { t } = useTranslation('rules')
  const [draft, setDraft] = useState<Draft>(newDraft)
  // What was asked for last: the answer stays beside a form that was changed since.
  const [asked, setAsked] = useState<Draft>()
  return (
    <>
      <Panel title={t('asTheyAre')}>
        <p className={styles['text']}>{t('asTheyAreMeans')}</p>
        <Answered answer={partOf(useAnswer(rulesQuery, {}), 'correlationRules')}>
          {(rules) => <RuleTable rules={rules} onTaken={(rule) => setDraft(nextOf(rule))} />}
        </Answered>
      </Panel>
      <Panel title={t('candidate')}>
        <p className={styles['text']}>{t('candidateMeans')}</p>
        <CandidateForm draft={draft} onChange={setDraft} onAsked={() => setAsked(draft)} />
        {asked === undefined ? null : (
          <Replay rule={asked} input={inputOf(asked)} period={period} cities={cities} isOld={asked !== draft} />
        )}
      </Panel>
    </>
  )
}
