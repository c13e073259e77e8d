import { useFormat } from '@shared/format/useFormat'
import { useMay } from '@shared/session/may'
import { Badge } from '@shared/ui/Badge'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useTranslation } from 'react-i18next'
import { AskReason } from '@shared/ui/AskReason'
import { Fact } from '../Fact'
import { liftEvidenceHoldMutation, placeEvidenceHoldMutation, withdrawEvidenceMutation } from '../itemCommands'
import type { Evidence } from '../queries'
import type { Shown } from '../shown'
import { useCaseCommand } from '../useCaseCommand'
import { CustodyForm } from './CustodyForm'
import { useSize } from './useSize'
import styles from '../Cases.module.css'

interface Props {
  readonly of: Shown
  readonly item: Evidence
  readonly mayBytes: boolean
}

/** An item of evidence: what it is, its hash, its custody, and what can be done with it. */
export function EvidenceCard({ of, item, mayBytes }: Props) {
  const { t } = useTranslation('cases')
  const { localMoment } = useFormat()
  const size = useSize()
  const mayCommand = useMay('case-command') && of.knownAt === undefined
  return (
    <>
      <p>
        <strong>{item.fileName}</strong> <Badge>{t(`routes.${item.route}`)}</Badge>{' '}
        {item.isHeld ? <Badge tone="warn">{t('held')}</Badge> : null}{' '}
        {item.isWithdrawn ? <Badge tone="bad">{t('withdrawn')}</Badge> : null}
      </p>
      <dl className={styles['facts']}>
        <Fact name="SHA-256">
          <code className={styles['hash']}>{item.sha256}</code>
        </Fact>
        <Fact name={t('size')}>{item.sizeBytes == null ? t('sizeUnknown') : size(item.sizeBytes)}</Fact>
        <Fact name={t('mediaType')}>{item.mediaType}</Fact>
        <Fact name={t('takenIn')}>
          {localMoment(item.takenAt)}, {item.by}
        </Fact>
        {item.uri == null ? null : <Fact name={t('keptAt')}>{item.uri}</Fact>}
        {item.note == null ? null : <Fact name={t('note')}>{item.note}</Fact>}
      </dl>
      <div className={styles['commands']} data-screen-only>
        {mayBytes && item.route === 'UPLOAD' && of.knownAt === undefined ? (
          <a href={`/cases/${of.file.id}/evidence/${item.id}`} download={item.fileName}>
            {t('download')}
          </a>
        ) : null}
        {mayCommand ? <Commands item={item} /> : null}
      </div>
      <Custody item={item} />
      {mayCommand ? <CustodyForm item={item} /> : null}
    </>
  )
}

function Commands({ item }: { readonly item: Evidence }) {
  const { t } = useTranslation('cases')
  const hold = useCaseCommand(placeEvidenceHoldMutation, t('holdPlaced'))
  const lift = useCaseCommand(liftEvidenceHoldMutation, t('holdLifted'))
  const withdraw = useCaseCommand(withdrawEvidenceMutation, t('withdrawnDone'))
  const holding = item.isHeld ? lift : hold
  const input = { id: item.caseId, evidenceId: item.id }
  return (
    <>
      <AskReason
        key={String(item.isHeld)}
        label={item.isHeld ? t('liftHold') : t('placeHold')}
        what={item.fileName}
        isSending={holding.isSending}
        onGiven={(reason) => holding.run({ input: { ...input, reason } })}
      />
      {item.isWithdrawn ? null : (
        <AskReason
          label={t('withdraw')}
          what={item.fileName}
          isSending={withdraw.isSending}
          onGiven={(reason) => withdraw.run({ input: { ...input, reason } })}
        />
      )}
    </>
  )
}

function Custody({ item }: { readonly item: Evidence }) {
  const { t } = useTranslation('cases')
  const { localMoment } = useFormat()
  if (item.custody.length === 0) return <p className={styles['note']}>{t('noCustody')}</p>
  return (
    <TableFrame label={t('custodyOf', { name: item.fileName })}>
      <table className={table['table']}>
        <caption className={styles['caption']}>{t('custody')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('when')}</th>
            <th scope="col">{t('what')}</th>
            <th scope="col">{t('who')}</th>
            <th scope="col">{t('otherSide')}</th>
            <th scope="col">{t('how')}</th>
          </tr>
        </thead>
        <tbody>
          {item.custody.map(({ eventId, kind, to, note, by, occurredAt }) => (
            <tr key={eventId}>
              <td>{localMoment(occurredAt)}</td>
              <td>{t(`custodyKinds.${kind}`, { defaultValue: kind })}</td>
              <td>{by}</td>
              <td>{to ?? ''}</td>
              <td>{note ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
