import { useFormat } from '@shared/format/useFormat'
import { classes } from '@shared/ui/classes'
import table from '@shared/ui/Table.module.css'
import { useTranslation } from 'react-i18next'
import { bandText, isRaised } from './knox'
import type { NearRepeatTable } from './queries'
import styles from './KnoxMatrix.module.css'

interface Props {
  readonly result: NearRepeatTable
  readonly level: number
}

/** Bands of distance by bands of time: how many times as many pairs as by chance. */
export function KnoxMatrix({ result, level }: Props) {
  const { t } = useTranslation('analyses')
  const { number } = useFormat()
  const find = (space: string, time: string) =>
    result.entries.find((entry) => entry.space === space && entry.time === time)
  return (
    <div className={table['frame']}>
      <table className={classes(table['table'], styles['matrix'])}>
        <caption>{t('nearRepeats.matrix')}</caption>
        <thead>
          <tr>
            <td />
            {result.timeBands.map((time) => (
              <th key={time} scope="col">
                {t('nearRepeats.days', { band: bandText(time) })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.spaceBands.map((space) => (
            <tr key={space}>
              <th scope="row">
                {bandText(space)} {t('shared:metre')}
              </th>
              {result.timeBands.map((time) => {
                const entry = find(space, time)
                return (
                  <td key={time} data-raised={entry !== undefined && isRaised(entry, level)}>
                    {entry === undefined || entry.ratio === null
                      ? '—'
                      : entry.isTooFew
                        ? t('tooFew')
                        : t('nearRepeats.cell', {
                            ratio: number(entry.ratio, 2),
                            p: entry.p === null ? '—' : number(entry.p, 3),
                          })}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
