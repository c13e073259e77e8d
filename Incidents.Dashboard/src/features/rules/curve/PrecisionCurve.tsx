import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import type { DayRange } from '@shared/period/presets'
import { ChoiceField } from '@shared/ui/Fields'
import { Help } from '@shared/ui/Help'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { classes } from '@shared/ui/classes'
import { useTranslation } from 'react-i18next'
import { ShareText } from '../ShareText'
import { curveQuery, type Curve } from '../queries'
import { steps } from '../search'
import { CurveChart } from './CurveChart'
import styles from '../Rules.module.css'

interface Props {
  readonly period: DayRange
  readonly filter: { readonly cities?: string[]; readonly categories?: string[] }
  /** Steps between two thresholds, in percent. */
  readonly step: (typeof steps)[number]
  readonly onStep: (step: (typeof steps)[number]) => void
}

/** What a threshold of confidence would have left, and with which precision: to be looked at before it is changed. */
export function PrecisionCurve({ period: { from, to }, filter, step, onStep }: Props) {
  const { t } = useTranslation('rules')
  const { number } = useFormat()
  const answer = useAnswer(curveQuery, useStable({ from, until: addDays(to, 1), filter, stepPercent: Number(step) }))
  return (
    <Panel title={t('curve')} aside={<Help topic={t('curve')}>{t('curveHelp')}</Help>}>
      <div className={styles['form']}>
        <ChoiceField
          label={t('step')}
          value={step}
          options={steps.map((value) => ({ value, name: t('percent', { number: value }) }))}
          onChange={onStep}
        />
      </div>
      <Answered answer={partOf(answer, 'precisionCurve')}>
        {(curve) =>
          curve.alertCount === 0 ? (
            <Empty title={t('noConfidence')}>
              <p>{t('withoutConfidence', { number: number(curve.withoutConfidenceCount) })}</p>
            </Empty>
          ) : (
            <Points curve={curve} />
          )
        }
      </Answered>
    </Panel>
  )
}

function Points({ curve }: { readonly curve: Curve }) {
  const { t } = useTranslation('rules')
  const { number, percent } = useFormat()
  const { points, alertCount, withoutConfidenceCount: without, leastConfidence, fewestAlerts } = curve
  return (
    <>
      <div className={styles['said']}>
        <p>
          {t('curveOf', { alerts: number(alertCount) })} {t('withoutConfidence', { number: number(without) })}{' '}
          {leastConfidence == null ? null : t('nothingBelow', { share: percent(leastConfidence, 1) })}{' '}
          {t('fewest', { number: number(fewestAlerts) })}
        </p>
        <p>{t('twoShares')}</p>
      </div>
      <div className={styles['chart']}>
        <CurveChart points={points} />
      </div>
      <TableFrame label={t('curve')} className={styles['long']}>
        <table className={classes(table['table'], styles['table'])}>
          <thead>
            <tr>
              <th scope="col">{t('threshold')}</th>
              {(
                ['remaining', 'withOutcome', 'confirmed', 'ofDecided', 'ofAll', 'kept', 'operators', 'units'] as const
              ).map((column) => (
                <th key={column} scope="col" className={table['number']}>
                  {t(`columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.threshold} data-threshold={point.threshold}>
                <th scope="row">{percent(point.threshold)}</th>
                <td className={table['number']}>
                  {number(point.alertCount)}
                  <span className={styles['line']}>
                    {t('shareOfAlerts', { share: percent(point.alertCount / alertCount) })}
                  </span>
                </td>
                <td className={table['number']}>{number(point.decidedCount)}</td>
                <td className={table['number']}>{number(point.confirmedCount)}</td>
                <td className={table['number']}>
                  <ShareText share={point.ofDecided} of={point.decidedCount} />
                </td>
                <td className={table['number']}>
                  <ShareText share={point.ofAll} of={point.alertCount} />
                </td>
                <td className={table['number']}>
                  {point.keptShare == null ? t('noneConfirmed') : percent(point.keptShare, 1)}
                </td>
                <td className={table['number']}>{number(point.operatorMinutes)}</td>
                <td className={table['number']}>{number(point.unitMinutes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </>
  )
}
