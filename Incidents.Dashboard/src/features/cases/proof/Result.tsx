import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useTranslation } from 'react-i18next'
import { Fact } from '../Fact'
import type { Finding } from './findings'
import type { Verified } from './verify'
import styles from '../Cases.module.css'

const tones = { proven: 'good', noticed: 'warn', unproven: 'bad' } as const

/** What the check of an export found: what the file is, and each thing that does not fit. */
export function Result({ verified, signer }: { readonly verified: Verified; readonly signer: string }) {
  const { t } = useTranslation('cases')
  const { moment, number } = useFormat()
  const { findings, count, notices, receipt, counts, evidenceFiles } = verified
  const state = count === 0 ? 'proven' : count === notices ? 'noticed' : 'unproven'
  const hidden = receipt?.withheld.reduce((sum, { from, until }) => sum + until - from, 0) ?? 0
  const whereOf = ({ part, entry, line, restart }: Finding) =>
    restart !== undefined
      ? t('restartOf', { ...restart, size: number(restart.size) })
      : entry !== undefined
        ? t('entryAt', { at: number(entry) })
        : line !== undefined
          ? t('lineAt', { at: number(line) })
          : (part ?? '')
  return (
    <div role="status" data-verified={state}>
      <p className={styles['text']}>
        <Badge tone={tones[state]}>
          {state === 'proven'
            ? t('proven')
            : state === 'noticed'
              ? t('provenWithNotice')
              : receipt === undefined
                ? t('unreadable')
                : t('unproven', { count: count - notices })}
        </Badge>
      </p>
      {receipt === undefined ? null : <p className={styles['text']}>{t('pagesNotCompared')}</p>}
      {receipt === undefined ? null : (
        <dl className={styles['facts']}>
          <Fact name={t('case')}>{receipt.caseId}</Fact>
          <Fact name={t('exportedAt')}>
            {moment(receipt.exportedAt)}, {receipt.by}
          </Fact>
          <Fact name={t('exportPurpose')}>{receipt.purpose}</Fact>
          <Fact name={t('checkpointAt')}>
            {t('checkpointText', { size: number(receipt.checkpoint.size), origin: receipt.checkpoint.origin })}
          </Fact>
          <Fact name={t('signedBy')}>{signer}</Fact>
          <Fact name={t('entriesOfList')}>{number(receipt.entries)}</Fact>
          <Fact name={t('shownEntries')}>{number(counts?.lines ?? 0)}</Fact>
          <Fact name={t('withheldEntries')}>{number(hidden)}</Fact>
          <Fact name={t('maskedEntries')}>{number(counts?.masked ?? 0)}</Fact>
          <Fact name={t('uncommittedEntries')}>{number(counts?.uncommitted ?? 0)}</Fact>
          <Fact name={t('evidenceFiles')}>{number(evidenceFiles)}</Fact>
          <Fact name={t('absentFiles')}>{number(receipt.absent.length)}</Fact>
          {receipt.silent.length === 0 ? null : <Fact name={t('silentWitnesses')}>{receipt.silent.join(', ')}</Fact>}
        </dl>
      )}
      {findings.length === 0 ? null : (
        <TableFrame label={t('fault')} className={styles['long']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">{t('where')}</th>
                <th scope="col">{t('fault')}</th>
              </tr>
            </thead>
            <tbody>
              {findings.map((finding, index) => (
                <tr key={index} data-fault={finding.fault}>
                  <td>{whereOf(finding)}</td>
                  <td>{t(`faults.${finding.fault}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </div>
  )
}
