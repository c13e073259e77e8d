import { useMay } from '@shared/session/may'
import { Panel } from '@shared/ui/Panel'
import { useTranslation } from 'react-i18next'
import type { Period } from '../period'
import { AlertOutcomes } from './AlertOutcomes'
import { AlertTotals } from './AlertTotals'
import { Fines } from './Fines'
import { Targets } from './Targets'
import { Upkeep } from './Upkeep'
import styles from './Operations.module.css'

export interface PartProps {
  readonly period: Period
  readonly cities: string[] | undefined
}

/** What came of violations, tasks, alerts and targets in the period, as far as the reader sees it. */
export function Operations(props: PartProps) {
  const { t } = useTranslation('kpis')
  const mayUpkeep = useMay('upkeep-totals')
  const mayTotals = useMay('totals:suppressed')
  const mayAnalysis = useMay('analysis')
  const mayTargets = useMay('basis')
  const hidden = [...(mayAnalysis ? [] : [t('operations.shares')]), ...(mayTargets ? [] : [t('operations.targets')])]
  return (
    <>
      {mayUpkeep ? <Upkeep {...props} /> : null}
      {mayTotals ? <Fines {...props} /> : null}
      {mayAnalysis ? <AlertOutcomes {...props} /> : mayTotals ? <AlertTotals {...props} /> : null}
      {mayTargets ? <Targets {...props} /> : null}
      {hidden.length === 0 ? null : (
        <Panel title={t('operations.notShown')}>
          <p className={styles['text']}>{t('operations.notShownMeans', { names: hidden.join(', ') })}</p>
        </Panel>
      )}
    </>
  )
}
