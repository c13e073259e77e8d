import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { usePurpose, withPurpose } from '@shared/session/purpose'
import { Basis } from '@shared/ui/Basis'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useTranslation } from 'react-i18next'
import { companionsQuery } from '../lookups'
import { useProbability } from './useProbability'
import styles from '../Cases.module.css'

interface Props {
  readonly plate: string
  readonly from: string
  readonly until: string
  readonly minutes: number
  readonly onPlate: (plate: string) => void
}

/** Vehicles that the same devices read within minutes, on how many days, and how unlikely that is of strangers. */
export function Companions({ plate, from, until, minutes, onPlate }: Props) {
  const { t } = useTranslation('cases')
  const { day, localMoment, number } = useFormat()
  const probability = useProbability()
  const answer = useAnswer(withPurpose(companionsQuery, usePurpose()), { plate, from, until, minutes })
  return (
    <Panel title={t('companions')}>
      <Answered answer={partOf(answer, 'plateCompanions')}>
        {(found) => (
          <>
            <p className={styles['text']}>{t('companionsMean')}</p>
            {found.companions.length === 0 ? (
              <Empty title={t('noCompanions')} />
            ) : (
              <TableFrame label={t('companions')}>
                <table className={table['table']}>
                  <thead>
                    <tr>
                      <th scope="col">{t('plate')}</th>
                      <th scope="col" className={table['number']}>
                        {t('daysMet')}
                      </th>
                      <th scope="col" className={table['number']}>
                        {t('meetings')}
                      </th>
                      <th scope="col" className={table['number']}>
                        {t('meetingDevices')}
                      </th>
                      <th scope="col" className={table['number']}>
                        {t('expected')}
                      </th>
                      <th scope="col" className={table['number']}>
                        {t('adjusted')}
                      </th>
                      <th scope="col">{t('firstMet')}</th>
                      <th scope="col">{t('lastMet')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {found.companions.map((one) => (
                      <tr key={one.plate}>
                        <th scope="row">
                          <Button quiet onPress={() => onPlate(one.plate)}>
                            {one.plate}
                          </Button>
                        </th>
                        <td className={table['number']}>{number(one.daysMet)}</td>
                        <td className={table['number']}>{number(one.meetings)}</td>
                        <td className={table['number']}>{number(one.devices)}</td>
                        <td className={table['number']}>{number(one.expected, 2)}</td>
                        <td className={table['number']}>{probability(one.adjusted)}</td>
                        <td>{localMoment(one.firstMetAt)}</td>
                        <td>{localMoment(one.lastMetAt)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableFrame>
            )}
            <div className={styles['text']}>
              <Basis
                items={[
                  { label: t('period'), value: t('between', { from: day(from), until: day(until) }) },
                  { label: t('minutes'), value: number(found.minutes) },
                  { label: t('reads'), value: number(found.readsOfPlate) },
                  { label: t('meetingDevices'), value: number(found.devices) },
                  { label: t('daysOfPlate'), value: number(found.daysOfPlate) },
                  { label: t('compared'), value: number(found.vehiclesCompared) },
                ]}
              />
            </div>
          </>
        )}
      </Answered>
    </Panel>
  )
}
