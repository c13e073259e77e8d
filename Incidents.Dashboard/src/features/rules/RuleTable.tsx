import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useTranslation } from 'react-i18next'
import type { Rule } from './queries'
import styles from './Rules.module.css'

interface Props {
  readonly rules: readonly Rule[]
  readonly onTaken: (rule: Rule) => void
}

/** The rules in the order in which they are asked, each in all its versions. */
export function RuleTable({ rules, onTaken }: Props) {
  const { t } = useTranslation('rules')
  const { categoryName } = useCatalogue()
  const { day, number, percent } = useFormat()
  if (rules.length === 0) return <Empty title={t('noRules')} />
  const names = (codes: readonly string[] | null | undefined) =>
    codes == null ? t('anyCategory') : codes.map(categoryName).join(', ')
  return (
    <TableFrame label={t('asTheyAre')}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('rule')}</th>
            <th scope="col">{t('signals')}</th>
            <th scope="col">{t('does')}</th>
            <th scope="col">{t('reach')}</th>
            <th scope="col">{t('joins')}</th>
            <th scope="col">{t('commands')}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={`${rule.code} ${rule.version}`} data-rule={rule.code}>
              <th scope="row">
                {rule.code}
                <span className={styles['line']}>{t('version', { number: number(rule.version) })}</span>
                {rule.from == null ? null : (
                  <span className={styles['line']}>{t('from', { day: day(rule.from) })}</span>
                )}
                {rule.until == null ? null : (
                  <span className={styles['line']}>{t('until', { day: day(rule.until) })}</span>
                )}
              </th>
              <td>
                {rule.kinds.map((kind) => t(`kinds.${kind}`)).join(', ')}: {names(rule.categories)}
                {rule.leastConfidence == null ? null : (
                  <span className={styles['line']}>
                    {t('fromConfidence', { share: percent(rule.leastConfidence) })}
                  </span>
                )}
              </td>
              <td>
                {rule.opens ? (rule.metres == null ? t('opensOnly') : t('opensOrJoins')) : t('joinsOnly')}
                {rule.opensAs == null ? null : (
                  <span className={styles['line']}>{t('opensAsIs', { name: categoryName(rule.opensAs) })}</span>
                )}
              </td>
              <td>
                {rule.metres == null || rule.minutes == null
                  ? t('joinsNothing')
                  : t('within', { metres: number(rule.metres), minutes: number(rule.minutes, 1) })}
              </td>
              <td>{rule.metres == null ? '–' : rule.sameCategory ? t('sameCategory') : names(rule.joins)}</td>
              <td>
                <Button quiet aria-label={`${t('take')}: ${rule.code} ${rule.version}`} onPress={() => onTaken(rule)}>
                  {t('take')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
