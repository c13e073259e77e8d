import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { Notice } from '@shared/ui/Notice'
import { Panel } from '@shared/ui/Panel'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AskReason } from '@shared/ui/AskReason'
import { closeCaseMutation, reopenCaseMutation, unmergeCaseMutation } from './caseCommands'
import { Fact } from './Fact'
import { liftEvidenceHoldMutation, placeEvidenceHoldMutation } from './itemCommands'
import { Sharing } from './Sharing'
import { StatusBadge } from './StatusBadge'
import type { Shown } from './shown'
import { useCaseCommand } from './useCaseCommand'
import styles from './Cases.module.css'

interface Props {
  readonly of: Shown
  readonly mayCommand: boolean
  readonly onBranch: (id: string | undefined) => void
}

/** What a case is, who sees it, and what is done with the whole of it. */
export function CaseHead({ of, mayCommand, onBranch }: Props) {
  const { t } = useTranslation('cases')
  const { cityName } = useCatalogue()
  const { localMoment, number } = useFormat()
  const { file, branch, knownAt } = of
  const isNow = knownAt === undefined
  return (
    <Panel title={t('head', { number: file.number })} aside={<StatusBadge status={file.status} />}>
      <dl className={styles['facts']}>
        <Fact name={t('city')}>{cityName(file.city)}</Fact>
        <Fact name={t('owner')}>{file.owner.name}</Fact>
        <Fact name={t('openedAt')}>{localMoment(file.openedAt)}</Fact>
        <Fact name={t('lastChange')}>{localMoment(file.lastKnownAt)}</Fact>
        <Fact name={t('hold')}>{file.isHeld ? <Badge tone="warn">{t('held')}</Badge> : t('notHeld')}</Fact>
        <Fact name={t('sharedWith')}>
          <Sharing of={of} mayCommand={mayCommand && isNow} />
        </Fact>
      </dl>
      {file.isMasked ? <Notice>{t('masked')}</Notice> : null}
      {file.withheld.length > 0 ? <Notice>{t('withheld', { number: number(file.withheld.length) })}</Notice> : null}
      {file.mergedInto == null ? null : (
        <Notice>
          {t('isPart')}{' '}
          <Link to="/cases/$id" params={{ id: file.mergedInto }} search={{}} preload={false}>
            {t('toOther')}
          </Link>
        </Notice>
      )}
      {branch === undefined ? null : (
        <Notice>
          {t('inBranch', { name: branch.name })}{' '}
          <Button quiet onPress={() => onBranch(undefined)}>
            {t('leaveBranch')}
          </Button>
        </Notice>
      )}
      {mayCommand && isNow ? <Commands of={of} /> : null}
    </Panel>
  )
}

function Commands({ of: { file } }: { readonly of: Shown }) {
  const { t } = useTranslation('cases')
  const close = useCaseCommand(closeCaseMutation, t('closed'))
  const reopen = useCaseCommand(reopenCaseMutation, t('reopened'))
  const hold = useCaseCommand(placeEvidenceHoldMutation, t('holdPlaced'))
  const lift = useCaseCommand(liftEvidenceHoldMutation, t('holdLifted'))
  const unmerge = useCaseCommand(unmergeCaseMutation, t('unmerged'))
  const { id } = file
  const holding = file.isHeld ? lift : hold
  return (
    <div className={styles['commands']} data-screen-only>
      {file.status === 'OPEN' ? (
        <AskReason
          label={t('closeCase')}
          isSending={close.isSending}
          onGiven={(reason) => close.run({ input: { id, reason } })}
        />
      ) : null}
      {file.status === 'CLOSED' ? (
        <AskReason
          label={t('reopenCase')}
          isSending={reopen.isSending}
          onGiven={(reason) => reopen.run({ input: { id, reason } })}
        />
      ) : null}
      {file.status === 'MERGED' ? (
        <Button isDisabled={unmerge.isSending} onPress={() => void unmerge.run({ input: { id } })}>
          {t('unmerge')}
        </Button>
      ) : null}
      <AskReason
        key={String(file.isHeld)}
        label={file.isHeld ? t('liftHold') : t('placeHold')}
        isSending={holding.isSending}
        onGiven={(reason) => holding.run({ input: { id, reason } })}
      />
    </div>
  )
}
