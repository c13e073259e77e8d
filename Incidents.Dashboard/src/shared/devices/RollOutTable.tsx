import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/useFormat'
import table from '../ui/Table.module.css'
import { TableFrame } from '../ui/TableFrame'
import { Tile, Tiles } from '../ui/Tile'
import { yearsOf } from './figures'
import type { RollOut } from './queries'

const million = 1_000_000

/** How many devices there are of those that the programme plans, and what they cost with their upkeep. */
export function RollOutTable({ label, rollOut }: { readonly label: string; readonly rollOut: RollOut }) {
  const { t } = useTranslation('shared')
  const { number, percent } = useFormat()
  const { targets, budgetTenge, spentTenge, upkeepTenge, committedTenge, withoutCost } = rollOut
  const years = yearsOf(rollOut)
  const money = (tenge: number) => t('devices.millions', { number: number(tenge / million, 1) })
  return (
    <>
      <TableFrame label={label}>
        <table className={table['table']} data-roll-out>
          <thead>
            <tr>
              <th scope="col">{t('devices.kind')}</th>
              {(['target', 'registered', 'installed', 'accepted', 'share'] as const).map((column) => (
                <th key={column} scope="col" className={table['number']}>
                  {t(`devices.columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {targets.map(({ kind, target, planned, installed, accepted }) => (
              <tr key={kind}>
                <th scope="row">{t(`devices.kinds.${kind}`)}</th>
                <td className={table['number']}>{number(target)}</td>
                <td className={table['number']}>{number(planned)}</td>
                <td className={table['number']}>{number(installed)}</td>
                <td className={table['number']}>{number(accepted)}</td>
                <td className={table['number']}>{target === 0 ? '–' : percent(accepted / target)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <Tiles>
        <Tile
          label={t('devices.spent')}
          value={money(spentTenge)}
          note={t('devices.ofBudget', { budget: money(budgetTenge), upkeep: money(upkeepTenge) })}
        />
        <Tile
          label={t('devices.committed')}
          value={money(committedTenge)}
          tone={committedTenge > budgetTenge ? 'bad' : 'neutral'}
          note={committedTenge > budgetTenge ? t('devices.overBudget') : t('devices.withinBudget')}
        />
      </Tiles>
      {withoutCost === 0 ? null : <p>{t('devices.withoutCost', { number: number(withoutCost) })}</p>}
      {years.length === 0 ? null : (
        <TableFrame label={t('devices.byYear')}>
          <table className={table['table']}>
            <caption>{t('devices.byYear')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('devices.year')}</th>
                {(['target', 'planned', 'installed', 'accepted'] as const).map((column) => (
                  <th key={column} scope="col" className={table['number']}>
                    {t(`devices.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {years.map(({ year, target, planned, installed, accepted }) => (
                <tr key={year}>
                  <th scope="row">{year}</th>
                  <td className={table['number']}>{number(target)}</td>
                  <td className={table['number']}>{number(planned)}</td>
                  <td className={table['number']}>{number(installed)}</td>
                  <td className={table['number']}>{number(accepted)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </>
  )
}
